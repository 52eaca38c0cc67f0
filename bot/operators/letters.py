"""Dead letters: what was set aside on the way in, what could not be delivered on the way out. Never a word of them.

Administrators have no access to what citizens write; they see why something failed, when, how often, and of how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries

#: Groups, and rows of one, that a page shows.
MOST_GROUPS, MOST_ROWS = 50, 100
#: Longer than a claim lives (bot.turns.claims), so that what is retried runs beside nothing of its lane.
RETRY_LATER_MS = 12_000

Way = Literal["in", "out"]
WAYS: tuple[Way, ...] = ("in", "out")


@dataclass(frozen=True, slots=True)
class Group:
    """``why``: class and place of the error, or the channel's words. ``can_retry``: how many still have a content."""

    way: Way
    channel: str
    why: str
    many: int
    can_retry: int
    first_at: datetime
    last_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Letter:
    """``lane``: the pseudonym of the person (in) or the chat (out)."""

    number: int
    lane: str
    kind: str
    at: datetime
    finished_at: datetime
    tries: int
    can_retry: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an act is about: a group as it was ``seen`` (its newest), or one row of it (``number``)."""

    way: Way
    channel: str
    why: str
    seen: datetime
    number: int = 0


class Letters:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def groups(self) -> list[Group]:
        """Of both ways, the latest first."""
        found = []
        async with self._database.read() as connection:
            for way in WAYS:
                binds = {"most": MOST_GROUPS, "now": self._now()} if way == "out" else {"most": MOST_GROUPS}
                for row in await connection.execute(self._queries[f"dead_{way}"], binds):
                    first, last = from_epoch_ms(row.first_at), from_epoch_ms(row.last_at)
                    found.append(Group(way, row.channel, row.why, row.many, row.can_retry, first, last, row.tries))
        return sorted(found, key=lambda group: group.last_at, reverse=True)

    async def rows(self, way: Way, channel: str, why: str) -> list[Letter]:
        """One group, the oldest first, up to :data:`MOST_ROWS`."""
        binds = {"channel": channel, "why": why, "most": MOST_ROWS}
        if way == "out":
            binds["now"] = self._now()
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries[f"letters_{way}"], binds)).all()
        return [
            Letter(
                row.number,
                row.lane,
                row.kind,
                from_epoch_ms(row.at),
                from_epoch_ms(row.finished_at),
                row.tries,
                bool(row.can_retry),
            )
            for row in rows
        ]

    async def retry(self, connection: AsyncConnection, chosen: Chosen) -> int:
        """Once more, in the old order of each lane. :returns: how many."""
        late = {"later": self._now() + RETRY_LATER_MS} if chosen.way == "in" else {"now": self._now()}
        return await self._act(connection, f"retry_{chosen.way}", chosen, late)

    async def discard(self, connection: AsyncConnection, chosen: Chosen) -> int:
        """Let go for good; only the key stays. :returns: how many."""
        return await self._act(connection, f"discard_{chosen.way}", chosen, {})

    async def _act(self, connection: AsyncConnection, query: str, chosen: Chosen, more: dict[str, int]) -> int:
        binds = {
            "channel": chosen.channel,
            "why": chosen.why,
            "seen": epoch_ms(chosen.seen),
            "number": chosen.number,
            **more,
        }
        return (await connection.execute(self._queries[query], binds)).rowcount

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
