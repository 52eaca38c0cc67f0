"""The stored half-open window: a job early, late, twice, across midnight; nothing told twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.database.tables import metadata
from bot.digests import DigestMoved, Window
from bot.staff import Scope
from tests.bot.digests.stage import HUE, Stage, told


async def test_a_window_ends_where_the_next_begins(stage: Stage) -> None:
    await stage.member("an")
    first = await stage.send("an")
    at_the_end = await stage.file()  # in the very millisecond that ends the first window
    stage.later(hours=5)
    second = await stage.send("an")
    assert first.window.end == second.window.start
    assert told(first) == []
    assert told(second) == [(at_the_end, "new")]


async def test_late_by_days_loses_nothing(stage: Stage) -> None:
    await stage.member("an")
    await stage.send("an")
    numbers = [await stage.file()]
    stage.later(hours=20)  # past midnight
    numbers.append(await stage.file())
    stage.later(hours=1)
    digest = await stage.send("an")
    assert [number for number, reason in told(digest) if reason == "new"] == numbers


async def test_twice_tells_once(stage: Stage) -> None:
    await stage.member("an")
    await stage.send("an")
    await stage.file()
    stage.later(minutes=1)
    one, other = await stage.ready("an"), await stage.ready("an")
    assert told(one.digest) == told(other.digest) != []
    async with stage.room.database.write() as connection:
        await stage.desk.settle(connection, one, sent=True)
    with pytest.raises(DigestMoved):
        async with stage.room.database.write() as connection:
            await stage.desk.settle(connection, other, sent=True)
    stage.later(minutes=1)
    assert told(await stage.digest("an")) == []


async def test_two_first_ones_tell_once(stage: Stage) -> None:
    await stage.member("an")
    await stage.file()
    stage.later(minutes=1)
    one, other = await stage.ready("an"), await stage.ready("an")
    async with stage.room.database.write() as connection:
        await stage.desk.settle(connection, one, sent=True)
    with pytest.raises(DigestMoved):
        async with stage.room.database.write() as connection:
            await stage.desk.settle(connection, other, sent=True)


async def test_early_and_with_a_clock_set_back(stage: Stage) -> None:
    await stage.member("an")
    await stage.file()
    stage.later(hours=2)
    assert len((await stage.send("an")).items) == 1
    stage.later(hours=-1)
    assert (await stage.digest("an")).is_empty
    stage.later(hours=1, minutes=1)
    assert told(await stage.send("an")) == []


async def test_a_restart_between_making_and_sending_tells_it_afterwards(stage: Stage) -> None:
    await stage.member("an")
    number = await stage.file()
    stage.later(minutes=1)
    await stage.ready("an")  # and the process is gone
    stage.later(minutes=1)
    assert told(await stage.send("an")) == [(number, "new")]


async def test_the_first_window_reaches_back_a_week(stage: Stage) -> None:
    await stage.member("an")
    window = (await stage.digest("an")).window
    now = stage.room.clock.at
    assert window == Window(now - timedelta(days=7), now)


async def _revoked(stage: Stage) -> None:
    staff = metadata.tables["staff"]
    async with stage.room.database.write() as connection:
        await connection.execute(update(staff).values(state="revoked"))


async def _promoted(stage: Stage) -> None:
    staff = metadata.tables["staff"]
    async with stage.room.database.write() as connection:
        await connection.execute(update(staff).values(role="head"))


async def _moved_elsewhere(stage: Stage) -> None:
    async with stage.room.database.write() as connection:
        await connection.execute(delete(metadata.tables["staff_scope"]))
    await stage.put("staff_scope", {"staff_id": "an", "province": "01"})


async def _posted(stage: Stage) -> None:
    await stage.put("staff_post", {"staff_id": "an", "province": HUE, "office": "mot_cua_xa"})


async def _unbound(stage: Stage) -> None:
    async with stage.room.database.write() as connection:
        await connection.execute(delete(metadata.tables["staff_chat"]))


async def _excluded(stage: Stage) -> None:
    (row,) = await stage.room.rows("report_case")
    await stage.put("case_exclusion", {"case_id": row.id, "staff_id": "an", "by": "lead", "at": 1})


async def _taken(stage: Stage) -> None:
    (row,) = await stage.room.rows("report_case")
    await stage.assign(row.number, "binh")


async def _screened(stage: Stage) -> None:
    (row,) = await stage.room.rows("report_case")
    await stage.room.work.screen(row.id)


@pytest.mark.parametrize(
    "change", [_revoked, _promoted, _moved_elsewhere, _posted, _unbound, _excluded, _taken, _screened]
)
async def test_what_changed_between_making_and_sending_stops_it(lite: Stage, change: object) -> None:
    await lite.member("an", scopes=(Scope(HUE),))
    await lite.member("binh")
    await lite.file()
    lite.later(minutes=1)
    ready = await lite.ready("an")
    assert ready.digest.items
    await change(lite)  # type: ignore[operator]
    with pytest.raises(DigestMoved):
        async with lite.room.database.write() as connection:
            await lite.desk.settle(connection, ready, sent=True)
    assert await lite.room.count("digest_item") == 0
    assert await lite.room.count("digest_setting") == 0


async def test_what_was_not_named_by_then_is_not_lost(lite: Stage) -> None:
    """The transaction that failed closed no window."""
    await lite.member("an")
    number = await lite.file()
    lite.later(minutes=1)
    ready = await lite.ready("an")
    other = await lite.file()
    await lite.room.work.screen(await lite.id_of(number))
    with pytest.raises(DigestMoved):
        async with lite.room.database.write() as connection:
            await lite.desk.settle(connection, ready, sent=True)
    lite.later(minutes=1)
    assert told(await lite.send("an")) == [(other, "new")]
