"""The first answer: one screen, the asked thing first, doubts told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.guidance import Block, Card, card, section
from bot.guidance.fitting import LETTERS_A_LINE, cut, lines_of
from knowledge.cases import UnknownCase, questions
from knowledge.periods import period_ends
from tests.bot.guidance.ways import TODAY, choices
from tests.shelves import shipped


def part(shown: Card, facet: str) -> tuple[Block, ...]:
    return next(part.blocks for part in shown.parts if part.facet == facet)


def kinds(blocks: tuple[Block, ...]) -> list[str]:
    return [block.kind for block in blocks]


def test_birth_registration_on_one_screen() -> None:
    shown = card(shipped()["1.001193"], today=TODAY)
    papers = part(shown, "papers")
    assert [(block.text, block.values["way"]) for block in papers if block.kind == "paper_line"] == [
        ("Tờ khai đăng ký khai sinh", "either"),
        ("Giấy chứng sinh", None),
    ]
    (conditions,) = (block.text for block in papers if block.kind == "ifs_line")
    assert conditions == "trẻ bị bỏ rơi; nhờ người khác làm; mang thai hộ"
    assert kinds(papers).count("show_line") == 2
    (time,) = part(shown, "time")
    assert (time.kind, time.text, time.values["unit_open"]) == ("time", "1 ngày", True)
    assert kinds(part(shown, "fee")) == ["fee_free"]
    assert shown.as_of == date(2026, 7, 17)


@pytest.mark.parametrize("facet", ["papers", "time", "fee", "where", "steps", "result", "conditions"])
def test_the_asked_facet_comes_first_and_nothing_else_goes(facet: str) -> None:
    shown = card(shipped()["1.001193"], facet=facet, today=TODAY)
    facets = [part.facet for part in shown.parts]
    assert facets[0] == facet
    assert {"papers", "time", "fee", "where"} <= set(facets)
    assert len(set(facets)) == len(facets)


def test_cards_stay_small_whatever_the_procedure() -> None:
    for service in shipped().values():
        for choice in choices(service):
            shown = card(service, choice, today=TODAY)
            assert len(shown.title) <= 3 * LETTERS_A_LINE
            for blocks in (part.blocks for part in shown.parts):
                assert sum(lines_of(block.text) for block in blocks) <= 20, (service.identifier, choice)


def test_what_does_not_fit_is_counted() -> None:
    permit = shipped()["1.014199"]
    choice = (questions(permit)[1].after or "", questions(permit)[1].options[0].key)
    papers = part(card(permit, choice, today=TODAY), "papers")
    assert papers[-1].kind == "more"
    assert len(papers) - 1 + papers[-1].values["count"] == 7


def test_chosen_cases_are_named_in_the_language() -> None:
    permit = shipped()["1.014199"]
    choice = (questions(permit)[1].after or "", questions(permit)[1].options[2].key)
    assert card(permit, choice, today=TODAY).cases == ("Cấp giấy phép lần đầu", "Chuyên gia")
    assert card(permit, choice, today=TODAY, language="en").cases == ("First permit", "Expert")


def test_an_old_button_is_refused() -> None:
    with pytest.raises(UnknownCase):
        card(shipped()["1.001193"], ("nosuch",), today=TODAY)


def test_no_fee_listed_is_said_and_not_called_free() -> None:
    assert kinds(part(card(shipped()["2.000200"], today=TODAY), "fee")) == ["fee_not_listed"]
    assert kinds(section(shipped()["2.000200"], "fee", today=TODAY).blocks) == ["fee_not_listed"]


def test_fees_are_told_by_channel_where_they_differ() -> None:
    fees = part(card(shipped()["1.004222"], today=TODAY), "fee")
    assert [(block.values["channels"], block.values["amounts"]) for block in fees] == [
        (("online",), ((10000, "VND"),)),
        (("in_person",), ((20000, "VND"),)),
    ]


def test_a_number_with_conditions_says_so_and_an_asked_fee_tells_them() -> None:
    identity = shipped()["1.014064"]
    assert part(card(identity, today=TODAY), "fee")[0].values["terms"] is True
    asked = part(card(identity, facet="fee", today=TODAY), "fee")
    assert [block.values.get("terms") for block in asked[:2]] == [False, False]
    assert "bằng 50% mức thu nêu trên" in asked[2].text


def test_the_desk_of_the_commune_is_not_what_is_cut() -> None:
    (authority, *_) = part(card(shipped()["2.000815"], today=TODAY), "where")
    assert authority.text.startswith("Ủy ban nhân dân cấp xã")


def test_channels_that_cost_the_same_share_a_line() -> None:
    (fee,) = part(card(shipped()["2.001263"], today=TODAY), "fee")
    assert fee.values["channels"] == ("online", "in_person", "postal")
    assert fee.values["amounts"] == ((400000, "VND"),)


def test_times_are_told_by_channel_where_they_differ() -> None:
    times = part(card(shipped()["3.000346"], today=TODAY), "time")
    assert [(block.kind, block.values.get("channel"), block.values.get("times")) for block in times] == [
        ("time_channel", "online", ("7 ngày",)),
        ("time_channel", "in_person", ("3 ngày",)),
        ("time_channel", "postal", ("3 ngày",)),
    ]


def test_no_time_listed_is_said_with_what_is_to_be_confirmed() -> None:
    shown = card(shipped()["1.001612"], today=TODAY)
    assert kinds(part(shown, "time")) == ["time_not_listed", "time_case"]
    assert part(shown, "time")[1].values == {"quantity": 3, "unit": "working"}


def test_days_without_a_unit_are_doubted_only_there() -> None:
    for code, doubted in (("1.001193", True), ("1.004222", False)):
        assert part(card(shipped()[code], today=TODAY), "time")[0].values["unit_open"] is doubted
        assert ("time_unit_open" in kinds(section(shipped()[code], "time", today=TODAY).blocks)) is doubted


def test_the_abolished_level_is_warned_of_on_every_flagged_card_and_before_the_words() -> None:
    flagged = [service for service in shipped().values() if service.flagged("mentions_abolished_district_level")]
    assert len(flagged) == 38
    for service in flagged:
        assert "warn_abolished_level" in kinds(card(service, today=TODAY).warnings)
    where = section(shipped()["1.001613"], "where", today=TODAY).blocks
    assert kinds(where)[:2] == ["warn_abolished_level", "authority"]
    assert "warn_abolished_level" not in kinds(section(shipped()["1.001193"], "where", today=TODAY).blocks)


@pytest.mark.parametrize("today", [date(2026, 11, 22), datetime(2026, 11, 22, 3, tzinfo=UTC)])
def test_a_past_period_in_the_fee_is_warned_of(today: date) -> None:
    (warning,) = card(shipped()["3.000346"], today=today).warnings
    assert (warning.kind, warning.values["ended"]) == ("warn_expired_period", date(2025, 12, 31))
    assert section(shipped()["3.000346"], "fee", today=today).blocks[0] == warning


def test_a_period_is_over_only_the_day_after() -> None:
    identity = shipped()["1.014063"]  # one discount to 31/12/2025, another to 31/12/2026
    assert card(identity, today=date(2026, 12, 31)).warnings[0].values["ended"] == date(2025, 12, 31)
    assert card(identity, today=date(2027, 1, 1)).warnings[0].values["ended"] == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("từ 01/12/2023 đến hết ngày 31/12/2025, áp dụng", [date(2025, 12, 31)]),
        ("đến ngày 30 tháng 6 năm 2026", [date(2026, 6, 30)]),
        ("đến hết năm 2025", [date(2025, 12, 31)]),
        ("Thông tư số 25/2021/TT-BTC ngày 07/4/2021", []),
        ("đến hết ngày 31/02/2025", []),
    ],
)
def test_ends_of_periods_are_read_from_the_words(text: str, ends: list[date]) -> None:
    assert period_ends(text) == ends


def test_texts_are_cut_between_words() -> None:
    assert cut("một hai ba", 100) == "một hai ba"
    assert cut("một hai ba bốn", 11) == "một hai ba…"
    assert cut("một,\nhai", 6) == "một…"
