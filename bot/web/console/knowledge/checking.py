"""What somebody typed on a page of the form, held against the model: the entry, or what is wrong with which field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.views.fields import Field, Part, shape
from bot.web.console.knowledge.form import Record, Typed, merged, read, shown
from bot.web.console.knowledge.placing import placed
from bot.web.console.knowledge.rows import renumbered
from knowledge.model import PublicService

#: pydantic's names of errors -> the words in the template; what is missing here is told as "other".
_WORDS = {
    "string_type": "blank",
    "string_too_short": "blank",
    "int_type": "blank",
    "float_type": "blank",
    "date_type": "blank",
    "literal_error": "blank",
    "date_from_datetime_parsing": "not_date",
    "date_parsing": "not_date",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
}
#: Branches of a union, which pydantic puts into the path of an error.
_BRANCHES = frozenset({"int", "float"})


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a long list are on the page: ``size`` rows from ``first`` on, of ``total`` in the record then."""

    first: int
    size: int
    total: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """``service``: None when something is wrong. ``wrong``: by name in the form; "" is about the page as a whole."""

    service: PublicService | None
    typed: Typed
    wrong: dict[str, str] = field(default_factory=dict)


def long_list(part: Part) -> Field | None:
    """The list of the part that is shown some rows at a time."""
    return next((each for each in part.fields if each.at_once), None)


def page_of(service: PublicService, part: Part, window: Window) -> Typed:
    """What the form shows of ``service``."""
    return shown(part.fields, _windowed(service.model_dump(mode="json"), part, window))


def checked(service: PublicService, part: Part, typed: Mapping[str, str], window: Window) -> Checked:
    """:param service: the entry as it was when the page was opened; what is not on the page stays as it is."""
    form, misplaced = placed(renumbered(part.fields, typed))
    values, wrong = read(part.fields, form, shape().choices)
    wrong |= misplaced
    whole = service.model_dump(mode="json")
    listed = long_list(part)
    if listed is not None:
        rows = whole[listed.name]
        values[listed.name] = rows[: window.first] + values[listed.name] + rows[window.first + window.size :]
    try:
        made = PublicService.model_validate_json(json.dumps(merged(whole, values), ensure_ascii=False))
    except (ValidationError, UnicodeEncodeError) as error:
        details = error.errors(include_url=False) if isinstance(error, ValidationError) else []
        for detail in details:
            wrong.setdefault(*_told(detail, part, window))
        return Checked(None, form, wrong or {"": "other"})
    return Checked(None if wrong else made, form, wrong)


def _windowed(record: Record, part: Part, window: Window) -> Record:
    listed = long_list(part)
    if listed is None:
        return record
    return {**record, listed.name: record[listed.name][window.first : window.first + window.size]}


def _told(detail: ErrorDetails, part: Part, window: Window) -> tuple[str, str]:
    """Name in the form and words; what belongs to no field of this page is told for the page."""
    places = [place for place in detail["loc"] if place not in _BRANCHES]
    listed = long_list(part)
    if listed is not None and len(places) > 1 and places[0] == listed.name and isinstance(places[1], int):
        places[1] -= window.first
    name = ".".join(map(str, places))
    return name, _WORDS.get(detail["type"], "other")
