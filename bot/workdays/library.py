"""What the library `holidays` knows of a year. It is a start, never the last word: overrides lie over it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5


@cache
def library_holidays(year: int) -> frozenset[date]:
    """Public holidays and the days off in their place, Saturdays and Sundays among them."""
    return frozenset(day for day in _known(year) if day.year == year)


@cache
def library_working_days(year: int) -> frozenset[date]:
    """Monday to Friday less public holidays, plus the Saturdays swapped against a bridging day.

    The library is loaded with the neighbouring years too: a holiday of one may be observed, or worked off, in another.
    """
    known = _known(year)
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
    return frozenset(
        day
        for day in days
        if day.year == year and day not in known and (day.weekday() < SATURDAY or day in known.weekend_workdays)
    )


@cache
def _known(year: int) -> HolidayBase:
    from holidays import country_holidays  # heavy, and only needed once a year is asked for

    return country_holidays("VN", years=(year - 1, year, year + 1))
