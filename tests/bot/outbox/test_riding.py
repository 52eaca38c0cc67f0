"""The sender in the commit that queues: what stands there stands marked, and a commit that fails sends nothing."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from bot.database import Statements
from bot.outbox.dispatch import Dispatch
from bot.outbox.parcel import Load
from bot.outbox.store import queue
from bot.wake import Company
from tests.bot.outbox.desk import Desk, until


async def at_rest(desk: Desk) -> None:
    """The sender has the lease and nothing to do."""

    async def rides() -> bool:
        for rider in desk.wake._riders["outbox:telegram"]:
            passage = await rider.board()
            if passage is not None:
                passage.turned_back()
                return True
        return False

    await until(rides)


async def test_a_message_is_never_seen_unmarked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While its transaction is open it is marked already."""
    states: list[str] = []
    within = Company.within

    async def and_look(self: Company, connection: Statements) -> None:
        await within(self, connection)
        states.extend(await desk.states_within(connection))

    monkeypatch.setattr(Company, "within", and_look)
    async with desk.sending():
        await at_rest(desk)
        await desk.ride(desk.message(1, "một"), desk.message(2, "hai"), desk.message(1, "ba"))
        assert states == ["sending", "sending", "new"], "one at a time to a chat"
        await desk.settled()
    assert (desk.said(1), desk.said(2)) == (["một", "ba"], ["hai"])


async def test_a_commit_that_fails_sends_nothing(desk: Desk) -> None:
    async def torn() -> None:
        async with desk.wake.along("outbox:telegram") as company, desk.database.brief_write() as brief:
            await queue(brief, desk.key, [desk.message(1, "không")], 0)
            await company.within(brief)
            raise OperationalError("INSERT", None, Exception("the disk is full"))

    async with desk.sending():
        await at_rest(desk)
        with pytest.raises(OperationalError):
            await torn()
        await desk.ride(desk.message(1, "có"))
        await desk.settled()
    assert desk.said(1) == ["có"]
    assert len(await desk.rows()) == 1


async def test_a_commit_that_was_taken_for_failed_loses_nothing(desk: Desk) -> None:
    """As when the connection breaks after the database has committed: the rows are ours, and nobody remembers them."""

    async def torn() -> None:
        async with desk.wake.along("outbox:telegram") as company:
            async with desk.database.brief_write() as brief:
                await queue(brief, desk.key, [desk.message(1, "một"), desk.message(1, "hai")], 0)
                await company.within(brief)
            raise OperationalError("COMMIT", None, Exception("the connection is gone"))

    async with desk.sending():
        await at_rest(desk)
        with pytest.raises(OperationalError):
            await torn()
        await desk.settled()
    assert desk.said(1) == ["một", "hai"]


async def test_no_ride_while_the_sender_goes_round_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, on = asyncio.Event(), asyncio.Event()
    load = Dispatch.load

    async def slowly(self: Dispatch, connection: Statements, what: Load) -> None:
        inside.set()
        await on.wait()
        await load(self, connection, what)

    async with desk.sending():
        await at_rest(desk)
        (rider,) = desk.wake._riders["outbox:telegram"]
        await desk.call(desk.message(1, "một"))
        monkeypatch.setattr(Dispatch, "load", slowly)
        await desk.call(desk.message(1, "hai"))
        await inside.wait()
        assert await rider.board() is None
        monkeypatch.undo()
        on.set()
        await desk.settled()
    assert desk.said(1) == ["một", "hai"]
    assert desk.wake._riders["outbox:telegram"] == []
