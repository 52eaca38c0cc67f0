"""Between queueing and sending: whoever is revoked, moved, excluded or has another chat gets nothing of before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.board.handling import Handlings
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.outbox.store import queue
from bot.schedule.digest_jobs import DigestJobs
from bot.schedule.runner import Schedule
from bot.staff import Scope
from bot.staff.desk import StaffDesk
from bot.staff.withdrawing import LOOK_BACK
from bot.texts import Texts
from bot.wake import Wake
from tests.bot.digests.stage import DA_NANG, HUE, Stage, told
from tests.bot.reports.cases.desks import person
from tests.staffing import CHEAP

Change = Callable[[Stage, StaffDesk], Awaitable[None]]
AN_AND_OTHERS = ["an", "an_", "xan"]  #: in a pattern, one of these names would stand for another


@pytest.fixture
def desk(stage: Stage, tmp_path: Path) -> StaffDesk:
    return StaffDesk(stage.room.database, stage.room.key, stage.room.clock, tmp_path / "staff", CHEAP)


async def queue_all(stage: Stage) -> None:
    """A digest and an alert to each of three members stand in the outbox."""
    room = stage.room
    jobs = DigestJobs(stage.desk, room.database, room.key, Texts(), room.clock, None)
    await jobs.plan_first()
    stage.later(hours=23)
    schedule = Schedule(room.database, room.key, room.clock, Wake(), jobs.by_kind(), name="digests")
    while await schedule.work():
        pass
    words: dict[str, object] = {"text": "x", "buttons": [], "file": None}
    alerts = [
        Outgoing(f"staff-alert|severe|1|{name}", Address("telegram", "42", 5), Kind.SAY, words, Priority.ALERT)
        for name in AN_AND_OTHERS
    ]
    async with room.database.write() as connection:
        await queue(connection, room.key, alerts, 1)


async def on_their_way(stage: Stage) -> set[str]:
    return {row.dedup for row in await stage.room.rows("outbox") if row.state in ("new", "sending")}


async def revoked(stage: Stage, desk: StaffDesk) -> None:
    await desk.accounts.revoke("an", None)


async def moved(stage: Stage, desk: StaffDesk) -> None:
    await desk.accounts.set_places("an", [Scope(DA_NANG)], [], "admin")


async def excluded(stage: Stage, desk: StaffDesk) -> None:
    (row,) = await stage.room.rows("report_case")
    async with stage.room.database.write() as connection:
        await Handlings(stage.room.database, stage.room.clock).exclude(connection, row.id, "an", "lead")


async def bound_elsewhere(stage: Stage, desk: StaffDesk) -> None:
    member = await desk.staff.member("an")
    assert member is not None
    assert await desk.chats.bind(person(31), await desk.chats.new_code(member))


@pytest.mark.parametrize("change", [revoked, moved, excluded, bound_elsewhere])
async def test_what_is_on_its_way_is_taken_back_and_nobody_elses(stage: Stage, desk: StaffDesk, change: Change) -> None:
    for name in AN_AND_OTHERS:
        await stage.member(name, scopes=(Scope(HUE),))
    await stage.file()
    await queue_all(stage)
    before = await on_their_way(stage)
    theirs = {dedup for dedup in before if "an" in dedup.split("|")}
    assert (len(before), len(theirs)) == (6, 2)
    await change(stage, desk)
    assert await on_their_way(stage) == before - theirs
    gone = [row for row in await stage.room.rows("outbox") if row.dedup in theirs]
    assert {(row.state, row.address, row.payload) for row in gone} == {("dead", None, None)}
    assert {row.staff_id for row in await stage.room.rows("digest_item")} == {"an_", "xan"}


async def test_what_never_arrived_is_told_in_the_next_one_where_it_is_still_theirs(
    stage: Stage, desk: StaffDesk
) -> None:
    for name in AN_AND_OTHERS:
        await stage.member(name)
    here, _ = await stage.file(), await stage.file(province=DA_NANG)
    await queue_all(stage)
    await desk.accounts.set_places("an", [Scope(HUE)], [], "admin")
    digest = await stage.digest("an")
    assert told(digest) == [(here, "new")]
    assert digest.window.start <= digest.window.end - LOOK_BACK
    assert told(await stage.digest("xan")) == []


async def test_a_digest_made_before_the_change_is_not_settled_after_it(stage: Stage, desk: StaffDesk) -> None:
    """Also where the change leaves everything as it was: the window has stirred."""
    await stage.member("an", scopes=(Scope(HUE),))
    await stage.file()
    await stage.send("an")
    stage.later(days=1)
    await stage.file()
    ready = await stage.ready("an")
    await desk.accounts.set_places("an", [Scope(HUE)], [], "admin")
    binds = {"staff": "an", "start": int(ready.digest.window.start.timestamp() * 1000), "end": 1}
    async with stage.room.database.write() as connection:
        closed = await connection.execute(stage.desk._queries["close_window"], binds)
        assert closed.rowcount == 0


async def test_a_code_is_used_up_by_the_commit_and_not_before(stage: Stage, desk: StaffDesk) -> None:
    await stage.member("an")
    member = await desk.staff.member("an")
    assert member is not None
    code, here = await desk.chats.new_code(member), person(31)
    assert await desk.chats.fits(here, code)

    async def turn_that_fails() -> None:
        async with stage.room.database.write() as connection:
            await desk.chats.binding(here, code)(connection)
            raise RuntimeError("the turn fails")

    with pytest.raises(RuntimeError, match="the turn fails"):
        await turn_that_fails()
    assert await desk.chats.fits(here, code)
    assert await desk.staff.by_chat(here) is None
    async with stage.room.database.write() as connection:
        await desk.chats.binding(here, code)(connection)
    assert await desk.staff.by_chat(here) == member
    assert not await desk.chats.fits(here, code)
