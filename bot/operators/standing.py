"""How it goes: what waits, who holds which lease, how the senders do. Only counts and names of hosts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries


@dataclass(frozen=True, slots=True)
class SenderState:
    """``why``: None: it sends. ``until``: when it tries again, where that is known."""

    channel: str
    bot: str
    why: str | None
    until: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A lease: for what (``duty``), of which bot or channel (``of``, where there are several). ``host``, ``process``:
    of who holds it; ``alive``: whether it was renewed in time."""

    duty: str
    of: str
    host: str
    process: str
    alive: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """``way``: in or out."""

    way: str
    channel: str
    many: int
    oldest: datetime


class OperatorsView:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def senders(self) -> list[SenderState]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["senders"])).all()
        return [
            SenderState(
                row.channel,
                row.bot,
                row.why,
                from_epoch_ms(row.until) if row.until is not None else None,
                from_epoch_ms(row.since),
            )
            for row in rows
        ]

    async def leases(self) -> list[Held]:
        now = epoch_ms(self._clock.now())
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["leases"])).all()
        held = []
        for row in rows:
            host, _, rest = row.owner.rpartition(":")[0].rpartition(":")
            duty, _, of = row.name.replace("|", ":").partition(":")
            held.append(Held(duty, of, host or row.owner, rest, row.until >= now))
        return held

    async def queues(self) -> list[Waiting]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["queues"])).all()
        return [Waiting(row.way, row.channel, row.many, from_epoch_ms(row.oldest)) for row in rows]
