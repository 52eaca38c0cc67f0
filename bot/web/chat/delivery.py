"""Delivery to the web chat: outbox rows become history rows, exactly once, in order, in one transaction a batch.

There is no network on this way, so nothing is uncertain: a row is either still new or stands in the history.
Expiry is not looked at: an answer to a press that comes late still frees the button on the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import structlog
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.database.lease import Lease, run_while_leased
from bot.metrics.counting import MESSAGES
from bot.notices.standing import Standing
from bot.outbox.outgoing import Kind, Priority, open_content
from bot.sealing import ServerKey
from bot.wake import Wake
from bot.web.chat import history
from bot.web.chat.identity import BOT, CHANNEL

BATCH = 200
LOOK_S = 0.25
DATABASE_PAUSE_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Batch:
    """What one transaction writes: events to add, messages with their new state or to be removed, outbox ids done."""

    events: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    removed: list[dict[str, Any]] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)


class WebDelivery:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, wake: Wake) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._wake = wake
        self._standing = Standing(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def run(self) -> None:
        """For ever; one process at a time delivers, the others stand by."""
        await run_while_leased(Lease(self._database, self._clock, f"delivery:{CHANNEL}"), self._deliver)

    async def _deliver(self) -> None:
        async with self._wake.listen(f"outbox:{CHANNEL}") as bell:
            while True:
                try:
                    delivered = await self.deliver_batch()
                except (SQLAlchemyError, OSError) as error:
                    log.warning("web_delivery_database_unreachable", error=type(error).__name__)
                    await asyncio.sleep(DATABASE_PAUSE_S)
                    continue
                if delivered < BATCH:
                    await bell.wait(LOOK_S)

    async def deliver_batch(self) -> int:
        """:returns: how many outbox rows were finished.

        :raises SQLAlchemyError: nothing was written.
        """
        now = epoch_ms(self._clock.now())
        ceiling = await self._ceiling()
        if not await self._anything_new(now, ceiling):
            return 0
        async with self._database.write() as connection:
            await connection.execute(self._queries["drop_late"], {"channel": CHANNEL, "bot": BOT, "now": now})
            waiting = await self._take(connection, now, ceiling)
            if not waiting:
                return 0
            batch = await self._prepare(connection, waiting, now)
            await self._write(connection, batch, now)
        MESSAGES.add(len(batch.sent), channel=CHANNEL, outcome="sent")
        MESSAGES.add(len(batch.unreadable), channel=CHANNEL, outcome="dead")
        for lane in {row.lane for row in waiting}:
            self._wake.call(f"history:{lane}")
        return len(waiting)

    async def _anything_new(self, now: int, ceiling: int) -> bool:
        """Looked up on a read connection: an idle bot must not queue for the write lock four times a second."""
        async with self._database.brief_read() as connection:
            binds = {"channel": CHANNEL, "bot": BOT, "now": now, "ceiling": ceiling}
            found = await connection.execute(self._queries["any_new"], binds)
            return found.first() is not None

    async def _take(self, connection: AsyncConnection, now: int, ceiling: int) -> Sequence[Row[Any]]:
        binds = {"channel": CHANNEL, "bot": BOT, "now": now, "most": BATCH, "ceiling": ceiling}
        return (await connection.execute(self._queries["take_new"], binds)).all()

    async def _ceiling(self) -> int:
        """While the channel is off nothing is delivered but answers; the rest waits."""
        return Priority.REPLY if await self._standing.is_off(CHANNEL) else Priority.BULK

    async def _prepare(self, connection: AsyncConnection, waiting: Sequence[Row[Any]], now: int) -> _Batch:
        batch = _Batch()
        readable: list[tuple[Row[Any], dict[str, Any]]] = []
        for row in waiting:
            try:
                readable.append((row, open_content(self._key, row.dedup, row.payload)))
            except ValueError:
                log.error("outbox_row_unreadable", id=row.id)
                batch.unreadable.append(row.id)
        targets = await self._targets(connection, readable)
        for row, content in readable:
            kind, content = self._as_event(row, content, targets, batch)
            batch.events.append(history.history_row(self._key, row.lane, row.dedup, kind, content, now))
            batch.sent.append(row.id)
        return batch

    def _as_event(
        self, row: Row[Any], content: dict[str, Any], targets: dict[int, _Target], batch: _Batch
    ) -> tuple[str, dict[str, Any]]:
        if row.kind == Kind.DELETE:
            batch.removed += [{"lane": row.lane, "id": number} for number in content["message_ids"]]
        if row.kind != Kind.EDIT:
            return row.kind, content
        message_id = content.pop("message_id")
        target = targets.get(message_id)
        if target is None or target.lane != row.lane:
            return Kind.SAY, content  # the message is gone: say it anew
        target.content = {**content, "offered": sorted(history.offered_by(target.content))}
        batch.changed[message_id] = (target.dedup, target.content)
        return Kind.EDIT, {"message_id": message_id}

    async def _targets(
        self, connection: AsyncConnection, readable: list[tuple[Row[Any], dict[str, Any]]]
    ) -> dict[int, _Target]:
        ids = {content["message_id"] for row, content in readable if row.kind == Kind.EDIT}
        if not ids:
            return {}
        rows = await connection.execute(self._queries["said_before"], {"id_list": sorted(ids)})
        targets = {}
        for row in rows:
            try:
                content = orjson.loads(self._key.open(row.payload, history.sealed_for(row.dedup)))
            except ValueError:  # damaged: for the edit it is as if the message were gone
                log.error("history_row_unreadable", id=row.id)
                continue
            targets[row.id] = _Target(row.lane, row.dedup, content)
        return targets

    async def _write(self, connection: AsyncConnection, batch: _Batch, now: int) -> None:
        if batch.events:
            await connection.execute(self._queries["add_event"], batch.events)
        if batch.changed:
            changes = [
                {"id": number, "payload": self._key.seal(orjson.dumps(content), history.sealed_for(dedup))}
                for number, (dedup, content) in batch.changed.items()
            ]
            await connection.execute(self._queries["change_said"], changes)
        if batch.removed:
            await connection.execute(self._queries["remove_events"], batch.removed)
        if batch.sent:
            await connection.execute(self._queries["mark_sent"], {"id_list": batch.sent, "now": now})
        for number in batch.unreadable:
            binds = {"id": number, "error": "does not open under the server key", "now": now}
            await connection.execute(self._queries["mark_dead"], binds)


@dataclass(slots=True)
class _Target:
    """A message that an edit points at."""

    lane: str
    dedup: str
    content: dict[str, Any]
