"""Turns: in order, once, retried, set aside. On both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import text
from telegram import Update

from bot.database import BriefWrite, Statements
from bot.intake.update import RawUpdate
from bot.outbox.message import Message
from bot.turns.application import NetworkForbidden
from bot.turns.pickup import BATCH
from bot.turns.turn import TurnContext
from bot.turns.worker import RETRY_AFTER_MS, TurnWorker
from tests.bot.turns.conftest import Rig, message_update, on_text

NOTE = text("INSERT INTO unreachable_chat (lane, since) VALUES (:lane, 1)")


async def echo(update: Update, context: TurnContext) -> None:
    assert update.message is not None
    context.turn.say(Message(update.message.text or ""))


async def test_a_message_is_answered_once_and_not_kept(rig: Rig) -> None:
    worker = await rig.worker(on_text(echo))
    await rig.accept(message_update(1, "chào"))
    await rig.accept(message_update(1, "chào"))  # redelivered
    assert await worker.work() == 1
    assert await worker.work() == 0
    assert [(s.chat_id, s.text) for s in await rig.said()] == [(7, "chào")]
    (row,) = await rig.inbox_rows()
    assert (row.state, row.payload, row.claim) == ("done", None, None)


async def test_order_is_kept_per_person_and_people_do_not_wait_for_each_other(rig: Rig) -> None:
    worker = await rig.worker(on_text(echo))
    await rig.accept(*(message_update(n, str(n), chat_id=n % 2 + 1) for n in range(1, 9)))
    assert await worker.work() == 2  # one of each: the next of a person waits for the one before
    while await worker.work():
        pass
    mine = [s.text for s in await rig.said() if s.chat_id == 1]
    assert mine == ["2", "4", "6", "8"]


async def test_the_session_survives_from_turn_to_turn(rig: Rig) -> None:
    async def count(update: Update, context: TurnContext) -> None:
        turn = context.turn
        turn.session.draft["seen"] = turn.session.draft.get("seen", 0) + 1
        turn.say(Message(str(turn.session.draft["seen"])))

    for n in range(1, 4):
        worker = await rig.worker(on_text(count))  # a new worker: nothing lives in memory
        await rig.accept(message_update(n, "x"))
        await worker.work()
    assert [s.text for s in await rig.said()] == ["1", "2", "3"]


async def test_a_failing_turn_leaves_nothing_is_retried_and_then_set_aside_with_an_apology(rig: Rig) -> None:
    tries = 0

    async def broken(update: Update, context: TurnContext) -> None:
        nonlocal tries
        tries += 1
        context.turn.say(Message("never seen"))
        raise ValueError("0912345678 is somebody's number")

    worker = await rig.worker(on_text(broken))
    await rig.accept(message_update(1, "a"), message_update(2, "b", chat_id=8))
    for pause in RETRY_AFTER_MS:
        await worker.work()
        assert await rig.said() == []
        assert await worker.work() == 0  # not before its time
        rig.clock.at += timedelta(milliseconds=pause)
    await worker.work()
    assert tries == 2 * (len(RETRY_AFTER_MS) + 1)
    apologies = await rig.said()
    assert sorted(s.chat_id for s in apologies) == [7, 8]
    assert all("Xin lỗi" in s.text for s in apologies)
    rows = await rig.inbox_rows()
    assert {row.state for row in rows} == {"dead"}
    assert all("ValueError at" in row.error and "0912345678" not in row.error for row in rows)


async def test_a_lane_goes_on_after_its_dead_update_and_others_never_wait(rig: Rig) -> None:
    async def picky(update: Update, context: TurnContext) -> None:
        assert update.message is not None
        if update.message.text == "poison":
            raise RuntimeError
        await echo(update, context)

    worker = await rig.worker(on_text(picky))
    await rig.accept(message_update(1, "poison"), message_update(2, "after"), message_update(3, "other", chat_id=9))
    await worker.work()
    assert [s.text for s in await rig.said()] == ["other"]
    for pause in RETRY_AFTER_MS:
        rig.clock.at += timedelta(milliseconds=pause)
        await worker.work()
    await worker.work()
    assert [s.text for s in await rig.said()][-1] == "after"


@pytest.mark.parametrize("payload", [{"update_id": 5, "message": {"chat": {}}}, [1, 2], "text", 7, {"update_id": "x"}])
async def test_an_update_that_cannot_be_parsed_is_set_aside_and_stops_nobody(rig: Rig, payload: Any) -> None:
    worker = await rig.worker(on_text(echo))
    await rig.accept_raw("5", payload)
    await rig.accept(message_update(6, "fine"))
    await worker.work()
    for pause in RETRY_AFTER_MS:
        rig.clock.at += timedelta(milliseconds=pause)
        await worker.work()
    assert [s.text for s in await rig.said()] == ["fine"]
    states = [row.state for row in await rig.inbox_rows()]
    assert states[1] == "done"
    assert states[0] in {"dead", "done"}  # an update without a chat is nobody's: done by being ignored


async def test_a_batch_that_cannot_be_committed_is_committed_singly(rig: Rig) -> None:
    """One turn says something under a dedup key of another kind of value: its insert fails, the other's does not."""

    async def bad(update: Update, context: TurnContext) -> None:
        await echo(update, context)
        assert update.message is not None
        if update.message.text == "bad":
            context.turn.outgoing[0].content["text"] = "x"
            object.__setattr__(context.turn.outgoing[0], "dedup", None)

    worker = await rig.worker(on_text(bad))
    await rig.accept(message_update(1, "bad"), message_update(2, "good", chat_id=8))
    await worker.work()
    assert [s.text for s in await rig.said()] == ["good"]
    assert [row.state for row in await rig.inbox_rows()] == ["new", "done"]


