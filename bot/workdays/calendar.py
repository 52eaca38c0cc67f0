"""Which days are worked, and counting in them. Pure: overrides are handed in, see bot.workdays.store."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.workdays.library import library_holidays, library_working_days


@dataclass(frozen=True, slots=True)
class DayOverride:
    """What an administrator knows better than the library.

    ``confirmed``: False where the legal act was not found; answers that rest on such a day say so.
    """

    is_working: bool
    source: str
    confirmed: bool = True


class WorkCalendar:
    """The library's calendar with ``overrides`` over it.

    :param announced: years whose Government notice an administrator has entered; of the others, Tết and the swapped
        days are the library's estimate.
    """

    def __init__(
        self, overrides: Mapping[date, DayOverride] | None = None, announced: frozenset[int] = frozenset()
    ) -> None:
        self._overrides = dict(overrides or {})
        self._announced = announced
        self._years: dict[int, list[int]] = {}

    def is_working(self, day: date) -> bool:
        override = self._overrides.get(day)
        return override.is_working if override else day in library_working_days(day.year)

    def is_holiday(self, day: date) -> bool:
        """Whether ``day`` is kept by everybody: unlike an ordinary Saturday, on which some offices open."""
        override = self._overrides.get(day)
        return not override.is_working if override else day in library_holidays(day.year)

    def is_certain(self, first: date, last: date) -> bool:
        """Whether counting from ``first`` to ``last`` rests on announced years and confirmed days only."""
        if any(year not in self._announced for year in range(first.year, last.year + 1)):
            return False
        return all(o.confirmed for day, o in self._overrides.items() if first <= day <= last)

    def rolled_forward(self, day: date) -> date:
        """``day``, or the first working day after it."""
        return day if self.is_working(day) else self.add(day, 1)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; the day after ``day`` is the first that can count.

        :raises ValueError: ``count`` below 1.
        """
        if count < 1:
            raise ValueError("count at least one working day")
        year = day.year
        position = bisect_right(self._working(year), day.toordinal()) + count - 1
        while position >= len(self._working(year)):
            position -= len(self._working(year))
            year += 1
        return date.fromordinal(self._working(year)[position])

    def shifted(self, day: date, count: int) -> date:
        """``count`` working days after ``day``, or before it when negative."""
        if count >= 0:
            return self.add(day, count) if count else day
        while count < 0:
            day -= timedelta(days=1)
            count += self.is_working(day)
        return day

    def between(self, after: date, through: date) -> int:
        """Working days later than ``after``, up to and including ``through``; negative when that lies before."""
        if through < after:
            return -self.between(through, after)
        first, last = after.toordinal(), through.toordinal()
        years = (self._working(year) for year in range(after.year, through.year + 1))
        return sum(bisect_right(days, last) - bisect_right(days, first) for days in years)

    def _working(self, year: int) -> list[int]:
        """Ordinals of the working days of ``year``, ascending."""
        if year not in self._years:
            start = date(year, 1, 1)
            days = (start + timedelta(days=offset) for offset in range(366))
            self._years[year] = [day.toordinal() for day in days if day.year == year and self.is_working(day)]
        return self._years[year]
