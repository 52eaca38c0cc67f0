"""What is doubtful is found in the words of a record, and is gone when they are mended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.life.quality import DOUBT_KINDS, Doubt, doubts, quality_list, superseded
from knowledge.model import PublicService
from tests.shelves import shipped

TODAY = date(2026, 11, 22)


def kinds(service: PublicService, active: set[str] | None = None, today: date = TODAY) -> set[str]:
    return {doubt.kind for doubt in doubts(service, active if active is not None else set(shipped()), today)}


def mended(service: PublicService) -> PublicService:
    """As after an administrator's work: units stated, fees without a period, no abolished level."""
    rows = tuple(
        row.model_copy(
            update={
                "processing_value": 5,
                "processing_unit": "working",
                "processing_time": "5",
                "costs": (),
                "description": None,
            }
        )
        for row in service.channels
    )
    plain = {"channels": rows, "cost": None, "steps": (), "evidences": (), "conditions": None, "level": "Cấp xã"}
    plain |= {
        "processing_unit": "working",
        "processing_time": "5",
        "submission_place": None,
        "competent_authority": None,
        "time_mentions": (),
    }
    return service.model_copy(
        update=plain | {"output": "Giấy chứng nhận", "title": "Thủ tục", "audience": (), "forms": ()}
    )


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ("mentions_abolished_district_level", {"district_level"}),
        ("time_unit_unspecified_in_source", {"unit_open", "no_time"}),
        ("fee_text_mentions_expired_period", {"period_over"}),
    ],
)
def test_every_record_that_the_collectors_flagged_is_found_by_its_words(flag: str, expected: set[str]) -> None:
    flagged = [service for service in shipped().values() if service.flagged(flag)]
    assert flagged
    for service in flagged:
        unflagged = service.model_copy(update={"quality_flags": ()})
        assert kinds(unflagged) & expected, service.identifier


@pytest.mark.parametrize("code", ["1.013831", "1.013980", "1.012786"])
def test_the_land_times_that_cannot_all_be_right_are_found(code: str) -> None:
    assert "land_times" in kinds(shipped()[code])


def test_other_fields_may_take_longer_by_one_channel() -> None:
    land = shipped()["1.013980"]
    assert "land_times" not in kinds(land.model_copy(update={"sector": "Hộ tịch"}))


def test_old_and_new_social_insurance_doubt_each_other_only_while_both_are_published() -> None:
    old, new = shipped()["2.000693"], shipped()["1.014166"]
    assert Doubt("two_active", None, "1.014166 1.014167 1.014168") in doubts(old, set(shipped()), TODAY)
    assert Doubt("two_active", None, "2.000693") in doubts(new, set(shipped()), TODAY)
    archived = set(shipped()) - {"2.000693"}
    assert "two_active" not in kinds(new, archived)
    assert set(superseded()) <= set(shipped())


@given(st.sampled_from(sorted(shipped())))
def test_a_mended_entry_is_doubted_no_more(code: str) -> None:
    assert kinds(mended(shipped()[code]), {code}) == set()


@given(st.sampled_from(sorted(shipped())), st.integers(-2000, 2000))
def test_a_period_once_over_stays_over(code: str, days: int) -> None:
    service, day = shipped()[code], TODAY + timedelta(days=days)
    if "period_over" in kinds(service, today=day):
        assert "period_over" in kinds(service, today=day + timedelta(days=1))


def test_the_list_holds_what_is_doubtful_and_nothing_else_the_most_doubted_first() -> None:
    listed = quality_list(shipped().values(), shipped().keys(), TODAY)
    assert {entry.code for entry in listed} == {code for code, service in shipped().items() if kinds(service)}
    counts = [len({doubt.kind for doubt in entry.doubts}) for entry in listed]
    assert counts == sorted(counts, reverse=True)
    assert {doubt.kind for entry in listed for doubt in entry.doubts} == set(DOUBT_KINDS)
    assert all(doubt.detail or doubt.kind == "no_time" for entry in listed for doubt in entry.doubts)
