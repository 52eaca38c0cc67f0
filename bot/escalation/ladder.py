"""A case that nobody acts upon climbs: its handler, the leads, the heads, the next level; each rung once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.chains import ChainStore
from bot.clock import VIETNAM, Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database, Queries
from bot.digests import DigestDesk
from bot.escalation.rungs import RUNGS, Rung, on_rung
from bot.people import ChatRef
from bot.reports.cases.clocks import Terms
from bot.reports.cases.states import State
from bot.reports.cases.watch import FRESH, OVERDUE, ladder_due
from bot.schedule.due import Due
from bot.staff import CaseFacts, Member


@dataclass(frozen=True, slots=True)
class Climb:
    """One rung reached. ``people``: those on it; ``chats``: of them, who can be written to.

    ``late``: working days past its day, 0 when it climbs because nobody took it.
    """

    case: Row[Any]
    why: str
    occasion: str
    rung: Rung
    number: int
    of: int
    late: int
    people: Sequence[Member]
    chats: Sequence[tuple[Member, ChatRef]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a due row comes to. ``climbs``: usually one; rungs on which nobody stands are passed over. ``following``:
    the next look at this case, None: there is none."""

    climbs: Sequence[Climb]
    following: Due | None


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung as the case's page shows it. ``number``: from 1."""

    occasion: str
    number: int
    at: datetime
    people: int

    @property
    def rung(self) -> Rung:
        return RUNGS[min(self.number, len(RUNGS)) - 1]

    @property
    def why(self) -> str:
        return self.occasion.partition(".")[0]


class Ladder:
    def __init__(self, database: Database, clock: Clock, desk: DigestDesk, trail: AuditTrail) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._trail = trail
        self._chains = ChainStore(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def step(self, subject: dict[str, Any]) -> Step:
        """Look whether the case still waits, and who stands on its next rung."""
        case = await self._case(subject["case"])
        if case is None or not _waits(case, subject):
            return Step((), None)
        terms = await self._desk.terms()
        now = self._clock.now()
        if (day := _promised(case, subject, local(now).date())) is not None:
            later = terms.opening(datetime.combine(day + timedelta(days=1), time(), VIETNAM))
            occasion = f"{OVERDUE}.{day.toordinal()}"  # past the new day it climbs anew, from the bottom
            promised = {**_carried(subject), "rung": 1}
            return Step((), ladder_due(case.id, occasion, 1, later, promised))
        depth = min(terms.values["ladder_depth"], len(RUNGS))
        climbs = []
        for number in range(int(subject["rung"]), depth + 1):
            climb = await self._climb(case, subject, number, depth, terms)
            climbs.append(climb)
            if climb.people:
                break
        return Step(climbs, self._next(subject, climbs, depth, terms, now))

    async def climbed(self, connection: AsyncConnection, climb: Climb) -> None:
        """In the transaction that tells them; the audit row comes last.

        :raises ChainMoved: who stands on the rung was judged by chains that have changed since: it is worked out anew.
        """
        if climb.people:
            await self._chains.hold(connection, climb.people[0].chains)
        case_id, people = climb.case.id, len(climb.people)
        binds = {"case_id": case_id, "occasion": climb.occasion, "rung": climb.number, "people": people}
        await connection.execute(self._queries["climbed"], {**binds, "now": epoch_ms(self._clock.now())})
        detail = {"why": climb.why, "rung": str(climb.rung), "people": people}
        await self._trail.note(connection, None, "case.escalate", case_id, detail)

    async def _climb(self, case: Row[Any], subject: dict[str, Any], number: int, depth: int, terms: Terms) -> Climb:
        excluded = await self._desk.staff.exclusions(case.id)
        facts = CaseFacts.of(dict(case._mapping), case.assigned, excluded)
        sights = [await self._desk.sight(member) for member in await self._desk.staff.all() if member.is_active]
        rung = RUNGS[number - 1]
        people = on_rung(rung, facts, sights)
        chats = [(each, chat) for each in people if (chat := await self._desk.staff.chat_of(each.id)) is not None]
        late = 0
        if subject["due"] is not None:
            late = terms.calendar.between(date.fromordinal(subject["due"]), local(self._clock.now()).date())
        return Climb(case, subject["why"], subject["occasion"], rung, number, depth, late, people, chats)

    def _next(
        self, subject: dict[str, Any], climbs: Sequence[Climb], depth: int, terms: Terms, now: datetime
    ) -> Due | None:
        last = climbs[-1].number if climbs else depth
        if last >= depth:
            return None
        at = terms.opening(now + timedelta(hours=terms.values["ladder_step_hours"]))
        return ladder_due(subject["case"], subject["occasion"], last + 1, at, {**_carried(subject), "rung": last + 1})

    async def _case(self, case_id: str) -> Row[Any] | None:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["climbing"], {"case_id": case_id})).one_or_none()


async def reached(connection: AsyncConnection, case_id: str) -> list[Reached]:
    """How far a case has climbed, oldest first."""
    queries = Queries.beside(__file__, connection.dialect.name)
    rows = await connection.execute(queries["rungs_of"], {"case_id": case_id})
    return [Reached(row.occasion, row.rung, from_epoch_ms(row.at), row.people) for row in rows]


def _waits(case: Row[Any], subject: dict[str, Any]) -> bool:
    """Whether what the row was planned for still holds: acting upon a case takes it off the ladder."""
    if case.closed_at is not None or case.erased_at is not None or case.paused_at is not None:
        return False
    if subject["why"] == OVERDUE:
        return bool(case.due_day == subject["due"])
    return case.assigned is None and State(case.state) in FRESH


def _promised(case: Row[Any], subject: dict[str, Any], today: date) -> date | None:
    """The day its citizen was promised in an interim reply, while it has not passed."""
    if subject["why"] != OVERDUE or case.promised is None or case.promised < today.toordinal():
        return None
    return date.fromordinal(case.promised)


def _carried(subject: dict[str, Any]) -> dict[str, Any]:
    return {name: subject[name] for name in ("case", "why", "due")}
