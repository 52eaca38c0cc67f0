"""What is kept about the work on a case: who has it, who must not, what was promised, what a second person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.staff.approvals import LIVES
from bot.staff.withdrawing import withdraw

#: What a second person must agree to, and the reasons that may be given (words.yaml): never the citizen's own words,
#: for that table is not sealed.
REASONS: dict[str, tuple[str, ...]] = {
    "reject": ("spam", "duplicate", "insult"),
    "delete": ("identity", "order"),
    "unmask": ("check", "order"),
}
#: What was masked shows so long to whoever was granted it.
UNMASKED = timedelta(hours=24)


class Taken(MotCuaError):
    """Somebody else has it already."""


@dataclass(frozen=True, slots=True)
class Request:
    """``granted`` None: still open, unless it is ``over``: nobody decided in time."""

    id: int
    kind: str
    reason: str
    asked_by: str
    asker: str | None
    asked_at: datetime
    decided_at: datetime | None
    granted: bool | None
    over: bool = False

    @property
    def is_open(self) -> bool:
        return self.granted is None and not self.over


@dataclass(frozen=True, slots=True)
class Handling:
    """``promised``: the last day the citizen was told of in an interim reply."""

    assigned: str | None
    assigned_name: str | None
    promised: date | None
    requests: tuple[Request, ...]

    def open_request(self, kind: str) -> Request | None:
        return next((one for one in self.requests if one.kind == kind and one.is_open), None)

    def unmasked_for(self, staff_id: str, now: datetime) -> bool:
        return any(
            one.kind == "unmask" and one.granted and one.asked_by == staff_id and one.decided_at is not None
            and now - one.decided_at < UNMASKED
            for one in self.requests
        )  # fmt: skip


class Handlings:
    """Writers work on the caller's connection, so that the audit row is in the same commit."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def of(self, case_id: str) -> Handling:
        binds = {"case_id": case_id}
        async with self._database.read() as connection:
            given = (await connection.execute(self._queries["assignment"], binds)).one_or_none()
            promised = (await connection.execute(self._queries["promised"], binds)).scalar_one()
            rows = (await connection.execute(self._queries["asked_for"], binds)).all()
        now = self._clock.now()
        return Handling(
            given.staff_id if given is not None else None,
            given.name if given is not None else None,
            date.fromordinal(promised) if promised is not None else None,
            tuple(_request(row, now) for row in rows),
        )

    async def take(self, connection: AsyncConnection, case_id: str, staff_id: str) -> None:
        """:raises Taken: somebody has it already."""
        binds = {"case_id": case_id, "staff_id": staff_id, "now": self._now()}
        if (await connection.execute(self._queries["take"], binds)).rowcount != 1:
            raise Taken

    async def assign(self, connection: AsyncConnection, case_id: str, staff_id: str | None, by: str) -> None:
        """:param staff_id: None: nobody has it any more."""
        if staff_id is None:
            await connection.execute(self._queries["unassign"], {"case_id": case_id})
            return
        binds = {"case_id": case_id, "staff_id": staff_id, "by": by, "now": self._now()}
        await connection.execute(self._queries["assign"], binds)

    async def exclude(self, connection: AsyncConnection, case_id: str, staff_id: str, by: str) -> None:
        binds = {"case_id": case_id, "staff_id": staff_id}
        await connection.execute(self._queries["exclude"], {**binds, "by": by, "now": self._now()})
        await connection.execute(self._queries["unassign_from"], binds)
        await withdraw(connection, staff_id, self._clock.now())

    async def promise(self, connection: AsyncConnection, case_id: str, day: date, by: str) -> None:
        binds = {"case_id": case_id, "day": day.toordinal(), "by": by, "now": self._now()}
        await connection.execute(self._queries["promise"], binds)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _request(row: Any, now: datetime) -> Request:
    decided = from_epoch_ms(row.decided_at) if row.decided_at is not None else None
    granted = bool(row.granted) if row.decided_at is not None else None
    asked = from_epoch_ms(row.asked_at)
    over = decided is None and now - asked >= LIVES
    return Request(row.id, row.kind, row.reason, row.asked_by, row.asker, asked, decided, granted, over)
