"""Changing a case: every step goes through here, is checked against the table, and leaves an event and a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board import counter
from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.reports.cases.clocks import Law, Terms, standing_of
from bot.reports.cases.history import CaseEvent
from bot.reports.cases.model import CaseMoved, NoSuchCase
from bot.reports.cases.states import Actor, State, allowed, table
from bot.reports.cases.watch import plan_watch
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

STATE_KIND = "case-state"


@dataclass(frozen=True, slots=True)
class Locked:
    """A case held until the commit."""

    row: Row[Any]
    events: tuple[CaseEvent, ...]

    @property
    def id(self) -> str:
        return str(self.row.id)

    @property
    def number(self) -> str:
        return str(self.row.number)

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def public(self) -> bytes:
        return bytes(self.row.public)


class Changes:
    """Everything works on the caller's connection, inside a transaction."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, law: Law) -> None:
        self._key = key
        self._clock = clock
        self.law = law
        self._queries = Queries.beside(__file__, database.dialect)

    async def lock(self, connection: AsyncConnection, case_id: str) -> Locked:
        """:raises NoSuchCase: nobody has this id, or the case was erased."""
        row = (await connection.execute(self._queries["lock_change"], {"case_id": case_id})).one_or_none()
        if row is None:
            raise NoSuchCase
        return Locked(row, await read_events(connection, case_id))

    async def step(
        self,
        connection: AsyncConnection,
        case: Locked,
        to: State,
        actor: Actor,
        reason: str,
        *,
        tell: bool = False,
        **columns: Any,
    ) -> Locked:
        """Bring the case into another state. ``tell``: push the neutral notice that it moved.

        :param columns: of report_case that change with it.
        :raises CaseMoved: the table does not allow it from where the case stands now.
        """
        if not allowed(case.state, to, actor):
            raise CaseMoved
        rules, now = table()[to], epoch_ms(self._clock.now())
        closed_at = case.row.closed_at or now if rules.over else None
        moved = {"state": to, "state_at": now, "closed_at": closed_at}
        after = await self._append(connection, case, to, actor, reason, {**moved, **columns})
        await plan_watch(connection, self._key, case.id, case.number, after.events, await self.law.terms())
        if tell:
            subject = {"case": case.id, "number": case.number, "n": after.events[-1].number}
            key = f"{STATE_KIND}|{case.id}|{after.events[-1].number}"
            await plan(connection, self._key, [Due(key, STATE_KIND, self._clock.now(), subject)])
        return after

    async def note(
        self, connection: AsyncConnection, case: Locked, actor: Actor, reason: str, **columns: Any
    ) -> Locked:
        """Something that changes no state."""
        return await self._append(connection, case, case.state, actor, reason, columns)

    async def _append(
        self,
        connection: AsyncConnection,
        case: Locked,
        state: State,
        actor: Actor,
        reason: str,
        columns: dict[str, Any],
    ) -> Locked:
        now: datetime = from_epoch_ms(epoch_ms(self._clock.now()))
        event = CaseEvent(len(case.events) + 1, now, state, actor, reason, None)
        events = (*case.events, event)
        clock = _clock_columns(events, await self.law.terms())
        changed = {**case.row._mapping, **columns, **clock, "version": event.number}
        await connection.execute(self._queries["change_case"], {name: changed[name] for name in _CHANGING})
        row = {"case_id": case.id, "number": event.number, "at": epoch_ms(now), "state": state, "actor": actor}
        await connection.execute(self._queries["add_event"], {**row, "reason": reason, "due_day": clock["due_day"]})
        await counter.moved(connection, {**case.row._mapping}, changed, case.events, event)
        return Locked((await connection.execute(self._queries["lock_change"], {"case_id": case.id})).one(), events)


_CHANGING = (
    *("id", "state", "state_at", "version", "clock", "due_day", "paused_at", "closed_at", "finding", "rating"),
    *("wants_person", "office", "province", "commune"),
)


def _clock_columns(events: tuple[CaseEvent, ...], terms: Terms) -> dict[str, Any]:
    standing = standing_of(events, terms)
    return {
        "clock": standing.clock,
        "due_day": standing.due.toordinal() if standing.due is not None else None,
        "paused_at": epoch_ms(standing.paused_since) if standing.paused_since is not None else None,
    }


async def read_events(connection: AsyncConnection, case_id: str) -> tuple[CaseEvent, ...]:
    queries = Queries.beside(__file__, connection.dialect.name)
    rows = await connection.execute(queries["events"], {"case_id": case_id})
    return tuple(
        CaseEvent(row.number, from_epoch_ms(row.at), State(row.state), Actor(row.actor), row.reason, row.due_day)
        for row in rows
    )
