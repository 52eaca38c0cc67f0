"""Where a dossier stands against its deadlines. Pure: a file, a calendar and an hour make a standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import local
from bot.dossiers.law import ProcedureTime
from bot.dossiers.opening import DossierFile, Event
from bot.dossiers.states import CLOSED, DECIDED, PAUSED, State
from bot.workdays import OfficeHours, Pause, WorkCalendar, due_day, effective_day
from bot.workdays.deadline import put_off


@dataclass(frozen=True, slots=True)
class Standing:
    """``agency_due``: as the agency set it, put off by pauses since; ``agency_set``: as it was set.

    ``left``: working days until the due day, negative after it, None when nobody is measured (no due day, or no result
    is owed any more). While the clock stands it is what was left when it stopped. ``is_late``: the due day is over; on
    a weekend right after it no working day is late yet.
    ``certain``: whether every holiday on the way is announced and confirmed.
    """

    counted_from: date
    agency_set: date | None
    agency_due: date | None
    law_due: date | None
    left: int | None
    is_late: bool
    paused_since: date | None
    pauses: int
    finished: date | None
    certain: bool

    @property
    def due(self) -> date | None:
        """The day it is measured against: the agency's, else the law's."""
        return self.agency_due or self.law_due

    @property
    def differ(self) -> bool:
        return self.agency_due is not None and self.law_due is not None and self.agency_due != self.law_due

    @property
    def days_late(self) -> int:
        return -self.left if self.left is not None and self.left < 0 else 0


def standing_of(
    file: DossierFile, time: ProcedureTime, calendar: WorkCalendar, hours: OfficeHours, now: datetime
) -> Standing:
    pauses = list(pauses_of(file.events))
    counted_from = effective_day(calendar, hours, file.received_at)
    agency_set = date.fromordinal(file.due_day) if file.due_day else None
    agency_due = law_due = None
    if agency_set is not None:
        since = [pause for pause in pauses if file.due_set_at is None or pause.start > file.due_set_at]
        agency_due = put_off(calendar, hours, agency_set, since)
    # Before it is accepted the procedure's time does not run.
    if time.allowance is not None and file.state not in (State.REGISTERED, State.REFUSED):
        law_due = due_day(calendar, hours, file.received_at, time.allowance, pauses)
    due = agency_due or law_due
    finished = local(file.finished_at).date() if file.finished_at else None
    paused_since = effective_day(calendar, hours, file.state_at) if file.state in PAUSED else None
    reference = finished if file.state in DECIDED else paused_since or local(now).date()
    measured = due is not None and reference is not None and file.state not in CLOSED
    last = max(day for day in (counted_from, due, reference) if day is not None)
    return Standing(
        counted_from=counted_from,
        agency_set=agency_set,
        agency_due=agency_due,
        law_due=law_due,
        left=calendar.between(reference, due) if measured and due and reference else None,
        is_late=bool(measured and due and reference and reference > due),
        paused_since=paused_since,
        pauses=len(pauses) + (paused_since is not None),
        finished=finished,
        certain=calendar.is_certain(local(file.received_at).date(), last),
    )


def pauses_of(events: tuple[Event, ...]) -> Iterator[Pause]:
    """The closed pauses, in order; states 5 and 6 right after one another are one pause."""
    start: datetime | None = None
    for event in events:
        if event.state in PAUSED:
            start = start or event.at
        elif start is not None:
            yield Pause(start, event.at)
            start = None
