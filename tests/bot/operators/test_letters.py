"""Dead letters: seen without a word of them, tried again in their old order, let go for good. On both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import inbox
from bot.operators.letters import MOST_ROWS, RETRY_LATER_MS, Chosen, Group, Letters
from bot.outbox.message import Message
from bot.sealing import ServerKey
from bot.turns.claims import CLAIM_LEASE_MS
from bot.turns.turn import TurnContext
from bot.turns.worker import RETRY_AFTER_MS, TurnWorker
from bot.wake import Wake
from tests.bot.turns.conftest import Rig, message_update, on_text


class Broken:
    """A handler with a fault, until it is mended."""

    def __init__(self) -> None:
        self.mended = False
        self.heard: list[str] = []

    async def answer(self, update: Update, context: TurnContext) -> None:
        assert update.message is not None
        text = update.message.text or ""
        if "lỗi" in text and not self.mended:
            raise LookupError(text)
        self.heard.append(text)
        context.turn.say(Message(f"nghe: {text}"))


@pytest.fixture
def rig(database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> Rig:
    return Rig(database, key, clock, wake)


@pytest.fixture
def letters(database: Database, clock: FixedClock) -> Letters:
    return Letters(database, clock)


async def until_dead(rig: Rig, worker: TurnWorker) -> None:
    for _ in range(len(RETRY_AFTER_MS) * 4 + 4):
        while await worker.work():
            pass
        rig.clock.at += timedelta(milliseconds=max(RETRY_AFTER_MS))


async def dead_ones(rig: Rig, *updates: dict[str, Any]) -> tuple[Broken, TurnWorker]:
    broken = Broken()
    worker = await rig.worker(on_text(broken.answer))
    await rig.accept(*updates)
    await until_dead(rig, worker)
    return broken, worker


def chosen(group: Group, number: int = 0) -> Chosen:
    return Chosen(group.way, group.channel, group.why, group.last_at, number)


async def test_what_failed_is_told_without_a_word_of_it(rig: Rig, letters: Letters) -> None:
    await dead_ones(
        rig, message_update(1, "lỗi: tôi tên Lan"), message_update(2, "chào"), message_update(3, "lỗi nữa", 8)
    )
    (group,) = await letters.groups()
    assert (group.way, group.channel, group.many, group.can_retry) == ("in", "telegram", 2, 2)
    assert "LookupError" in group.why
    assert group.tries == len(RETRY_AFTER_MS) + 1
    rows = await letters.rows("in", "telegram", group.why)
    assert len({row.lane for row in rows}) == 2
    assert "Lan" not in repr((group, rows))


async def test_tried_again_they_go_in_their_old_order_and_nothing_overtakes(rig: Rig, letters: Letters) -> None:
    broken, worker = await dead_ones(
        rig, message_update(1, "lỗi một"), message_update(2, "lỗi hai"), message_update(3, "ba")
    )
    assert broken.heard == ["ba"]
    broken.mended = True
    (group,) = await letters.groups()
    async with rig.database.write() as connection:
        assert await letters.retry(connection, chosen(group)) == 2
    await rig.accept(message_update(4, "bốn"), message_update(5, "người khác", 8))
    while await worker.work():
        pass
    assert broken.heard == ["ba", "người khác"], "what is newer in the lane waits"
    rig.clock.at += timedelta(milliseconds=RETRY_LATER_MS)
    while await worker.work():
        pass
    assert broken.heard == ["ba", "người khác", "lỗi một", "lỗi hai", "bốn"]
    assert await letters.groups() == []


def test_what_is_tried_again_runs_beside_nothing_of_its_lane() -> None:
    assert RETRY_LATER_MS > CLAIM_LEASE_MS


async def test_one_of_them_alone(rig: Rig, letters: Letters) -> None:
    broken, worker = await dead_ones(rig, message_update(1, "lỗi một"), message_update(2, "lỗi hai", 8))
    broken.mended = True
    (group,) = await letters.groups()
    rows = await letters.rows("in", "telegram", group.why)
    async with rig.database.write() as connection:
        assert await letters.retry(connection, chosen(group, rows[1].number)) == 1
        assert await letters.discard(connection, chosen(group, rows[1].number)) == 0
    rig.clock.at += timedelta(milliseconds=RETRY_LATER_MS)
    while await worker.work():
        pass
    assert broken.heard == ["lỗi hai"]


async def test_an_act_holds_for_what_was_seen(rig: Rig, letters: Letters) -> None:
    _, worker = await dead_ones(rig, message_update(1, "lỗi một"))
    (seen,) = await letters.groups()
    await rig.accept(message_update(2, "lỗi hai"))
    await until_dead(rig, worker)
    async with rig.database.write() as connection:
        assert await letters.discard(connection, chosen(seen)) == 1
    (left,) = await letters.groups()
    assert left.many == 1


async def test_discarded_nothing_is_left_but_the_key(rig: Rig, letters: Letters) -> None:
    await dead_ones(rig, message_update(1, "lỗi một"))
    (group,) = await letters.groups()
    async with rig.database.write() as connection:
        assert await letters.discard(connection, chosen(group)) == 1
        assert await letters.retry(connection, chosen(group)) == 0
    async with rig.database.read() as connection:
        (row,) = (await connection.execute(select(inbox))).all()
    assert (row.state, row.payload) == ("dropped", None)
    await rig.accept(message_update(1, "lỗi một"))
    assert [row.state for row in await rig.inbox_rows()] == ["dropped"], "redelivered, it is not taken in anew"


async def test_what_is_blanked_can_only_be_let_go(rig: Rig, letters: Letters) -> None:
    await dead_ones(rig, message_update(1, "lỗi một"))
    async with rig.database.write() as connection:
        await connection.exec_driver_sql("UPDATE inbox SET payload = NULL")
    (group,) = await letters.groups()
    assert (group.many, group.can_retry) == (1, 0)
    async with rig.database.write() as connection:
        assert await letters.retry(connection, chosen(group)) == 0
        assert await letters.discard(connection, chosen(group)) == 1


async def test_a_page_shows_a_bounded_number(rig: Rig, letters: Letters) -> None:
    row = {"channel": "web", "bot": "web", "lane": "l", "received_at": 1, "payload": b"", "state": "dead"}
    rows = [{**row, "update_id": str(n), "error": "E", "finished_at": 1} for n in range(MOST_ROWS + 5)]
    async with rig.database.write() as connection:
        await connection.execute(inbox.insert(), rows)
    assert len(await letters.rows("in", "web", "E")) == MOST_ROWS
    (group,) = await letters.groups()
    assert group.many == MOST_ROWS + 5
