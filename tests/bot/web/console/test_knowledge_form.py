"""The form of an entry: every field is in it and named, and what is wrong is told by field."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel

from bot.views.fields import shape, told
from bot.web.console.knowledge.checking import checked, page_of
from bot.web.console.knowledge.controls import Control, controls
from bot.web.console.knowledge.form import merged, read, shown
from bot.web.console.knowledge.rows import changed
from knowledge.life import diff
from knowledge.model import (
    Evidence,
    FormFile,
    HeadingReading,
    LegalResource,
    LocalAdditions,
    PublicService,
    SameDay,
    ServiceChannel,
    ShortenedTime,
)
from tests.bot.web.console.entries import PARTS, WHOLE, part


def test_every_field_of_the_model_is_in_the_form_and_nothing_else() -> None:
    form = {field.name for _, field in shape().fields()}
    assert {name.partition(".")[0] for name in form} == set(PublicService.model_fields) - {"identifier"}
    assert {name.partition(".")[2] for name in form if name.startswith("local.")} == set(LocalAdditions.model_fields)
    lists: dict[str, type[BaseModel]] = {
        "evidences": Evidence,
        "channels": ServiceChannel,
        "legal_resources": LegalResource,
        "local.shortened": ShortenedTime,
        "local.same_day": SameDay,
        "local.form_files": FormFile,
        "local.headings": HeadingReading,
    }
    for _, field in shape().fields():
        if field.name in lists:
            assert {each.name for each in field.fields} == set(lists[field.name].model_fields)
            assert all(each.vi and each.en for each in field.fields)


@pytest.mark.parametrize(
    ("key", "name", "typed", "words"),
    [
        ("time", "processing_days", "ba", "not_number"),
        ("time", "channels.0.costs.0.amount", "5.000", "not_whole"),
        ("time", "channels.0.type", "fax", "not_offered"),
        ("time", "channels.1.type", "", "blank"),
        ("main", "title", "  ", "blank"),
        ("main", "priority", "", "blank"),
        ("legal", "decision.date", "hôm qua", "not_date"),
        ("legal", "source.as_of", "2026-02-30", "not_date"),
        ("legal", "modified", "", "blank"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    service: PublicService, key: str, name: str, typed: str, words: str
) -> None:
    form = {**page_of(service, part(key), WHOLE), name: typed}
    back = checked(service, part(key), form, WHOLE)
    assert back.service is None
    assert back.wrong == {name: words}
    assert back.typed[name] == typed


def test_a_day_may_be_written_the_vietnamese_way(service: PublicService) -> None:
    made = checked(service, part("legal"), {**page_of(service, part("legal"), WHOLE), "modified": "1/7/2026"}, WHOLE)
    assert made.service is not None
    assert made.service.modified == date(2026, 7, 1)


def test_reading_is_told_apart_from_what_was_not_typed() -> None:
    fields = part("main").fields
    values, wrong = read(fields, {}, shape().choices)
    assert wrong == {}
    assert values["competent_authority"] is None
    assert values["output"] == ""
    assert merged({"source": {"site": "a", "via": "b"}}, {"source": {"via": "c"}}) == {
        "source": {"site": "a", "via": "c"}
    }
    assert shown(fields, {"title": "x"})["title"] == "x"


def test_every_field_is_named_for_who_fills_it_in(service: PublicService) -> None:
    """Only a row that is one plain text has no name of its own; it is named by its number."""
    for each in PARTS:
        rows = [field for field in each.fields if field.kind == "rows"]
        typed = page_of(service, each, WHOLE)
        for field in rows:
            typed = (changed(each.fields, typed, f"add:{field.name}") or (typed, ""))[0]
        for control in controls(each.fields, typed, {}, "vi"):
            if isinstance(control, Control):
                assert control.label
                continue
            inside = [field for _, fields in control.rows for field in fields if isinstance(field, Control)]
            assert all(field.label for field in inside) or control.name == "steps"


def test_what_changed_is_told_in_the_words_of_the_form(service: PublicService) -> None:
    time = ShortenedTime(value=4, unit="hour", document="QĐ 15", effective_from=date(2026, 7, 1))
    local = LocalAdditions(shortened=(time,))
    after = service.model_copy(update={"cost": "8.000 đồng một bản", "fully_online": True, "local": local})
    before = service.model_copy(update={"cost": "8.000 đồng một tờ", "fully_online": False})
    fee, online, shortened = told(diff(before, after), "vi")
    assert fee.label == "Phí chung (lời văn)"
    assert [(piece.text, piece.marked) for piece in fee.before or ()] == [("8.000 đồng một ", False), ("tờ", True)]
    assert [(piece.text, piece.marked) for piece in fee.after or ()] == [("8.000 đồng một ", False), ("bản", True)]
    assert [piece.text for piece in online.after or () if piece.marked] == ["có"]
    assert (shortened.label, shortened.before) == ("Thời hạn rút ngắn 1", None)
    said = "".join(piece.text for piece in shortened.after or ())
    assert "Thời hạn (số): 4" in said
    assert "Đơn vị: giờ" in said
    assert "Từ ngày: 01/07/2026" in said


@pytest.mark.parametrize(
    ("province", "commune", "kept"),
    [
        ("46", "", ("46", None)),
        ("hue", "", ("46", None)),
        ("", "", (None, None)),
        ("46", "19753", ("46", "19753")),
        ("", "19753", ("46", "19753")),
    ],
)
def test_a_place_is_typed_by_name_or_code(
    service: PublicService, province: str, commune: str, kept: tuple[str | None, str | None]
) -> None:
    made = checked(service, part("local"), timed(service, province, commune), WHOLE).service
    assert made is not None
    (time,) = made.local.shortened
    assert (time.province, time.commune) == kept


@pytest.mark.parametrize(
    ("province", "commune", "field"),
    [("Atlantis", "", "province"), ("46", "Atlantis", "commune"), ("01", "19753", "commune")],
)
def test_what_is_no_place_is_told(service: PublicService, province: str, commune: str, field: str) -> None:
    back = checked(service, part("local"), timed(service, province, commune), WHOLE)
    assert back.service is None
    assert back.wrong == {f"local.shortened.0.{field}": "no_place"}


def timed(service: PublicService, province: str, commune: str) -> dict[str, str]:
    """The form with one shortened time in it."""
    row = {"value": "2", "unit": "working", "document": "QĐ 5", "province": province, "commune": commune}
    form = page_of(service, part("local"), WHOLE)
    return form | {f"local.shortened.0.{name}": value for name, value in row.items()}
