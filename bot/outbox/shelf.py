"""The outbox table as one sender sees it: take, begin, settle. Every write is fenced by the sender's claim."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Row

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries, Statements
from bot.notices.standing import Standing
from bot.outbox.outgoing import Kind, Priority, open_address, open_content, seal_address
from bot.outbox.parcel import Again, Finished, Parcel, Settled
from bot.sealing import ServerKey

#: ``error`` of a message that went without an answer once: after a restart it is still known.
DOUBTED = "uncertain"
#: What arrives only where the person has not shut the chat.
_REACHING = frozenset({Kind.SAY, Kind.EDIT})

log = structlog.get_logger(__name__)


class Shelf:
    """One lease period of one sender."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, channel: str, bot: str) -> None:
        self.database = database
        self._key = key
        self._clock = clock
        self._standing = Standing(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)
        self._claim = secrets.token_hex(8)
        self._ours = {"channel": channel, "bot": bot}

    def now_ms(self) -> int:
        return epoch_ms(self._clock.now())

    async def recover(self) -> None:
        """What a dead sender left half done: sent again if it must arrive, dropped if it must not be doubled."""
        async with self.database.write() as connection:
            await connection.execute(self._queries["resume_interrupted"], self._ours)
            await connection.execute(self._queries["drop_interrupted"], {**self._ours, "now": self.now_ms()})

    async def anything_new(self) -> bool:
        """Looked up on a read connection: an idle sender must not queue for the write lock four times a second."""
        binds = {**self._ours, "claim": self._claim, "now": self.now_ms(), "ceiling": await self.ceiling()}
        async with self.database.brief_read() as connection:
            return (await connection.execute(self._queries["any_new"], binds)).first() is not None

    async def take(
        self, connection: Statements, ceiling: int, most: int, full: Sequence[str]
    ) -> tuple[list[Parcel], int]:
        """Up to ``most`` rows of priority ``ceiling`` or more urgent, none of the chats in ``full``.

        :returns: the parcels, most urgent and oldest first, and how many rows there were.
        """
        binds = {
            **self._ours,
            "claim": self._claim,
            "now": self.now_ms(),
            "ceiling": ceiling,
            "most": most,
            "lane_list": [*full, ""],  # an empty list is no list in SQL
        }
        rows = (await connection.execute(self._queries["take"], binds)).all()
        parcels = []
        for row in sorted(rows, key=lambda row: (row.priority, row.id)):
            try:
                parcels.append(self._parcel(row))
            except ValueError:
                log.error("outbox_row_unreadable", id=row.id)
                await self._finish_unreadable(connection, row.id)
        return parcels, len(rows)

    async def ceiling(self) -> int:
        """While the channel is off nothing goes out but answers; the rest waits, or is over by its own end. Asked
        before a transaction is opened: it may take a connection of its own."""
        off = await self._standing.is_off(str(self._ours["channel"]))
        return Priority.REPLY if off else Priority.BULK

    def content(self, parcel: Parcel) -> dict[str, Any]:
        """What to say. :raises ValueError: it does not open."""
        return open_content(self._key, parcel.dedup, parcel.payload)

    def lane(self, item: Again) -> str:
        """The lane an item goes on in."""
        return item.address.lane(self._key)

    async def give_back(self, connection: Statements, ids: Sequence[int]) -> None:
        """Rows that are ours and that we do not know any more: to be taken anew."""
        await connection.execute(self._queries["give_back"], {"id_list": ids, "claim": self._claim})

    async def begin(self, connection: Statements, parcels: Sequence[Parcel]) -> set[int]:
        """Mark as being sent. :returns: the ids that are still ours."""
        binds = {"id_list": [parcel.id for parcel in parcels], "claim": self._claim}
        return set((await connection.execute(self._queries["begin_sending"], binds)).scalars())

    async def settle(self, connection: Statements, settled: Sequence[Settled]) -> None:
        """Write back what became of messages, in one statement each for those that are over and those that go again."""
        now = self.now_ms()
        over = [item for item in settled if isinstance(item, Finished)]
        again = [item for item in settled if isinstance(item, Again)]
        gone = [item for item in over if not item.again]
        aside = [item for item in over if item.again]
        if gone:
            await connection.execute(self._queries["finish"], [self._finished_row(item, now) for item in gone])
        if aside:
            rows = [{"id": item.parcel.id, "claim": self._claim, "error": item.error, "now": now} for item in aside]
            await connection.execute(self._queries["set_aside"], rows)
        if over:
            await self._note_reached(connection, over, now)
        if again:
            await connection.execute(self._queries["send_again"], [self._again_row(item, now) for item in again])

    async def _note_reached(self, connection: Statements, over: Sequence[Finished], now: int) -> None:
        shut = {item.parcel.lane for item in over if item.unreachable}
        reached = {item.parcel.lane for item in over if item.state == "sent" and item.parcel.kind in _REACHING}
        if reached:
            await connection.execute(self._queries["drop_unreachable"], {"lane_list": sorted(reached)})
        if shut:
            rows = [{"lane": lane, "now": now} for lane in sorted(shut)]
            await connection.execute(self._queries["add_unreachable"], rows)

    async def _finish_unreadable(self, connection: Statements, number: int) -> None:
        binds = {"id": number, "state": "dead", "message_id": None, "error": "does not open under the server key"}
        await connection.execute(self._queries["finish"], {**binds, "now": self.now_ms(), "claim": self._claim})

    def _parcel(self, row: Row[Any]) -> Parcel:
        return Parcel(
            id=row.id,
            dedup=row.dedup,
            lane=row.lane,
            address=open_address(self._key, self._ours["channel"], self._ours["bot"], row.dedup, row.address),
            payload=row.payload,
            kind=Kind(row.kind),
            priority=row.priority,
            must_arrive=bool(row.must_arrive),
            not_before=row.not_before,
            expires_at=row.expires_at,
            doubts=1 if row.error == DOUBTED else 0,
        )

    def _finished_row(self, item: Finished, now: int) -> dict[str, Any]:
        return {
            "id": item.parcel.id,
            "claim": self._claim,
            "state": item.state,
            "message_id": item.message_id,
            "error": item.error,
            "now": now,
        }

    def _again_row(self, item: Again, now: int) -> dict[str, Any]:
        parcel = item.parcel
        return {
            "id": parcel.id,
            "claim": self._claim,
            "kind": str(item.kind),
            "lane": self.lane(item),
            "address": seal_address(self._key, item.address, parcel.dedup),
            "not_before": now + int(item.delay_s * 1000),
            "error": item.error,
        }
