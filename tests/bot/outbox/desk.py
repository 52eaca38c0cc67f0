"""A sender of the real kind, and the outbox as a reader of the table sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any

from sqlalchemy import Row, select, text

from bot.clock import FixedClock, epoch_ms
from bot.database import Database, Statements
from bot.database.tables import outbox
from bot.outbox.files import OutgoingFiles
from bot.outbox.message import Button, Message
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.outbox.sender import Sender
from bot.outbox.store import queue
from bot.outbox.telegram_courier import TelegramCourier
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.botapi import BotApiServer


class Desk:
    """Queues messages and runs a sender."""

    def __init__(
        self, database: Database, key: ServerKey, clock: FixedClock, wake: Wake, server: BotApiServer, api: TelegramApi
    ) -> None:
        self.database = database
        self.key = key
        self.clock = clock
        self.wake = wake
        self.server = server
        self.api = api
        self.bot = api.bot_id
        self._numbers = count(1)
        self._queued = count(1)

    def address(self, chat_id: int, **more: Any) -> Address:
        return Address("telegram", self.bot, chat_id, **more)

    def message(self, chat_id: int, text: str, *rows: tuple[Button, ...], **options: Any) -> Outgoing:
        return self.outgoing(chat_id, Kind.SAY, Message(text, rows).as_json(), **options)

    def edit(self, chat_id: int, message_id: int, text: str, **options: Any) -> Outgoing:
        return self.outgoing(chat_id, Kind.EDIT, {**Message(text).as_json(), "message_id": message_id}, **options)

    def answer(self, chat_id: int, query_id: str, notice: str | None = None, **options: Any) -> Outgoing:
        expires = epoch_ms(self.clock.now()) + 10_000
        options = {"priority": 0, "must_arrive": False, "expires_at": expires, **options}
        return self.outgoing(chat_id, Kind.ANSWER, {"query_id": query_id, "notice": notice}, **options)

    def outgoing(self, chat_id: int, kind: Kind, content: dict[str, Any], **options: Any) -> Outgoing:
        return Outgoing(f"t{next(self._numbers)}", self.address(chat_id), kind, content, **options)

    async def queue(self, *messages: Outgoing) -> None:
        """As rooms and as turns do it, one after the other."""
        await (self.call if next(self._queued) % 2 else self.ride)(*messages)

    async def call(self, *messages: Outgoing) -> None:
        """The sender is called afterwards."""
        async with self.database.write() as connection:
            await queue(connection, self.key, messages, epoch_ms(self.clock.now()))
        self.wake.call("outbox:telegram")

    async def ride(self, *messages: Outgoing) -> None:
        """It may come along."""
        async with self.wake.along("outbox:telegram") as company, self.database.brief_write() as brief:
            await queue(brief, self.key, messages, epoch_ms(self.clock.now()))
            await company.within(brief)

    async def say(self, chat_id: int, *texts: str, **options: Any) -> None:
        await self.queue(*(self.message(chat_id, text, **options) for text in texts))

    async def rows(self) -> list[Row[Any]]:
        async with self.database.read() as connection:
            return list((await connection.execute(select(outbox).order_by(outbox.c.id))).all())

    async def states(self) -> list[str]:
        return [row.state for row in await self.rows()]

    async def states_within(self, connection: Statements) -> list[str]:
        return list((await connection.execute(text("SELECT state FROM outbox ORDER BY id"))).scalars())

    async def settled(self) -> list[Row[Any]]:
        """The rows once none is open any more."""
        rows: list[Row[Any]] = []

        async def look() -> bool:
            rows[:] = await self.rows()
            return all(row.state not in ("new", "sending") for row in rows)

        await until(look)
        return rows

    def sender(self, rate: float = 0.0, api: TelegramApi | None = None) -> Sender:
        courier = TelegramCourier(api or self.api, OutgoingFiles(self.database, self.key))
        return Sender(self.database, self.key, self.clock, self.wake, self.bot, courier, rate)

    @asynccontextmanager
    async def sending(self, rate: float = 0.0, api: TelegramApi | None = None) -> AsyncIterator[asyncio.Task[None]]:
        """The sender runs inside the block, and is stopped as the program stops it."""
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.sender(rate, api).run())
            try:
                yield task
            finally:
                task.cancel()

    def said(self, chat_id: int) -> list[str]:
        return [said.seen for said in self.server.chats.of(chat_id)]


async def until(holds: Callable[[], Awaitable[bool]], patience: float = 15.0) -> None:
    """Ask again and again. :raises TimeoutError: it never held."""
    never = asyncio.Event()
    async with asyncio.timeout(patience):
        while not await holds():
            with suppress(TimeoutError):
                async with asyncio.timeout(0.02):
                    await never.wait()
