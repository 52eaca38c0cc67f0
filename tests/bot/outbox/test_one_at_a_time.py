"""Of one chat at most one message is marked as being sent, whatever the moment: a kill can double one, not a pair."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bot.database import Statements
from bot.outbox.shelf import Shelf
from bot.outbox.telegram_courier import TelegramCourier
from tests.bot.outbox.desk import Desk


async def marked(connection: Statements) -> int:
    """Messages marked as being sent in the fullest chat."""
    by_chat = text("SELECT count(*) FROM outbox WHERE state = 'sending' GROUP BY lane")
    return max((await connection.execute(by_chat)).scalars(), default=0)


async def test_a_result_that_comes_in_the_middle_of_a_cycle(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived, home = asyncio.Event(), asyncio.Event()
    most: list[int] = []
    deliver, take, begin = TelegramCourier.deliver, Shelf.take, Shelf.begin

    async def slow_deliver(self: TelegramCourier, *args: Any, **more: Any) -> str | None:
        message_id = await deliver(self, *args, **more)
        arrived.set()
        await home.wait()
        return message_id

    async def take_while_it_comes_home(self: Shelf, *args: Any) -> Any:
        taken = await take(self, *args)
        if arrived.is_set():
            home.set()
            for _ in range(20):  # the result reaches the sender
                await asyncio.sleep(0)
        return taken

    async def begin_and_count(self: Shelf, connection: Statements, parcels: Any) -> Any:
        begun = await begin(self, connection, parcels)
        most.append(await marked(connection))
        return begun

    monkeypatch.setattr(TelegramCourier, "deliver", slow_deliver)
    monkeypatch.setattr(Shelf, "take", take_while_it_comes_home)
    monkeypatch.setattr(Shelf, "begin", begin_and_count)
    await desk.say(1, "một", "hai")
    async with desk.sending():
        await arrived.wait()
        await desk.say(2, "ba")  # the sender looks again while the first is on its way
        await desk.settled()
    assert desk.said(1) == ["một", "hai"]
    assert max(most) == 1
