"""A changed time or fee reaches every text of the record that speaks of it, and nothing else."""

from __future__ import annotations

import pytest

from knowledge.changes import (
    ALL_CHANNELS,
    Fee,
    Time,
    Where,
    change_fee,
    change_time,
    channels_of,
    doubt_of,
    fee_words,
    time_words,
    values_of,
)
from knowledge.life import diff
from knowledge.model import PublicService
from tests.shelves import shipped

SERVICES = list(shipped().values())
EVERYWHERE = Where(ALL_CHANNELS)
MATERNITY, IDENTITY, COPY = "1.014166", "1.014063", "2.001016"


def test_summaries_are_made_as_the_portal_makes_them() -> None:
    assert [each.identifier for each in SERVICES if fee_words(each.channels) != each.cost] == []
    assert sum(time_words(each.channels) != each.processing_time for each in SERVICES) == 6


def test_one_time_for_all_channels_stands_in_every_field() -> None:
    for service in SERVICES:
        changed = change_time(service, EVERYWHERE, Time(4, "working"))
        assert {row.processing_time for row in changed.channels} == {"4 ngày làm việc"}
        assert (changed.processing_time, changed.processing_days, changed.processing_unit) == (
            "4 ngày làm việc",
            4,
            "working",
        )
        assert {change.field for change in diff(service, changed)} <= {
            "channels",
            "processing_time",
            "processing_days",
            "processing_unit",
            "quality_flags",
        }


def test_one_fee_for_all_channels_stands_in_every_field() -> None:
    for service in SERVICES:
        changed = change_fee(service, EVERYWHERE, Fee(12_000), "drop")
        assert changed.cost == "12.000 đồng"
        assert {cost.amount for row in changed.channels for cost in row.costs} == {12_000}
        assert {change.field for change in diff(service, changed)} <= {"channels", "cost"}


def test_what_is_free_says_so() -> None:
    changed = change_fee(shipped()[IDENTITY], EVERYWHERE, Fee(0))
    assert changed.cost == "Miễn phí"
    assert {cost.description for row in changed.channels for cost in row.costs} == {None}


def test_a_change_of_one_channel_leaves_the_others() -> None:
    for service in SERVICES:
        if len(channels_of(service)) < 2:
            continue
        first, *_ = channels_of(service)
        changed = change_fee(service, Where(first), Fee(9_000, "/bản"))
        others = [(row, old) for row, old in zip(changed.channels, service.channels, strict=True) if old.type != first]
        assert all(row == old for row, old in others)
        assert {str(cost.amount) for row in changed.channels if row.type == first for cost in row.costs} == {"9000"}


def test_one_of_two_times_of_a_channel() -> None:
    service = shipped()[MATERNITY]
    assert values_of(service, "time", Where("online")) == ["7 ngày làm việc", "5 ngày làm việc"]
    changed = change_time(service, Where("online", "5 ngày làm việc"), Time(3, "working"))
    assert values_of(changed, "time", Where("online")) == ["7 ngày làm việc", "3 ngày làm việc"]
    assert values_of(changed, "time", Where("in_person")) == values_of(service, "time", Where("in_person"))
    assert changed.processing_days is None
    assert "3 ngày làm việc" in str(changed.processing_time)


def test_words_with_numbers_of_their_own_are_doubted_and_can_go() -> None:
    service = shipped()[MATERNITY]
    five = Where("online", "5 ngày làm việc")
    doubted = doubt_of(service, "time", five)
    assert doubted is not None
    assert "05 ngày" in doubted
    kept = change_time(service, five, Time(3, "working"))
    dropped = change_time(service, five, Time(3, "working"), "drop")
    assert doubted in [row.description for row in kept.channels if row.type == "online"]
    assert doubted not in [row.description for row in dropped.channels if row.type == "online"]
    assert doubt_of(shipped()[COPY], "fee", EVERYWHERE) is None, "/văn bản has no number"
    assert doubt_of(shipped()[IDENTITY], "fee", Where("in_person")) is not None


def test_short_words_beside_an_amount_stay_and_typed_ones_take_their_place() -> None:
    service = shipped()[COPY]
    assert change_fee(service, EVERYWHERE, Fee(60_000)).cost == "60.000 đồng (/văn bản)"
    assert change_fee(service, EVERYWHERE, Fee(60_000, "/bản")).cost == "60.000 đồng (/bản)"


def test_no_unit_is_open_any_more_once_all_are_told() -> None:
    doubtful = next(each for each in SERVICES if each.flagged("time_unit_unspecified_in_source"))
    changed = change_time(doubtful, EVERYWHERE, Time(4, "working"))
    assert not changed.flagged("time_unit_unspecified_in_source")


@pytest.mark.parametrize("service", SERVICES[:40], ids=lambda each: each.identifier)
def test_what_comes_out_is_a_record(service: PublicService) -> None:
    for changed in (
        change_time(service, EVERYWHERE, Time(1.5, "hour")),
        change_fee(service, EVERYWHERE, Fee(75_000)),
    ):
        assert PublicService.model_validate_json(changed.canonical()) == changed
