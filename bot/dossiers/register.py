"""The register: what a batch of rows changes is worked out and sealed first, then written in one short transaction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, TextClause
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.dossiers.counting import place_agencies, received
from bot.dossiers.problems import Problem
from bot.dossiers.rows import DossierRow
from bot.dossiers.states import State
from bot.dossiers.steps import Change, Known, advance
from bot.errors import MotCuaError
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

#: Codes of one look-up; both databases take far more binds.
SLICE = 1_000
CHANGE_KIND = "dossier-change"


class RegisterMoved(MotCuaError):
    """Somebody else changed one of these dossiers meanwhile; work the changes out anew."""


@dataclass
class Plan:
    """What a batch of rows changes, sealed and ready.

    ``steps``: the events that followers are told of; ``seen``: the digest each dossier had, "" for none;
    ``stored_events``: how many events each had.
    """

    problems: list[Problem] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    dossiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    steps: list[tuple[str, int]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    stored_events: dict[str, int] = field(default_factory=dict)


class Register:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self.database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def known(self, codes: Sequence[str]) -> dict[str, Known]:
        """What is stored of those of ``codes`` that are stored."""
        async with self.database.read() as connection:
            rows = [row async for row in self._look_up(connection, self._queries["known"], codes)]
            told: dict[str, set[tuple[int, int]]] = {row.code: set() for row in rows}
            async for event in self._look_up(connection, self._queries["told"], list(told)):
                told[event.code].add((event.state, event.state_at))
        return {
            row.code: Known(
                State(row.state),
                row.state_at,
                row.events,
                row.digest,
                row.supplements,
                row.finished_at,
                row.due_day,
                row.due_set_at,
                row.procedure_version,
                frozenset(told[row.code]),
            )
            for row in rows
        }

    def check(self, rows: Sequence[DossierRow], known: dict[str, Known]) -> Iterator[Problem]:
        """The steps that are not allowed. ``known`` moves on with the rows."""
        for row in rows:
            step = advance(known.get(row.code), row, self._digest(row))
            if isinstance(step, Problem):
                yield step
            else:
                known[row.code] = step[1]

    async def plan(self, rows: Sequence[DossierRow]) -> Plan:
        """Work out what ``rows`` change, in their order."""
        known = await self.known(list(dict.fromkeys(row.code for row in rows)))
        versions = await self._versions()
        made = Plan(seen={row.code: known[row.code].digest if row.code in known else "" for row in rows})
        made.stored_events = {code: one.events for code, one in known.items()}
        now = epoch_ms(self._clock.now())
        for row in rows:
            step = advance(known.get(row.code), row, self._digest(row))
            if isinstance(step, Problem):
                made.problems.append(step)
                continue
            change, after = step
            known[row.code] = after
            if change is Change.NONE:
                made.unchanged += 1
                continue
            made.added += change is Change.ADDED
            made.changed += change is not Change.ADDED
            version = after.procedure_version or _in_force(versions, row.procedure_code, row.received_at)
            made.dossiers[row.code] = self._dossier(row, after, version)
            made.events[row.code, after.events] = self._event(row, after, now)
            if change is Change.STEP:
                made.steps.append((row.code, after.events))
        return made

    async def commit(self, connection: AsyncConnection, made: Plan) -> None:
        """Write ``made``.

        :raises RegisterMoved: a dossier is no longer as it was when ``made`` was worked out.
        :raises IntegrityError: somebody else has just added one of these. After either, nothing may be committed.
        """
        if not made.dossiers:
            return
        # New ones need no look: adding one that is there by now is an error.
        before = sorted(code for code in made.dossiers if code in made.stored_events)
        stored = {row.code: row async for row in self._look_up(connection, self._queries["lock"], before)}
        if any(code not in stored or stored[code].digest != made.seen[code] for code in before):
            raise RegisterMoved
        moved = sorted({code for code, _ in made.steps})
        followed = {row.code async for row in self._look_up(connection, self._queries["followed"], moved)}
        await self._write(connection, made)
        now_in = [(row["agency_code"], row["received_at"]) for row in made.dossiers.values()]
        await received(connection, now_in, [(row.agency_code, row.received_at) for row in stored.values()])
        await place_agencies(connection, {row["agency_code"]: row["agency_name"] for row in made.dossiers.values()})
        now = self._clock.now()
        changes = [
            Due(f"{CHANGE_KIND}|{code}|{number}", CHANGE_KIND, now, {"code": code, "number": number})
            for code, number in made.steps
            if code in followed
        ]
        await plan(connection, self._key, changes)

    async def _write(self, connection: AsyncConnection, made: Plan) -> None:
        stored = made.stored_events
        new = [row for code, row in made.dossiers.items() if code not in stored]
        changed = [row for code, row in made.dossiers.items() if code in stored]
        steps = [row for (code, number), row in made.events.items() if number > stored.get(code, 0)]
        mended = [
            {"code": code, "number": number, "note": row["note"]}
            for (code, number), row in made.events.items()
            if number <= stored.get(code, 0)
        ]
        for query, rows in (("add", new), ("change", changed), ("add_event", steps), ("mend_event", mended)):
            if rows:
                await connection.execute(self._queries[query], rows)

    async def is_empty(self) -> bool:
        async with self.database.read() as connection:
            return (await connection.execute(self._queries["any_dossier"])).first() is None

    async def with_serials(self, serials: Sequence[str]) -> Sequence[Row[Any]]:
        """(code, state, procedure_code) of the dossiers that end so; reads the whole register."""
        async with self.database.read() as connection:
            return (await connection.execute(self._queries["with_serials"], {"serial_list": list(serials)})).all()

    async def _look_up(self, connection: AsyncConnection, query: TextClause, codes: Sequence[str]) -> Any:
        for start in range(0, len(codes), SLICE):
            for row in await connection.execute(query, {"code_list": list(codes[start : start + SLICE])}):
                yield row

    async def _versions(self) -> dict[str, tuple[list[int], list[int]]]:
        """(published_at, version) of each procedure, oldest first."""
        found: dict[str, tuple[list[int], list[int]]] = {}
        async with self.database.read() as connection:
            for row in await connection.execute(self._queries["versions"]):
                published, versions = found.setdefault(row.code, ([], []))
                published.append(row.published_at)
                versions.append(row.version)
        return found

    def _digest(self, row: DossierRow) -> str:
        due = row.due.toordinal() if row.due else ""
        what = (row.procedure_code, row.agency_code, row.agency_name, row.applicant, row.phone4, due, row.note or "")
        when = (epoch_ms(row.received_at), int(row.state), epoch_ms(row.state_at))
        return self._key.lookup("dossier-digest", row.code, *what, *when)

    def _dossier(self, row: DossierRow, after: Known, version: int | None) -> dict[str, Any]:
        person = orjson.dumps([row.applicant, row.phone4])
        return {
            "code": row.code,
            "procedure_code": row.procedure_code,
            "procedure_version": version,
            "agency_code": row.agency_code,
            "agency_name": row.agency_name,
            "received_at": epoch_ms(row.received_at),
            "due_day": after.due_day,
            "due_set_at": after.due_set_at,
            "state": int(after.state),
            "state_at": after.state_at,
            "events": after.events,
            "supplements": after.supplements,
            "finished_at": after.finished_at,
            "person": self._key.seal(person, person_context(row.code)),
            "digest": after.digest,
        }

    def _event(self, row: DossierRow, after: Known, now: int) -> dict[str, Any]:
        context = note_context(row.code, after.events)
        return {
            "code": row.code,
            "number": after.events,
            "state": int(after.state),
            "state_at": after.state_at,
            "note": self._key.seal(row.note.encode(), context) if row.note else None,
            "recorded_at": now,
        }


def person_context(code: str) -> str:
    return f"dossier|person|{code}"


def note_context(code: str, number: int) -> str:
    return f"dossier|note|{code}|{number}"


def _in_force(versions: dict[str, tuple[list[int], list[int]]], procedure: str, received: datetime) -> int | None:
    """The version published last before ``received``, else the oldest known; None when none is."""
    if procedure not in versions:
        return None
    published, numbers = versions[procedure]
    return numbers[max(bisect_right(published, epoch_ms(received)) - 1, 0)]
