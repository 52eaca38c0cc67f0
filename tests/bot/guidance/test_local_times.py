"""Times that a province or commune shortened stand on the card, with the document, while they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.guidance import Block, card, section
from bot.texts import Texts
from knowledge.model import LocalAdditions, PublicService, SameDay, ShortenedTime
from tests.shelves import shipped

DAY = date(2026, 11, 22)
SHORTENED = ShortenedTime(
    province="01",
    document="Quyết định 12/2026/QĐ-UBND",
    effective_from=date(2026, 7, 1),
    effective_to=date(2026, 12, 31),
    value=1.5,
    unit="working",
)
SAME_DAY = SameDay(document="Quyết định 7/QĐ-UBND", before="15:00")


def decided(*, shortened: tuple[ShortenedTime, ...] = (), same_day: tuple[SameDay, ...] = ()) -> PublicService:
    return shipped()["1.001193"].model_copy(update={"local": LocalAdditions(shortened=shortened, same_day=same_day)})


def on_card(service: PublicService, today: date = DAY) -> list[Block]:
    (part,) = [part for part in card(service, today=today).parts if part.facet == "time"]
    return [block for block in part.blocks if block.kind in ("time_local", "same_day")]


def test_the_card_tells_the_local_time_its_place_and_the_document() -> None:
    service = decided(shortened=(SHORTENED,), same_day=(SAME_DAY,))
    same_day, shorter = on_card(service)
    assert (same_day.text, same_day.values["hour"], same_day.values["place"]) == (SAME_DAY.document, "15:00", None)
    assert (shorter.values["value"], shorter.values["place"]) == (1.5, "Thành phố Hà Nội")
    text = str(Texts().render("procedure/card", "vi", card=card(service, today=DAY), english=None))
    assert "1,5 ngày làm việc, theo Quyết định 12/2026/QĐ-UBND (đến hết 31/12/2026)" in text
    assert "trước 15:00, theo Quyết định 7/QĐ-UBND" in text


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), 1),
        (date(2026, 12, 31), 1),
        (date(2027, 1, 1), 0),
        (datetime(2026, 6, 30, 17, tzinfo=UTC), 1),  # midnight in Vietnam
    ],
)
def test_it_stands_there_on_the_days_on_which_it_holds(today: date, shown: int) -> None:
    assert len(on_card(decided(shortened=(SHORTENED,)), today)) == shown


def test_the_part_about_time_tells_what_is_to_come_and_drops_what_is_over() -> None:
    service = decided(shortened=(SHORTENED,))
    coming, over = date(2026, 5, 1), date(2027, 1, 1)
    (block,) = [block for block in section(service, "time", today=coming).blocks if block.kind == "time_local"]
    assert block.values["begins"] == SHORTENED.effective_from
    assert "title_time_local" not in [block.kind for block in section(service, "time", today=over).blocks]


def test_a_place_that_nobody_knows_is_told_as_it_is_and_not_taken_for_everywhere() -> None:
    unknown = SHORTENED.model_copy(update={"province": "99", "commune": "x9"})
    (block,) = on_card(decided(shortened=(unknown,)))
    assert block.values["place"] == "x9, 99"


def test_without_local_times_nothing_is_added() -> None:
    assert on_card(shipped()["1.001193"]) == []
