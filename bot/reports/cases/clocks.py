"""The legal clocks of a report: which one runs, until when, and when that is near. Pure, but for :class:`Law`.

A clock counts working days from the day on which the report reached the body that has it (received, transferred,
disputed), as bot.workdays counts them; it stands while the citizen is asked for more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from bot.clock import VIETNAM, Clock, local
from bot.legal import LegalParameters
from bot.reports.cases.history import CaseEvent, steps
from bot.reports.cases.states import CLOCKS, table
from bot.workdays import OFFICE_HOURS, Allowance, OfficeHours, Pause, WorkCalendar, due_day
from bot.workdays.store import CalendarStore

#: The share of its time after which a clock counts as running out.
APPROACHING = 0.8
ANSWER = "pakn_answer"
_POLICIES = (
    *("report_hourly", "report_daily", "report_global_hourly", "report_draft_days"),
    *("case_dispute_days", "case_link_days", "case_text_days", "case_reply_days"),
    *("ladder_untaken_hours", "ladder_step_hours", "ladder_depth"),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law and this installation say on one day. ``reviewed``: names of parameters somebody has checked."""

    values: Mapping[str, int]
    reviewed: frozenset[str]
    calendar: WorkCalendar
    hours: OfficeHours

    def due(self, clock: str, start: datetime, pauses: Sequence[Pause] = ()) -> date:
        return self._after(self.values[clock], start, pauses)

    def nearly_due(self, clock: str, start: datetime, pauses: Sequence[Pause] = ()) -> date:
        """The day on which four fifths of the time are used."""
        return self._after(ceil(self.values[clock] * APPROACHING), start, pauses)

    def opening(self, moment: datetime) -> datetime:
        """``moment``, or when offices open next: nobody is called out of bed."""
        at = local(moment)
        first, last = self.hours.spans[0][0], self.hours.spans[-1][1]
        if self.calendar.is_working(at.date()) and at.time() < last:
            return max(at, datetime.combine(at.date(), first, VIETNAM))
        return datetime.combine(self.calendar.add(at.date(), 1), first, VIETNAM)

    def _after(self, days: int, start: datetime, pauses: Sequence[Pause]) -> date:
        return due_day(self.calendar, self.hours, start, Allowance(days, "working"), pauses)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the clock stands. ``start``: since when it counts; ``due`` and ``near`` are None when none runs, or when it
    was stopped by a question: then ``paused_since`` says since when, and ``due`` is what it was."""

    clock: str | None
    start: datetime
    pauses: tuple[Pause, ...]
    due: date | None
    near: date | None
    paused_since: datetime | None


def standing_of(events: Sequence[CaseEvent], terms: Terms) -> Standing:
    """:param events: of one report, in order; the first is its filing."""
    clock: str | None = None
    start, pauses, paused_since = events[0].at, list[Pause](), None
    for event in steps(events):
        rules = table()[event.state]
        if paused_since is not None and not rules.pauses:
            pauses = _with(pauses, Pause(paused_since, event.at))
            paused_since = None
        if rules.begins:
            start, pauses = event.at, []
        if rules.pauses:
            paused_since = paused_since or event.at
        else:
            clock = rules.clock
    if clock is None:
        return Standing(None, start, tuple(pauses), None, None, None)
    due, near = terms.due(clock, start, pauses), terms.nearly_due(clock, start, pauses)
    return Standing(clock, start, tuple(pauses), due, near, paused_since)


class Law:
    """The terms of a day, from the tables that administrators edit."""

    def __init__(self, parameters: LegalParameters, calendar: CalendarStore, clock: Clock) -> None:
        self._parameters = parameters
        self._calendar = calendar
        self._clock = clock

    async def terms(self) -> Terms:
        """As of now. :raises LookupError: a parameter is not in the table."""
        today = local(self._clock.now()).date()
        values, reviewed = dict[str, int](), set[str]()
        for name in (*CLOCKS, *_POLICIES):
            parameter = await self._parameters.in_force(name, today)
            if parameter is None:
                raise LookupError(f"legal parameter {name}")
            values[name] = int(parameter.value)
            if parameter.is_reviewed:
                reviewed.add(name)
        hours = await self._parameters.in_force("office_hours", today)
        open_hours = OfficeHours.parse(hours.value) if hours is not None else OFFICE_HOURS
        return Terms(values, frozenset(reviewed), await self._calendar.current(), open_hours)


def _with(pauses: list[Pause], pause: Pause) -> list[Pause]:
    """``pauses`` and one more; one that begins when the last one ended makes that longer."""
    if pauses and pauses[-1].end >= pause.start:
        return [*pauses[:-1], Pause(pauses[-1].start, pause.end)]
    return [*pauses, pause] if pause.end > pause.start else pauses
