"""A worker on a real database, with handlers of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.intake.update import RawUpdate, telegram_update
from bot.learning import Learning
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.turns.application import BotIdentity, build_router
from bot.turns.turn import House, TurnContext
from bot.turns.worker import TurnWorker
from bot.wake import Wake
from knowledge.library import Library
from knowledge.store import KnowledgeStore
from tests.outbox import Said, said

BOT = BotIdentity("telegram", "42", 42, "motcua_bot")
Handle = Callable[[Any, TurnContext], Any]


def message_update(update_id: int, text: str, chat_id: int = 7, **message: Any) -> dict[str, Any]:
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text.startswith("/") else []
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_772_416_800,
            "chat": {"id": chat_id, "type": "private"},
            "from": {"id": chat_id, "is_bot": False, "first_name": "X"},
            "text": text,
            "entities": entities,
            **message,
        },
    }


class Rig:
    """The path from inbox to outbox, driven a batch at a time."""

    def __init__(self, database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> None:
        self.database, self.key, self.clock, self.wake = database, key, clock, wake
        self.inbox = Inbox(database, key, clock, wake)

    async def worker(self, *handlers: BaseHandler[Any, Any, Any]) -> TurnWorker:
        library = Library(KnowledgeStore(self.database, self.clock))
        house = House(self.database, Texts(), library, Learning(self.database, self.key, self.clock))
        worker = TurnWorker(self.database, self.key, self.clock, self.wake, house)
        worker.routers["telegram"] = await build_router(BOT, lambda application: application.add_handlers(handlers))
        return worker

    async def accept(self, *updates: dict[str, Any]) -> None:
        await self.inbox.accept([telegram_update("42", update) for update in updates])

    async def accept_raw(self, update_id: str, payload: Any) -> None:
        await self.inbox.accept([RawUpdate("telegram", "42", update_id, ("update", update_id), orjson.dumps(payload))])

    async def said(self) -> list[Said]:
        return await said(self.database, self.key)

    async def inbox_rows(self) -> list[Any]:
        async with self.database.read() as connection:
            rows = await connection.exec_driver_sql("SELECT * FROM inbox ORDER BY seq")
            return list(rows)


@pytest.fixture
def rig(database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> Rig:
    return Rig(database, key, clock, wake)


def on_text(handle: Handle) -> BaseHandler[Any, Any, Any]:
    return MessageHandler(filters.TEXT & ~filters.COMMAND, handle)


def on_command(name: str, handle: Handle) -> BaseHandler[Any, Any, Any]:
    return CommandHandler(name, handle)