async def test_a_claim_that_was_lost_commits_nothing(rig: Rig) -> None:
    """Worker one stalls past its lease; worker two answers; worker one's writes must not land."""
    first_has_it, second_is_done = asyncio.Event(), asyncio.Event()

    async def slow(update: Update, context: TurnContext) -> None:
        first_has_it.set()
        await second_is_done.wait()
        context.turn.say(Message("from the first"))

    async def quick(update: Update, context: TurnContext) -> None:
        context.turn.say(Message("from the second"))

    first, second = await rig.worker(on_text(slow)), await rig.worker(on_text(quick))
    await rig.accept(message_update(1, "x"))
    async with asyncio.TaskGroup() as group:
        group.create_task(first.work())
        await first_has_it.wait()
        assert await second.work() == 0  # claimed
        rig.clock.at += timedelta(seconds=11)  # the lease has run out
        assert await second.work() == 1
        second_is_done.set()
    assert [s.text for s in await rig.said()] == ["from the second"]


async def test_a_domain_write_is_committed_with_its_turn_or_not_at_all(rig: Rig) -> None:
    async def writing(update: Update, context: TurnContext) -> None:
        assert update.message is not None
        words = update.message.text or ""

        async def write(connection: Any) -> None:
            await connection.execute(
                text("INSERT INTO unreachable_chat (lane, since) VALUES (:lane, 1)"), {"lane": words}
            )
            if words == "refuse":
                raise RuntimeError("the latest state forbids it")

        context.turn.write(write)
        context.turn.say(Message(words))

    worker = await rig.worker(on_text(writing))
    await rig.accept(message_update(1, "refuse"), message_update(2, "accept", chat_id=8))
    await worker.work()
    async with rig.database.read() as connection:
        lanes = (await connection.exec_driver_sql("SELECT lane FROM unreachable_chat")).scalars().all()
    assert lanes == ["accept"]
    assert [s.text for s in await rig.said()] == ["accept"]


@pytest.mark.parametrize("wrong", ["refused by the database", "a fault of ours"])
async def test_brief_writes_share_a_commit_and_one_that_fails_takes_nobody_along(rig: Rig, wrong: str) -> None:
    async def noting(update: Update, context: TurnContext) -> None:
        assert update.message is not None
        words = update.message.text or ""

        async def write(connection: Statements) -> None:
            if words == "a fault of ours":
                raise RuntimeError(words)
            lane = None if words == "refused by the database" else words
            await connection.execute(NOTE, {"lane": lane})

        context.turn.write_briefly(BriefWrite(words, write))
        context.turn.say(Message(words))

    worker = await rig.worker(on_text(noting))
    await rig.accept(message_update(1, "one"), message_update(2, "two", chat_id=8))
    await worker.work()
    assert await noted(rig) == ["one", "two"]
    await rig.accept(message_update(3, wrong), message_update(4, "three", chat_id=8))
    await worker.work()
    assert await noted(rig) == ["one", "three", "two"]
    assert [s.text for s in await rig.said()] == ["one", "two", "three"]
    assert [row.state for row in await rig.inbox_rows()] == ["done", "done", "new", "done"]


async def test_a_batch_writes_rows_in_the_order_of_their_names(rig: Rig) -> None:
    """Two batches that wrote the same rows, each in the order of its messages, would wait for each other."""
    wrote = []

    async def noting(update: Update, context: TurnContext) -> None:
        assert update.message is not None
        words = update.message.text or ""

        async def write(_: Statements) -> None:
            wrote.append(words)

        context.turn.write_briefly(BriefWrite(words, write))

    worker = await rig.worker(on_text(noting))
    await rig.accept(*(message_update(n, row, chat_id=n) for n, row in enumerate(["gap|b", "flood|a", "gap|a"], 1)))
    assert await worker.work() == 3
    assert wrote == ["flood|a", "gap|a", "gap|b"]


