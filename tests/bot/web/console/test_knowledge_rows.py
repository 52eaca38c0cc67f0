"""Rows of the form of an entry: added, moved, taken out, and in their place in a long list."""

from __future__ import annotations

import pytest

from bot.web.console.knowledge.checking import Window, checked, long_list, page_of
from bot.web.console.knowledge.form import numbers
from bot.web.console.knowledge.rows import MOST_FIELDS, changed, rows_below
from knowledge.model import PublicService
from tests.bot.web.console.entries import WHOLE, part
from tests.shelves import longest_of


def test_in_a_long_list_an_error_keeps_its_place_on_the_page() -> None:
    long = longest_of("evidences")
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
