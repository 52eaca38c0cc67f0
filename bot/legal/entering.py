"""A new value of a legal parameter, read from a form: every field is checked, every problem named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.legal.bounds import KEEPING
from bot.legal.store import LegalParameter
from bot.whole import whole
from bot.workdays import OfficeHours

#: Largest sensible value by unit; ten years of days, a year of hours.
MOST = {"working_day": 2_500, "calendar_day": 3_650, "day": 3_650, "hour": 8_760, "count": 1_000_000, "step": 100}
SHORTEST_SOURCE, LONGEST = 5, 500
#: A date that is farther away was mistyped.
LAST_YEAR = 2100


def read_value(
    form: Mapping[str, str], known: Sequence[LegalParameter], author: str
) -> tuple[LegalParameter | None, dict[str, str]]:
    """:param form: value, effective_from, source. :param known: of this name, the latest first.

    There is no last day: a value holds until the next one begins, so no day is left without one, nor has two.
    :returns: what to enter, or None and what is wrong by field: number, bounds, hours, day, order, long, missing.
    """
    problems: dict[str, str] = {}
    latest, value, source = known[0], form["value"].strip(), " ".join(form["source"].split())
    wrong = _wrong_value(latest.unit, value) or _out_of_bounds(latest.name, value)
    if wrong:
        problems["value"] = wrong
    if not SHORTEST_SOURCE <= len(source) <= LONGEST:
        problems["source"] = "long" if len(source) > LONGEST else "missing"
    first = _day(form["effective_from"])
    if first is None:
        problems["effective_from"] = "day"
    elif first <= latest.effective_from:  # what was in force is history, and is not entered again
        problems["effective_from"] = "order"
    if problems or first is None:
        return None, problems
    return LegalParameter(latest.name, value, latest.unit, first, None, source, None, author), {}


def _wrong_value(unit: str, value: str) -> str | None:
    check = _CHECKS.get(unit, _number(MOST.get(unit, MOST["count"])))
    return check(value)


def _out_of_bounds(name: str, value: str) -> str | None:
    if name not in KEEPING:
        return None
    least, most = KEEPING[name]
    return None if least <= int(value) <= most else "bounds"


def _number(most: int) -> Callable[[str], str | None]:
    def check(value: str) -> str | None:
        return None if whole(value, most) else "number"

    return check


def _hours(value: str) -> str | None:
    try:
        OfficeHours.parse(value)
    except ValueError:
        return "hours"
    return None


_CHECKS = {"local_time": _hours}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year <= LAST_YEAR else None
