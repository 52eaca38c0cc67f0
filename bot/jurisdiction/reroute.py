"""Open cases follow the chains: those of an office that has ended go to who took over; who may not have one any more
has it no more. Each with an audit row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.chains import Chains, ChainStore
from bot.chains.picture import Spot
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.reports.cases.changing import Changes
from bot.reports.cases.clocks import Law
from bot.reports.cases.history import TAKEN_OVER
from bot.reports.cases.model import DomainWrite, NoSuchCase
from bot.reports.cases.states import Actor
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey
from bot.staff import CaseFacts, Staff
from bot.staff.conflicts import in_conflict
from bot.staff.withdrawing import withdraw

KIND = "chain-reroute"
#: Cases of one transaction; more are done in the next.
MOST = 200


def reroute_due(change: int, at: datetime, part: int = 1) -> Due:
    """:param change: number of the change that brings it. :param part: what did not fit into one comes in the next."""
    return Due(f"{KIND}|{change}|{epoch_ms(at)}|{part}", KIND, at, {"change": change, "part": part})


@dataclass(frozen=True, slots=True)
class Steps:
    """What is to be done, worked out by ``chains``. ``moves``: case and (province, commune, office);
    ``losses``: case and member."""

    chains: Chains
    moves: Sequence[tuple[Row[Any], Spot]]
    losses: Sequence[tuple[str, str]]

    @property
    def full(self) -> bool:
        return len(self.moves) + len(self.losses) >= MOST


class Rerouting:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, trail: AuditTrail, law: Law) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = trail
        self._changes = Changes(database, key, clock, law)
        self._staff = Staff(database, key, clock)
        self._chains = ChainStore(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def step(self, subject: dict[str, Any]) -> DomainWrite:
        """Look what has to follow now, whatever change it was planned for: chains may have gone on meanwhile."""
        steps = await self._steps()

        async def write(connection: AsyncConnection) -> None:
            await self._chains.hold(connection, steps.chains)  # moved meanwhile: the row is tried again
            for row, place in steps.moves:
                await self._move(connection, row, place)
            for case_id, staff_id in steps.losses:
                await self._take_away(connection, case_id, staff_id)
            if steps.full:
                await plan(
                    connection, self._key, [reroute_due(subject["change"], self._clock.now(), subject["part"] + 1)]
                )

        return write

    async def _steps(self) -> Steps:
        chains = await self._chains.current()
        moves: list[tuple[Row[Any], Spot]] = []
        async with self._database.read() as connection:
            for old, new in sorted(chains.heirs_nearby().items(), key=repr):
                province, commune, office = old
                binds = {"province": province, "commune": commune, "office": office, "most": MOST - len(moves)}
                moves += [(row, new) for row in await connection.execute(self._queries["open_at"], binds)]
            held = (await connection.execute(self._queries["in_hands"])).all()
        members = {member.id: member for member in await self._staff.all()}
        losses = []
        for row in held:
            member = members.get(row.staff_id)
            place = chains.heir((row.province, row.commune, row.office))
            facts = CaseFacts(row.id, *place, bool(row.restricted))
            if member is not None and in_conflict(member, facts):
                losses.append((row.id, row.staff_id))
        return Steps(chains, moves[:MOST], losses[: MOST - len(moves)])

    async def _move(self, connection: AsyncConnection, row: Row[Any], place: Spot) -> None:
        try:
            case = await self._changes.lock(connection, row.id)
        except NoSuchCase:  # erased since
            return
        before = (case.row.province, case.row.commune, case.row.office)
        if before != (row.province, row.commune, row.office):  # handed on since
            return
        to = dict(zip(("province", "commune", "office"), place, strict=True))
        await self._changes.note(connection, case, Actor.PROGRAM, TAKEN_OVER, **to)
        detail = {"from": "/".join(part or "" for part in before), "to": "/".join(part or "" for part in place)}
        await self._trail.note(connection, None, "case.taken_over", row.id, detail)

    async def _take_away(self, connection: AsyncConnection, case_id: str, staff_id: str) -> None:
        binds = {"case_id": case_id, "staff_id": staff_id}
        if (await connection.execute(self._queries["take_away"], binds)).rowcount:
            await withdraw(connection, staff_id, self._clock.now())
            await self._trail.note(connection, None, "case.taken_away", case_id, {"from": staff_id, "why": "chains"})
