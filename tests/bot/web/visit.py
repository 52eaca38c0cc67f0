"""The two sides of the web chat in tests: a visitor with a browser's manners, and the desk that answers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import orjson
from sqlalchemy import select

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.tables import inbox, web_history
from bot.intake.update import sealed_for
from bot.outbox.message import Button, Message
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.outbox.store import queue
from bot.sealing import ServerKey
from bot.web.chat.delivery import WebDelivery
from bot.web.chat.identity import VISITOR_COOKIE


@dataclass
class Visit:
    """Posts as chat.js does (JSON) or as the page without it does (forms)."""

    client: httpx.AsyncClient
    key: ServerKey
    clock: FixedClock

    @property
    def chat_id(self) -> int:
        return int(self.client.cookies[VISITOR_COOKIE].split(".")[0], 16)

    @property
    def address(self) -> Address:
        return Address("web", "web", self.chat_id)

    @property
    def lane(self) -> str:
        return self.address.lane(self.key)

    @property
    def token(self) -> str:
        return self.key.lookup("web-form", self.chat_id)

    async def say(self, text: str, client_id: str | None = None, **headers: str) -> httpx.Response:
        body = {"text": text, "client_id": client_id or str(uuid4())}
        return await self.client.post("/chat/messages", json=body, headers=headers)

    async def press(self, message: object, data: object, client_id: str | None = None) -> httpx.Response:
        body = {"message": message, "data": data, "client_id": client_id or str(uuid4())}
        return await self.client.post("/chat/presses", json=body)

    async def submit(self, path: str, **fields: str) -> httpx.Response:
        """A form of the page."""
        form = {"token": self.token, "client_id": str(uuid4()), **fields}
        return await self.client.post(path, data=form, headers={"Accept": "text/html"})

    async def page(self, path: str = "/") -> str:
        return (await self.client.get(path)).text


@dataclass
class Desk:
    """What the bot would do: read the inbox, answer through the outbox."""

    database: Database
    key: ServerKey
    clock: FixedClock
    delivery: WebDelivery
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def updates(self) -> list[dict[str, Any]]:
        """What arrived, in order, opened; greetings (/start) left out."""
        async with self.database.read() as connection:
            rows = (await connection.execute(select(inbox).order_by(inbox.c.seq))).all()
        opened = [orjson.loads(self.key.open(row.payload, sealed_for("web", "web", row.update_id))) for row in rows]
        return [update for update in opened if update.get("message", {}).get("text") != "/start"]

    async def history(self) -> list[tuple[int, str]]:
        async with self.database.read() as connection:
            rows = await connection.execute(select(web_history.c.id, web_history.c.kind).order_by(web_history.c.id))
            return [(row.id, row.kind) for row in rows]

    async def queue(self, address: Address, kind: Kind, content: dict[str, Any]) -> None:
        message = Outgoing(f"test|{next(self.numbers)}", address, kind, content)
        async with self.database.write() as connection:
            await queue(connection, self.key, [message], epoch_ms(self.clock.now()))

    async def say(self, address: Address, text: str, *buttons: Button) -> int:
        """Say and deliver. :returns: the history id."""
        await self.queue(address, Kind.SAY, Message(text, tuple((button,) for button in buttons)).as_json())
        await self.delivery.deliver_batch()
        return (await self.history())[-1][0]

    async def edit(self, address: Address, message_id: int, text: str, *buttons: Button) -> None:
        content = Message(text, tuple((button,) for button in buttons)).as_json()
        await self.queue(address, Kind.EDIT, {**content, "message_id": message_id})
        await self.delivery.deliver_batch()

    async def answer(self, address: Address, query_id: str, notice: str | None) -> None:
        await self.queue(address, Kind.ANSWER, {"query_id": query_id, "notice": notice})
        await self.delivery.deliver_batch()
