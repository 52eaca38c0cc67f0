"""The bound of the queue: shut beyond it, open again well below it. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.abuse.figures import SHIPPED, Figures
from bot.abuse.queue import FRESH_MS, QueueBound
from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.intake.update import telegram_update
from bot.legal import LegalParameters
from bot.sealing import ServerKey
from bot.wake import Wake


class TenWait(Figures):
    def __getitem__(self, name: str) -> int:
        return 10 if name == "queue_most" else super().__getitem__(name)


async def test_shut_beyond_the_bound_and_open_again_well_below(
    database: Database, key: ServerKey, clock: FixedClock, wake: Wake
) -> None:
    queue, inbox = QueueBound(database, clock, TenWait()), Inbox(database, key, clock, wake)

    async def full_with(waiting: int) -> bool:
        async with database.write() as connection:
            await connection.exec_driver_sql("DELETE FROM inbox")
        await inbox.accept([telegram_update("42", {"update_id": number}) for number in range(waiting)])
        clock.at += timedelta(milliseconds=FRESH_MS)
        return await queue.full()

    assert [await full_with(n) for n in (0, 9, 10, 25, 9, 8, 7, 9)] == [
        False, False, True, True, True, True, False, False,
    ]  # fmt: skip


async def test_what_ships_is_what_is_seeded_and_what_is_entered_holds(database: Database, clock: FixedClock) -> None:
    figures = Figures(LegalParameters(database, clock))
    clock.at += timedelta(days=365)  # the seeded values hold from November 2026 on
    for name in SHIPPED:
        figures._values[name] = 0
    await figures.refresh()
    assert {name: figures[name] for name in SHIPPED} == SHIPPED
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE legal_parameter SET value = '40' WHERE name = 'rate_messages_minute'")
    await figures.refresh()
    assert figures["rate_messages_minute"] == 40


@pytest.mark.parametrize("name", sorted(SHIPPED))
async def test_a_parameter_without_a_value_in_force_leaves_what_ships(
    sqlite: Database, clock: FixedClock, name: str
) -> None:
    async with sqlite.write() as connection:
        await connection.exec_driver_sql(f"DELETE FROM legal_parameter WHERE name = '{name}'")  # noqa: S608
    figures = Figures(LegalParameters(sqlite, clock))
    await figures.refresh()
    assert figures[name] == SHIPPED[name]
