"""One writer for many doors: a caller that is stopped takes nobody's update with it. On both databases."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import inbox
from bot.intake.inbox import Inbox
from bot.intake.update import telegram_update
from bot.sealing import ServerKey
from bot.wake import Wake


@pytest.fixture
def door(database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> Inbox:
    return Inbox(database, key, clock, wake)


def updates(*numbers: int) -> list[Any]:
    return [telegram_update("42", {"update_id": number, "message": {"chat": {"id": number}}}) for number in numbers]


async def amount(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(inbox))).scalar_one())


async def test_a_caller_that_is_stopped_while_committing_takes_nobody_with_it(
    door: Inbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    committing, insert = asyncio.Event(), Inbox._insert

    async def slow(self: Inbox, *arguments: Any) -> None:
        if committing.is_set():
            return await insert(self, *arguments)
        committing.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Inbox, "_insert", slow)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        first = group.create_task(door.accept(updates(1)))
        await committing.wait()
        others = [group.create_task(door.accept(updates(number))) for number in (2, 3)]
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait(others)
    assert first.cancelled()
    assert [task.exception() for task in others] == [None, None]
    assert await amount(database) == 3  # whoever was stopped asks again, and is told "there already"


async def test_a_failed_commit_is_told_to_all_it_was_for_and_to_nobody_else(
    door: Inbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert, failures = Inbox._insert, iter([True])

    async def fail_once(self: Inbox, *arguments: Any) -> None:
        if next(failures, False):
            raise OperationalError("INSERT", {}, Exception("disk full"))
        await insert(self, *arguments)

    monkeypatch.setattr(Inbox, "_insert", fail_once)
    with pytest.raises(OperationalError):
        await door.accept(updates(1))
    await door.accept(updates(2))
    assert await amount(database) == 1


async def test_more_than_a_group_is_accepted_whole(door: Inbox, database: Database) -> None:
    await door.accept(updates(*range(1, 1203)))
    assert await amount(database) == 1202
