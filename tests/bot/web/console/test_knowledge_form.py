"""The form of an entry: nothing is lost on the way there and back, and what is wrong is told by field."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.views.fields import Part, shape, told
from bot.web.console.knowledge.checking import Window, checked, long_list, page_of
from bot.web.console.knowledge.controls import Control, controls
from bot.web.console.knowledge.form import merged, numbers, read, shown
from bot.web.console.knowledge.rows import MOST_FIELDS, changed, rows_below
from knowledge.life import diff
from knowledge.model import (
    Cost,
    Evidence,
    FormFile,
    HeadingReading,
    LegalResource,
    LocalAdditions,
    PublicOrganisation,
    PublicService,
    SameDay,
    ServiceChannel,
    ShortenedTime,
)
from knowledge.shipped import SHIPPED, read_all
from tests.shelves import shipped

WHOLE = Window(0, 10_000)
PARTS = shape().parts
LETTERS = st.characters(exclude_categories=["C", "Z"])
SHORT = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: unicodedata.normalize("NFC", text))
LONG = st.lists(SHORT, min_size=1, max_size=4).map("\n  ".join)
COUNT = st.integers(0, 10**12)
NUMBER = st.one_of(st.integers(1, 10**6), st.floats(0.001, 10**6, allow_nan=False).filter(lambda n: "e" not in str(n)))
DAY = st.dates(date(1990, 1, 1), date(2100, 1, 1))
UNIT = st.sampled_from(["working", "calendar", "hour", "month"])
CHANNEL = st.sampled_from(["online", "in_person", "postal"])


def many(items: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[object]:
    return st.lists(items, max_size=most).map(tuple)


def maybe(value: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | value


COST = st.builds(
    Cost,
    type=st.sampled_from(["phí", "lệ phí"]),
    amount=maybe(COUNT),
    currency=maybe(st.sampled_from(["VND", "USD"])),
    description=maybe(LONG),
)
ENTRIES = st.fixed_dictionaries(
    {
        "title": LONG,
        "title_en": maybe(SHORT),
        "competent_authority": maybe(st.builds(PublicOrganisation, name=LONG)),
        "submission_place": maybe(LONG),
        "processing_days": maybe(NUMBER),
        "processing_unit": maybe(UNIT),
        "cost": maybe(LONG),
        "channel_types": st.lists(CHANNEL, unique=True).map(tuple),
        "fully_online": st.booleans(),
        "steps": many(LONG),
        "legal_resources": many(st.builds(LegalResource, number=SHORT | st.just(""), title=LONG | st.just(""))),
        "quality_flags": many(SHORT),
        "evidences": many(
            st.builds(
                Evidence,
                name=LONG,
                originals=COUNT,
                copies=COUNT,
                heading=maybe(LONG),
                kind=st.sampled_from(["document", "present", "note"]),
                forms=many(SHORT),
            ),
            6,
        ),
        "channels": many(
            st.builds(
                ServiceChannel,
                type=CHANNEL,
                processing_time=maybe(LONG),
                processing_value=maybe(NUMBER),
                processing_unit=maybe(UNIT),
                description=maybe(LONG),
                costs=many(COST),
            )
        ),
        "local": st.builds(
            LocalAdditions,
            aliases=many(SHORT),
            anywhere=maybe(st.booleans()),
            shortened=many(
                st.builds(ShortenedTime, value=NUMBER, unit=UNIT, document=SHORT, effective_from=maybe(DAY))
            ),
            same_day=many(st.builds(SameDay, before=st.just("15:00"), document=SHORT, effective_to=maybe(DAY))),
            form_files=many(st.builds(FormFile, name=SHORT, file=SHORT)),
            headings=many(
                st.builds(
                    HeadingReading,
                    text=LONG,
                    kind=st.sampled_from(["case", "section", "addon"]),
                    label_vi=maybe(SHORT),
                    one_of=st.booleans(),
                )
            ),
        ),
    }
)


@pytest.fixture(scope="module")
def services() -> list[PublicService]:
    return read_all(SHIPPED)


@pytest.fixture(scope="module")
def service(services: list[PublicService]) -> PublicService:
    return max(services, key=lambda each: len(each.channels))


def part(key: str) -> Part:
    found = shape().part(key)
    assert found is not None
    return found


def test_all_that_ships_goes_through_the_form_and_comes_back_byte_for_byte(services: list[PublicService]) -> None:
    for service in services:
        for each in PARTS:
            back = checked(service, each, page_of(service, each, WHOLE), WHOLE)
            assert back.service is not None, (service.identifier, each.key, back.wrong)
            assert back.service.canonical() == service.canonical()


def _some_service() -> PublicService:
    """No argument of a test: hypothesis writes arguments out, and 604 procedures are megabytes."""
    return next(iter(shipped().values()))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, st.integers(0, 6), st.integers(1, 6))
def test_any_entry_comes_back_whatever_part_of_a_long_list_is_shown(
    entry: dict[str, object], first: int, size: int
) -> None:
    service = _some_service().model_copy(update=entry)
    for each in PARTS:
        window = Window(first, size)
        back = checked(service, each, page_of(service, each, window), window)
        assert back.wrong == {}
        assert back.service == service


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ENTRIES, ENTRIES)
def test_what_one_typed_replaces_what_was_there(before: dict[str, object], after: dict[str, object]) -> None:
    """The pages of one entry, filled in over another one, make it that entry."""
    service, wanted = (_some_service().model_copy(update=each) for each in (before, after))
    for each in PARTS:
        filled = checked(service, each, page_of(wanted, each, WHOLE), WHOLE)
        assert filled.service is not None
        service = filled.service
    assert service == wanted


def test_browsers_send_lines_apart_by_cr_and_lf(service: PublicService) -> None:
    typed = {name: value.replace("\n", "\r\n") for name, value in page_of(service, part("steps"), WHOLE).items()}
    assert checked(service, part("steps"), typed, WHOLE).service == service


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


def test_in_a_long_list_an_error_keeps_its_place_on_the_page(services: list[PublicService]) -> None:
    long = max(services, key=lambda each: len(each.evidences))
    window = Window(100, 25)
    form = {**page_of(long, part("papers"), window), "evidences.3.name": ""}
    assert len(rows_below(form, "evidences")) == 25
    assert checked(long, part("papers"), form, window).wrong == {"evidences.3.name": "blank"}
    form["evidences.3.name"] = "Giấy mới"
    made = checked(long, part("papers"), form, window).service
    assert made is not None
    assert made.evidences[103].name == "Giấy mới"
    assert made.evidences[:103] == long.evidences[:103]
    assert made.evidences[104:] == long.evidences[104:]


def test_a_day_may_be_written_the_vietnamese_way(service: PublicService) -> None:
    made = checked(service, part("legal"), {**page_of(service, part("legal"), WHOLE), "modified": "1/7/2026"}, WHOLE)
    assert made.service is not None
    assert made.service.modified == date(2026, 7, 1)


def test_rows_are_added_moved_and_taken_out(service: PublicService) -> None:
    fields = part("time").fields
    form = page_of(service, part("time"), WHOLE)
    rows = rows_below(form, "channels")
    more, at = changed(fields, form, "add:channels") or ({}, "")
    assert at == f"channels.{len(rows)}"
    assert rows_below(more, "channels")[:-1] == rows
    assert changed(fields, more, f"remove:{at}") == (form, f"channels.{len(rows) - 1}")
    down, at = changed(fields, form, "down:channels.0") or ({}, "")
    assert at == "channels.1"
    assert rows_below(down, "channels") == [rows[1], rows[0], *rows[2:]]
    assert changed(fields, down, "up:channels.1") == (form, "channels.0")
    above, at = changed(fields, form, "above:channels.1") or ({}, "")
    assert rows_below(above, at.rpartition(".")[0])[2:] == rows[1:]
    nested, at = changed(fields, form, "add:channels.1.costs") or ({}, "")
    assert at.startswith("channels.1.costs.")
    assert len(numbers(nested, "channels.1.costs")) == len(numbers(form, "channels.1.costs")) + 1
    assert rows_below(nested, "channels.0.costs") == rows_below(form, "channels.0.costs")


@pytest.mark.parametrize(
    "act",
    ["add:title", "add:nowhere", "remove:channels.99", "up:channels.0", "burn:channels.0", "remove:channels.x", ""],
)
def test_what_cannot_be_done_with_rows_is_not_done(service: PublicService, act: str) -> None:
    assert changed(part("time").fields, page_of(service, part("time"), WHOLE), act) is None


def test_a_form_does_not_grow_beyond_what_the_server_takes(service: PublicService) -> None:
    listed = long_list(part("papers"))
    assert listed is not None
    form = {f"evidences.{number}.{field.name}": "" for number in range(150) for field in listed.fields}
    assert len(form) == MOST_FIELDS
    assert changed(part("papers").fields, form, "add:evidences") is None


def test_rows_numbered_with_gaps_are_rows(service: PublicService) -> None:
    """As a browser sends them after a row in the middle was taken out by a script."""
    form = page_of(service, part("time"), WHOLE)
    gap = {name.replace("channels.1.", "channels.99."): value for name, value in form.items()}
    made = checked(service, part("time"), gap, WHOLE).service
    assert made is not None
    first, second, *rest = service.channels
    assert made.channels == (first, *rest, second)


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
