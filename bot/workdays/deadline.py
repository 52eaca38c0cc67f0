"""From receipt to the day on which the result is due.

The rules, as the one-stop systems apply them: what comes in after closing, or on a day that is not worked, counts as
come in on the next working day; the day after receipt is day 1; a time in calendar days or months ends on the next
working day when it would end on another; while papers are missing or a payment is owed, the clock stands.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.clock import local
from bot.workdays.calendar import WorkCalendar
from bot.workdays.hours import OfficeHours

#: None: the source says only "ngày"; counted as working days, and whoever shows the result says so.
Unit = Literal["working", "calendar", "hour", "month"] | None


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long an office may take: ``value`` in ``unit``; parts of a working day are counted in its hours."""

    value: float
    unit: Unit

    def __post_init__(self) -> None:
        if self.value <= 0:
            raise ValueError("an allowance is more than nothing")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from ``start`` to ``end``. It goes on as if the papers had come in anew at ``end``:
    the day after is the next that counts. What stopped on its due day is due on the day it goes on."""

    start: datetime
    end: datetime


def effective_day(calendar: WorkCalendar, hours: OfficeHours, moment: datetime) -> date:
    """The day on which something that came at ``moment`` counts as come in."""
    there = local(moment)
    late = there.time() > hours.closing or not calendar.is_working(there.date())
    return calendar.add(there.date(), 1) if late else there.date()


def due_day(
    calendar: WorkCalendar,
    hours: OfficeHours,
    received: datetime,
    allowance: Allowance,
    pauses: Sequence[Pause] = (),
) -> date:
    """The last day on which the result is on time; always a working day.

    :param pauses: in order of time, none touching another.
    """
    start = effective_day(calendar, hours, received)
    due = _without_pauses(calendar, hours, received, start, allowance)
    for pause in pauses:
        stood = max(effective_day(calendar, hours, pause.start), start)
        went_on = effective_day(calendar, hours, pause.end)
        if stood <= due:
            due = _put_off(calendar, due, stood, went_on, allowance.unit)
    return calendar.rolled_forward(due)


def put_off(calendar: WorkCalendar, hours: OfficeHours, due: date, pauses: Sequence[Pause]) -> date:
    """A day set by an office, later by the working days during which the clock stood."""
    for pause in pauses:
        stood = effective_day(calendar, hours, pause.start)
        if stood <= due:
            due = _put_off(calendar, due, stood, effective_day(calendar, hours, pause.end), "working")
    return due


def _put_off(calendar: WorkCalendar, due: date, stood: date, went_on: date, unit: Unit) -> date:
    if went_on <= stood:
        return due
    if unit in ("calendar", "month"):
        return due + (went_on - stood)
    lost = calendar.between(stood, went_on)
    return calendar.add(due, lost) if lost else due


def _without_pauses(
    calendar: WorkCalendar, hours: OfficeHours, received: datetime, start: date, allowance: Allowance
) -> date:
    value, whole = allowance.value, int(allowance.value)
    if allowance.unit == "month":
        return _months_later(start, whole)
    if allowance.unit == "calendar":
        return start + timedelta(days=whole + (value > whole))
    if allowance.unit != "hour" and value == whole:
        return calendar.add(start, whole)
    there = local(received)
    begin = (
        there
        if there.date() == start
        else there.replace(year=start.year, month=start.month, day=start.day, hour=0, minute=0, second=0, microsecond=0)
    )
    amount = timedelta(hours=value) if allowance.unit == "hour" else hours.day_length * value
    if allowance.unit != "hour":  # parts of a day count from the day after receipt, as whole days do
        begin = begin.replace(hour=hours.closing.hour, minute=hours.closing.minute, second=0, microsecond=0)
    return hours.add(calendar, begin, amount).date()


def _months_later(day: date, count: int) -> date:
    """The same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
