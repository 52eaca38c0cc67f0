"""One damaged row harms its own turn at most: the others of its batch are answered. On both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.database.tables import inbox, session
from bot.outbox.message import Message
from bot.turns.claims import Claims
from bot.turns.turn import TurnContext
from bot.turns.worker import RETRY_AFTER_MS
from tests.bot.turns.conftest import Rig, message_update, on_text


async def counting(update: Update, context: TurnContext) -> None:
    turn = context.turn
    turn.session.draft["seen"] = turn.session.draft.get("seen", 0) + 1
    turn.say(Message(str(turn.session.draft["seen"])))


async def damage(rig: Rig, change: Any) -> None:
    async with rig.database.write() as connection:
        await connection.execute(change)


async def test_a_session_that_cannot_be_read_is_begun_anew(rig: Rig) -> None:
    worker = await rig.worker(on_text(counting))
    await rig.accept(message_update(1, "a"), message_update(2, "b", chat_id=8))
    await worker.work()
    lanes = sorted(row.lane for row in await rig.inbox_rows() if row.update_id == "1")
    await damage(rig, update(session).where(session.c.lane.in_(lanes)).values(state=b"x" * 40))
    for number in (3, 5):  # the new beginning is kept
        await rig.accept(message_update(number, "a"), message_update(number + 1, "b", chat_id=8))
        await worker.work()
    said = await rig.said()
    assert [s.text for s in said if s.chat_id == 7] == ["1", "1", "2"]
    assert [s.text for s in said if s.chat_id == 8] == ["1", "2", "3"]


@pytest.mark.parametrize("payload", [None, b"", b"x" * 40])
async def test_an_update_that_cannot_be_read_is_set_aside(rig: Rig, payload: bytes | None) -> None:
    worker = await rig.worker(on_text(counting))
    await rig.accept(message_update(1, "a"), message_update(2, "b", chat_id=8))
    await damage(rig, update(inbox).where(inbox.c.seq == 1).values(payload=payload))
    await worker.work()
    for pause in RETRY_AFTER_MS:
        rig.clock.at += timedelta(milliseconds=pause)
        await worker.work()
    assert [row.state for row in await rig.inbox_rows()] == ["dead", "done"]
    assert [s.chat_id for s in await rig.said()] == [8]


@pytest.mark.parametrize("chat_id", ["abc", 1.5, None, [7], {"id": 7}])
async def test_an_update_whose_chat_is_no_number_says_nothing_to_nobody(rig: Rig, chat_id: Any) -> None:
    """Said to such a chat, the answer would stand in the sender's way."""
    worker = await rig.worker(on_text(counting))
    await rig.accept(message_update(1, "a", chat={"id": chat_id, "type": "private"}), message_update(2, "b"))
    await worker.work()
    assert [s.chat_id for s in await rig.said()] == [7]


async def test_a_failure_that_cannot_be_noted_costs_the_others_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> None:
        raise OperationalError("UPDATE", {}, Exception("connection lost"))

    monkeypatch.setattr(Claims, "put_back", away)

    async def picky(update: Update, context: TurnContext) -> None:
        assert update.message is not None
        if update.message.text == "bad":
            raise RuntimeError
        await counting(update, context)

    worker = await rig.worker(on_text(picky))
    await rig.accept(message_update(1, "bad"), message_update(2, "good", chat_id=8))
    await worker.work()
    assert [s.chat_id for s in await rig.said()] == [8]
    monkeypatch.undo()
    rig.clock.at += timedelta(seconds=11)  # the claim has ended by itself
    assert await worker.work() == 1
