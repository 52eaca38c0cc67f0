"""Stopped, killed, overtaken: nothing is lost, and doubled only what may have left just then."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import OperationalError

from bot.database.tables import outbox
from bot.outbox import dispatch
from bot.outbox.shelf import Shelf
from tests.bot.outbox.desk import Desk
from tests.botapi.faults import Silence, flood


async def leave_half_done(desk: Desk, **values: Any) -> None:
    """The rows as a killed sender leaves them."""
    async with desk.database.write() as connection:
        await connection.execute(update(outbox).values(state="sending", claim="dead", **values))


async def test_what_a_killed_sender_left_goes_out_if_it_must_arrive(desk: Desk) -> None:
    await desk.say(1, "một")
    await desk.say(1, "hai", must_arrive=False)
    await leave_half_done(desk)
    await desk.say(1, "ba")
    async with desk.sending():
        rows = await desk.settled()
    assert [(row.state, row.error) for row in rows] == [("sent", None), ("dead", "interrupted"), ("sent", None)]
    assert desk.said(1) == ["một", "ba"], "in its old place, before what came later"


async def test_an_edit_that_a_killed_sender_left_is_repeated(desk: Desk) -> None:
    await desk.say(1, "một")
    async with desk.sending():
        await desk.settled()
    await desk.queue(desk.edit(1, desk.server.sent[0].message_id, "hai", must_arrive=False))
    async with desk.database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.kind == "edit").values(state="sending", claim="dead"))
    async with desk.sending():
        await desk.settled()
    assert desk.said(1) == ["hai"]


async def test_a_hold_outlives_the_sender(desk: Desk) -> None:
    desk.server.faults.in_chat(1, flood(60))
    await desk.say(1, "một")
    async with desk.sending():
        await desk.server.wait_for(lambda: desk.server.called("sendMessage"))
    [row] = await desk.rows()
    assert (row.state, row.not_before - row.created_at) == ("new", 60_000)
    async with desk.sending():
        await desk.say(1, "hai")
        await desk.say(2, "ba")
        await desk.server.wait_for(lambda: desk.said(2))
    assert desk.said(1) == [], "neither the held one nor the one behind it"


async def test_stopping_waits_for_what_is_in_flight_and_writes_it_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_its_way, may_go = asyncio.Event(), asyncio.Event()
    call = desk.api.call

    async def slow(*args: Any) -> Any:
        on_its_way.set()
        await may_go.wait()
        return await call(*args)

    monkeypatch.setattr(desk.api, "call", slow)
    await desk.say(1, "một")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(desk.sender().run())
        await on_its_way.wait()
        task.cancel()
        asyncio.get_running_loop().call_later(0.1, may_go.set)
    assert await desk.states() == ["sent"]


async def test_stopping_does_not_wait_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "DRAIN_S", 0.05)
    desk.server.faults.once("sendMessage", Silence.HANGING)
    await desk.say(1, "một")
    async with desk.sending():
        await desk.server.wait_for(lambda: desk.said(1))
    assert await desk.states() == ["sending"], "whoever follows knows that it may have left"


async def test_the_database_going_away_neither_loses_nor_doubles(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "DATABASE_PAUSE_S", 0.01)
    settle, failures = Shelf.settle, iter([True, True, False, True])

    async def settle_or_fail(self: Shelf, connection: Any, settled: Any) -> None:
        await settle(self, connection, settled)
        if settled and next(failures, False):
            raise OperationalError("COMMIT", {}, Exception("disk full"))

    monkeypatch.setattr(Shelf, "settle", settle_or_fail)
    async with desk.sending():
        for chat in (1, 2):
            await desk.say(chat, "một", "hai", "ba")
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent"] * 6
    assert desk.said(1) == desk.said(2) == ["một", "hai", "ba"]


async def test_a_failed_mark_sends_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "DATABASE_PAUSE_S", 0.01)
    begin, failures = Shelf.begin, iter([True, True])

    async def begin_or_fail(self: Shelf, connection: Any, parcels: Any) -> set[int]:
        if next(failures, False):
            raise OperationalError("UPDATE", {}, Exception("disk full"))
        return await begin(self, connection, parcels)

    monkeypatch.setattr(Shelf, "begin", begin_or_fail)
    await desk.say(1, "một", "hai")
    await desk.queue(desk.answer(1, "q1"))
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent"] * 3
    assert desk.said(1) == ["một", "hai"]
    assert list(desk.server.chats.notices) == ["q1"]


async def test_a_sender_that_was_overtaken_sends_nothing_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is a fence: a sender whose lease ran out while it slept must not send what another took over."""
    begin = Shelf.begin

    async def overtaken(self: Shelf, connection: Any, parcels: Any) -> set[int]:
        await connection.execute(text("UPDATE outbox SET claim = 'another'"))
        return await begin(self, connection, parcels)

    monkeypatch.setattr(Shelf, "begin", overtaken)
    await desk.say(1, "một")
    async with desk.sending():
        async with asyncio.timeout(5):
            while (await desk.rows())[0].claim != "another":
                pass
    assert not desk.server.called("sendMessage")


async def test_two_senders_are_one(desk: Desk) -> None:
    async with desk.sending(), desk.sending():
        for number in range(40):
            await desk.say(number % 4 + 1, f"câu {number}")
        await desk.settled()
    for chat in range(4):
        assert desk.said(chat + 1) == [f"câu {number}" for number in range(chat, 40, 4)]


async def test_a_row_sealed_under_another_key_blocks_nobody(desk: Desk) -> None:
    await desk.say(1, "một", "hai")
    async with desk.database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.id == 1).values(address=b"x" * 40))
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["dead", "sent"]


@pytest.mark.parametrize("damage", [{"kind": "fax"}, {"address": None}, {"payload": None}])
async def test_a_row_that_makes_no_sense_blocks_nobody(desk: Desk, damage: dict[str, Any]) -> None:
    """A kind of a newer version, a value that is gone: one row, not the sender of everybody."""
    await desk.say(1, "một", "hai")
    async with desk.database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.id == 1).values(**damage))
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["dead", "sent"]


async def test_a_reply_goes_at_once_where_the_clocks_of_two_hosts_differ(desk: Desk) -> None:
    await desk.say(1, "một")
    desk.clock.at -= timedelta(seconds=30)  # the sender's host is behind the one that answered
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent"]
