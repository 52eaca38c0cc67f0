"""Single cells: texts, days and moments, as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from functools import lru_cache

from bot.clock import VIETNAM, local

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
YEARS = range(2000, 2101)


class Unreadable(ValueError):
    """``kind``: the sentence of problems.yaml that says why."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def clean_text(cell: object) -> str:
    """One line without control or invisible characters, NFC. Numbers of a spreadsheet as they read there.

    :raises Unreadable: a formula's error, a truth value, a date or a list in place of text.
    """
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise Unreadable("not_text")
    text = unicodedata.normalize("NFC", cell if isinstance(cell, str) else f"{cell}")
    if text.isprintable():  # almost every cell, and quick to tell
        return " ".join(text.split())
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.split())


def moment_of(cell: object) -> datetime:
    """UTC. A day alone means its beginning; a time without offset is Vietnam's.

    :raises Unreadable: no date, or out of range.
    """
    if isinstance(cell, datetime):
        return _in_range(cell)
    if isinstance(cell, date):
        return _in_range(datetime.combine(cell, time()))
    if not isinstance(cell, str):
        raise Unreadable("date_form")
    return _read(cell.strip())


@lru_cache(maxsize=4096)  # a file has few different moments
def _read(value: str) -> datetime:
    try:
        if match := _DAY_FIRST.fullmatch(value):
            day, month, year, hour, minute, second = (int(part) if part else 0 for part in match.groups())
            return _in_range(datetime(year, month, day, hour, minute, second))
        if _YEAR_FIRST.match(value):
            return _in_range(datetime.fromisoformat(value))
    except Unreadable:
        raise
    except ValueError:
        pass
    raise Unreadable("date_form")


def day_of(cell: object) -> date:
    """The day in Vietnam. :raises Unreadable: see :func:`moment_of`."""
    return local(moment_of(cell)).date()


def _in_range(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise Unreadable("date_range")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return aware.astimezone(UTC)