async def test_a_brief_write_of_a_turn_with_a_domain_write_is_committed_with_it(rig: Rig) -> None:
    async def both(update: Update, context: TurnContext) -> None:
        async def write(connection: Any) -> None:
            assert await connection.scalar(text("SELECT count(*) FROM unreachable_chat")) == 1

        async def note(connection: Statements) -> None:
            await connection.execute(NOTE, {"lane": "noted"})

        context.turn.write(write)
        context.turn.write_briefly(BriefWrite("noted", note))

    worker = await rig.worker(on_text(both))
    await rig.accept(message_update(1, "x"))
    await worker.work()
    assert await noted(rig) == ["noted"]
    assert [row.state for row in await rig.inbox_rows()] == ["done"]


async def noted(rig: Rig) -> list[str]:
    async with rig.database.read() as connection:
        found = await connection.exec_driver_sql("SELECT lane FROM unreachable_chat ORDER BY lane")
        return list(found.scalars())


async def test_a_handler_cannot_send(rig: Rig) -> None:
    async def impatient(update: Update, context: TurnContext) -> None:
        await context.bot.send_message(7, "at once")

    worker = await rig.worker(on_text(impatient))
    await rig.accept(message_update(1, "x"))
    await worker.work()
    (row,) = await rig.inbox_rows()
    assert row.error.startswith(NetworkForbidden.__name__)


async def test_a_handler_that_hangs_fails_and_is_retried(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.turns.worker.HANDLER_TIMEOUT_S", 0.01)

    async def hang(update: Update, context: TurnContext) -> None:
        await asyncio.Event().wait()

    worker = await rig.worker(on_text(hang))
    await rig.accept(message_update(1, "x"))
    await worker.work()
    (row,) = await rig.inbox_rows()
    assert (row.state, row.error.split()[0]) == ("new", "TimeoutError")


async def test_an_update_that_was_claimed_again_and_again_is_set_aside(rig: Rig) -> None:
    """It kills its worker before anything can be written about it."""
    worker = await rig.worker(on_text(echo))
    await rig.accept(message_update(1, "x"))
    async with rig.database.write() as connection:
        await connection.exec_driver_sql("UPDATE inbox SET attempts = 20")
    await worker.work()
    (row,) = await rig.inbox_rows()
    assert row.state == "dead"


async def test_two_workers_share_the_work_without_doubling_or_reordering(rig: Rig) -> None:
    workers: list[TurnWorker] = [await rig.worker(on_text(echo)) for _ in range(3)]
    await rig.accept(*(message_update(n, str(n), chat_id=n % 7 + 1) for n in range(1, 141)))
    async with asyncio.TaskGroup() as group:
        for worker in workers:
            group.create_task(drain(worker))
    everything = await rig.said()
    assert len(everything) == 140
    for chat_id in range(1, 8):
        mine = [int(s.text) for s in everything if s.chat_id == chat_id]
        assert mine == sorted(mine)


async def drain(worker: TurnWorker) -> None:
    idle = 0
    while idle < 5:
        idle = 0 if await worker.work() else idle + 1
        await asyncio.sleep(0.01)


async def test_what_is_stored_does_not_show_what_was_written(rig: Rig) -> None:
    worker = await rig.worker(on_text(echo))
    await rig.accept(message_update(1, "canary-narrative", chat_id=987654321))
    for table in ("inbox", "session", "outbox"):
        async with rig.database.read() as connection:
            rows = list(await connection.exec_driver_sql(f"SELECT * FROM {table}"))  # noqa: S608 - names above
        assert "canary" not in repr(rows)
        assert "987654321" not in repr(rows)
        await worker.work()


async def test_a_backlog_of_one_channel_holds_no_other_up(rig: Rig) -> None:
    """As after an outage of Telegram: who writes on the page is in the next batch or the one after it."""
    worker = await rig.worker(on_text(echo))
    worker.routers["web"] = worker.routers["telegram"]
    backlog = [message_update(n, "cũ", chat_id=n) for n in range(1, 4 * BATCH)]
    await rig.accept(*backlog)
    page = orjson.dumps(message_update(1, "mới", chat_id=5))
    await rig.inbox.accept([RawUpdate("web", "web", "w1", ("web", 5), page)])
    assert await worker.work() == BATCH
    assert await worker.work() == BATCH
    assert [s.text for s in await rig.said() if s.text != "cũ"] == ["mới"]
    while await worker.work():
        pass
    assert len(await rig.said()) == len(backlog) + 1
