"""On time and content, by agency and procedure, as decision 766/QĐ-TTg of 2022 defines its indicators.

2.1  on time: finished, or still running, within the due day, among those received in the period. The time of
     supplements is deducted; more than one supplement counts as late (legal parameter on_time_most_supplements);
     without a finish, the end of the period is taken for it. Refused, withdrawn and stopped dossiers, and those for
     which no due day is known, are in no denominator; how many of the latter there are is told.
2.2  mean handling time, in working days, of the finished ones.
5.4  100 % less the share late and the share disliked (a score of 1 or 2 to any question). Reports about a dossier
     belong into it as well; they are not counted here yet.

People who answer a bot choose themselves: these are no survey of the population and never called one.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row

from bot.agencies.store import within
from bot.clock import VIETNAM, Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.dossiers.interval import Share, share_of
from bot.dossiers.law import ProcedureTimes, Services
from bot.dossiers.opening import DossierFile, Event
from bot.dossiers.standing import pauses_of, standing_of
from bot.dossiers.states import CLOSED, State
from bot.legal import LegalParameters
from bot.workdays import OFFICE_HOURS, OfficeHours, WorkCalendar, effective_day
from bot.workdays.store import CalendarStore

PAGE = 500
MOST_SUPPLEMENTS = 1
DISLIKED, SATISFIED = (1, 2), (4, 5)


@dataclass(frozen=True, slots=True)
class Figure:
    """``on_time``: 2.1; ``mean_days``: 2.2; ``content``: 5.4, from 0 to 1; ``satisfied``: answers of 4 and 5 among all.

    ``without_due``: dossiers nobody can measure. ``rated``: dossiers with at least one answer.
    """

    agency_code: str
    procedure_code: str
    on_time: Share
    without_due: int
    mean_days: float | None
    satisfied: Share
    rated: int
    content: float | None


@dataclass
class _Tally:
    measured: int = 0
    on_time: int = 0
    without_due: int = 0
    days: list[int] = field(default_factory=list)
    answers: int = 0
    satisfied: int = 0
    rated: set[str] = field(default_factory=set)
    disliked: set[str] = field(default_factory=set)

    def figure(self, agency: str, procedure: str) -> Figure:
        late = (self.measured - self.on_time) / self.measured if self.measured else None
        disliked = len(self.disliked) / self.measured if self.measured else 0.0
        return Figure(
            agency,
            procedure,
            share_of(self.on_time, self.measured),
            self.without_due,
            round(sum(self.days) / len(self.days), 2) if self.days else None,
            share_of(self.satisfied, self.answers),
            len(self.rated),
            None if late is None else max(0.0, 1 - late - disliked),
        )


class Figures:
    def __init__(self, database: Database, clock: Clock, services: Services) -> None:
        self._database = database
        self._clock = clock
        self._calendar = CalendarStore(database, clock)
        self._parameters = LegalParameters(database, clock)
        self._times = ProcedureTimes(database, services)
        self._queries = Queries.beside(__file__, database.dialect)

    async def by_procedure(self, first: date, last: date, agency: str | None = None) -> list[Figure]:
        """Dossiers received from ``first`` to ``last``; of ``agency`` and its units, when one is named.

        Reads page by page and lets others in between: a million dossiers take a while, and the chat goes on.
        """
        since, before = _midnight(first), _midnight(last + timedelta(days=1))
        tallies: defaultdict[tuple[str, str], _Tally] = defaultdict(_Tally)
        rules = await self._rules(last, min(before, self._clock.now()))
        async for page in self._pages(since, before):
            steps = await self._steps([row.code for row in page if row.events > 1])
            for row in page:
                if agency is None or within(row.agency_code, agency):
                    # Who applied is sealed, and no figure needs it.
                    file = DossierFile.of(row, applicant="", events=tuple(steps.get(row.code, ())))
                    await self._measure(tallies[row.agency_code, row.procedure_code], file, rules)
            await asyncio.sleep(0)
        await self._add_scores(tallies, since, before, agency)
        return [tally.figure(*group) for group, tally in sorted(tallies.items())]

    async def _measure(self, tally: _Tally, file: DossierFile, rules: _Rules) -> None:
        if file.state in CLOSED:
            return
        found = await self._times.of(file)
        standing = standing_of(file, found, rules.calendar, rules.hours, rules.end)
        if standing.finished is not None:
            pauses = [
                rules.calendar.between(*(effective_day(rules.calendar, rules.hours, at) for at in (one.start, one.end)))
                for one in pauses_of(file.events)
            ]
            tally.days.append(max(0, rules.calendar.between(standing.counted_from, standing.finished) - sum(pauses)))
        if standing.left is None:
            tally.without_due += 1
            return
        tally.measured += 1
        tally.on_time += not standing.is_late and file.supplements <= rules.most_supplements

    async def _add_scores(
        self, tallies: dict[tuple[str, str], _Tally], since: datetime, before: datetime, agency: str | None
    ) -> None:
        binds = {"since": epoch_ms(since), "before": epoch_ms(before)}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["scores"], binds)).all()
        for row in rows:
            if agency is not None and not within(row.agency_code, agency):
                continue
            tally = tallies[row.agency_code, row.procedure_code]
            tally.answers += 1
            tally.satisfied += row.score in SATISFIED
            tally.rated.add(row.dossier)
            if row.score in DISLIKED:
                tally.disliked.add(row.dossier)

    async def _pages(self, since: datetime, before: datetime) -> AsyncIterator[Sequence[Row[Any]]]:
        binds: dict[str, Any] = {"since": epoch_ms(since), "before": epoch_ms(before), "most": PAGE}
        after: tuple[int, str] = (epoch_ms(since) - 1, "")
        while True:
            async with self._database.read() as connection:
                page = {**binds, "after_at": after[0], "after_code": after[1]}
                rows = (await connection.execute(self._queries["received"], page)).all()
            if not rows:
                return
            yield rows
            after = (rows[-1].received_at, rows[-1].code)

    async def _steps(self, codes: Sequence[str]) -> dict[str, list[Event]]:
        found: defaultdict[str, list[Event]] = defaultdict(list)
        if codes:
            async with self._database.read() as connection:
                for row in await connection.execute(self._queries["steps"], {"code_list": list(codes)}):
                    found[row.code].append(Event(State(row.state), from_epoch_ms(row.state_at), None))
        return found

    async def _rules(self, last: date, end: datetime) -> _Rules:
        hours = await self._parameters.in_force("office_hours", last)
        most = await self._parameters.in_force("on_time_most_supplements", last)
        return _Rules(
            await self._calendar.current(),
            OfficeHours.parse(hours.value) if hours else OFFICE_HOURS,
            int(most.value) if most else MOST_SUPPLEMENTS,
            end,
        )


@dataclass(frozen=True, slots=True)
class _Rules:
    """``end``: when the period is over, or now."""

    calendar: WorkCalendar
    hours: OfficeHours
    most_supplements: int
    end: datetime


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
