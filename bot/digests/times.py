"""When a digest is due: a cron expression in Vietnam's time, moved out of quiet hours and holidays. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from cronsim import CronSim, CronSimError

from bot.clock import VIETNAM, local
from bot.errors import SettingsError
from bot.workdays import WorkCalendar

#: Weekends and holidays in a row: around Tết nine days, with swapped ones some more.
LONGEST_BREAK = timedelta(days=21)
#: More often than this it is no digest.
CLOSEST = timedelta(hours=1)
MOST_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``cron``: five fields, Vietnam's time. ``quiet``: hours from and to, e.g. (20, 7); None: none are quiet."""

    cron: str
    quiet: tuple[int, int] | None = (20, 7)

    def __post_init__(self) -> None:
        """:raises SettingsError: not such an expression, too close together, or hours that there are not."""
        try:
            closest = _closest(self.cron)
        except (CronSimError, ValueError) as error:
            raise SettingsError(f"{self.cron!r} is no cron expression that comes again.") from error
        if closest < CLOSEST:
            raise SettingsError("A digest comes once an hour at most.")
        if self.quiet is not None and not all(0 <= hour <= 23 for hour in self.quiet):
            raise SettingsError("Quiet hours are hours of the day, 0 to 23.")

    def after(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """The first time later than ``moment``, aware. What falls on a day off comes on the next working day."""
        there = local(moment).replace(tzinfo=None)
        # An earlier one may have been put off until after ``moment``.
        for planned in CronSim(self.cron, there - LONGEST_BREAK):
            moved = self._moved(planned, calendar)
            if moved > there:
                return moved.replace(tzinfo=VIETNAM)
        raise SettingsError(f"{self.cron!r} never comes again.")

    def awake(self, moment: datetime) -> datetime:
        """``moment``, or the end of the quiet hours it falls into; days off do not count: for what cannot wait."""
        there = local(moment)
        if self.quiet is None or not _within(there.hour, self.quiet):
            return moment
        begin, end = self.quiet
        day = there.date() + timedelta(days=1 if begin > end and there.hour >= begin else 0)
        return datetime.combine(day, time(end), VIETNAM)

    @property
    def stamp(self) -> str:
        """Tells this rhythm from another."""
        return f"{self.cron}|{self.quiet}"

    def _moved(self, planned: datetime, calendar: WorkCalendar) -> datetime:
        day = calendar.rolled_forward(planned.date())
        moved = datetime.combine(day, planned.time())
        if self.quiet is None or not _within(moved.hour, self.quiet):
            return moved
        begin, end = self.quiet
        if begin > end and moved.hour >= begin:
            day = calendar.add(day, 1)
        return datetime.combine(day, time(end))


def _within(hour: int, quiet: tuple[int, int]) -> bool:
    begin, end = quiet
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


@lru_cache(maxsize=1024)
def _closest(cron: str) -> timedelta:
    """Between two occasions, of the next 50 in a year: closer ones would be among them. Few members choose their own.

    :raises ValueError: there are no two.
    """
    if len(cron) > MOST_LETTERS or len(cron.split()) != 5:
        raise ValueError("five fields")
    start = datetime(2026, 1, 1)
    found: list[datetime] = []
    for moment in CronSim(cron, start):
        if len(found) == 50 or moment > start + timedelta(days=400):
            break
        found.append(moment)
    return min(second - first for first, second in pairwise(found))


#: Inspectors every working morning, heads once a week.
DAILY, WEEKLY = Rhythm("30 7 * * 1-5"), Rhythm("0 8 * * 1")
