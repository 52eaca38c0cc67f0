"""Updates are claimed in the commit that takes them in when a pipeline is free, and as ever when none is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.intake.inbox import Inbox
from bot.outbox.message import Message
from bot.turns.claims import Claims
from bot.turns.turn import TurnContext
from bot.turns.worker import PIPELINES, TurnWorker
from bot.wake import Rider
from tests.bot.outbox.desk import until
from tests.bot.turns.conftest import Rig, message_update, on_text


async def echo(update: Update, context: TurnContext) -> None:
    assert update.message is not None
    context.turn.say(Message(update.message.text or ""))


@asynccontextmanager
async def working(worker: TurnWorker, rig: Rig) -> AsyncIterator[Rider]:
    """The worker runs; its pipelines have looked once and are free."""
    async with asyncio.TaskGroup() as group:
        running = group.create_task(worker.run())

        async def free() -> bool:
            return len(worker._pickup._free) == PIPELINES

        await until(free)
        yield worker._pickup
        running.cancel()


async def said(rig: Rig, many: int) -> list[str]:
    async def all_said() -> bool:
        return len(await rig.said()) == many

    await until(all_said)
    return sorted(each.text for each in await rig.said())


async def test_it_stands_claimed_as_soon_as_it_stands_there(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else ever sees it unclaimed: the handler is held until the row was looked at from outside."""
    seen, looked = asyncio.Event(), asyncio.Event()

    async def held(update: Update, context: TurnContext) -> None:
        seen.set()
        await looked.wait()
        await echo(update, context)

    async def never(*_: object) -> list[object]:
        raise AssertionError("no claim of its own was needed")

    worker = await rig.worker(on_text(held))
    async with working(worker, rig):
        monkeypatch.setattr(Claims, "take", never)
        await rig.accept(message_update(1, "chào"))
        (row,) = await rig.inbox_rows()
        assert (row.state, row.attempts) == ("new", 1)
        assert row.claim
        await seen.wait()
        looked.set()
        monkeypatch.undo()
        assert await said(rig, 1) == ["chào"]


async def test_a_commit_that_fails_hands_over_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = Inbox._insert

    async def torn(*arguments: object) -> None:
        await insert(*arguments)  # type: ignore[arg-type]
        raise OperationalError("INSERT", None, Exception("the disk is full"))

    worker = await rig.worker(on_text(echo))
    async with working(worker, rig):
        monkeypatch.setattr(Inbox, "_insert", torn)
        with pytest.raises(OperationalError):
            await rig.accept(message_update(1, "một"))
        monkeypatch.undo()
        assert await rig.inbox_rows() == []
        await rig.accept(message_update(1, "một"))
        assert await said(rig, 1) == ["một"]


async def test_many_at_once_are_each_answered_once(rig: Rig) -> None:
    worker = await rig.worker(on_text(echo))
    async with working(worker, rig):
        async with asyncio.TaskGroup() as group:
            for number in range(60):
                group.create_task(rig.accept(message_update(number + 1, f"{number:02}", chat_id=number % 7 + 1)))
        assert await said(rig, 60) == [f"{number:02}" for number in range(60)]
    assert {row.attempts for row in await rig.inbox_rows()} == {1}


async def test_a_worker_that_knows_no_channel_yet_claims_nothing(rig: Rig) -> None:
    worker = await rig.worker(on_text(echo))
    worker.routers.clear()
    async with working(worker, rig) as rider:
        assert await rider.board() is None
        await rig.accept(message_update(1, "chào"))
        (row,) = await rig.inbox_rows()
        assert (row.claim, row.attempts) == (None, 0)
