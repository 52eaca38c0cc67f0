"""A day without a word from Telegram: people are told that messages may be lost, once, and when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.audit import AuditTrail
from bot.clock import FixedClock
from bot.database import Database
from bot.notices.standing import Emergency, Standing
from bot.sealing import ServerKey
from bot.silence import OUTAGE, Silence
from bot.silence.silence import AUTHOR, STANDS
from bot.texts import Texts

TEXTS = Texts()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def silence(database: Database, key: ServerKey, clock: FixedClock) -> Silence:
    return Silence(database, key, clock, TEXTS, "42")


@pytest.fixture
def again(database: Database, key: ServerKey, clock: FixedClock) -> Silence:
    """As after a restart, or in another process."""
    return Silence(database, key, clock, TEXTS, "42")


async def standing(database: Database, clock: FixedClock) -> Emergency | None:
    return await Standing(database, clock).emergency()


async def test_a_day_is_no_gap(database: Database, clock: FixedClock, silence: Silence, again: Silence) -> None:
    await silence.look()
    await silence.heard()
    clock.at += OUTAGE
    await again.look()
    await again.heard()
    assert await standing(database, clock) is None


async def test_who_writes_on_the_page_is_told_while_it_lasts(
    database: Database, clock: FixedClock, silence: Silence, again: Silence
) -> None:
    await silence.heard()
    clock.at += OUTAGE + MINUTE
    await silence.look()
    await again.look()
    notice = await standing(database, clock)
    assert notice is not None
    assert (notice.author, notice.ends_at) == (AUTHOR, clock.at + STANDS)
    assert "09:00 02/03/2026" in notice.texts["vi"]
    assert notice.texts["vi"] != notice.texts["en"]
    assert await Standing(database, clock).past() == []


@pytest.mark.parametrize("told_while_it_lasted", [True, False])
async def test_everybody_is_told_when_it_is_over(
    database: Database, clock: FixedClock, silence: Silence, again: Silence, told_while_it_lasted: bool
) -> None:
    await silence.heard()
    clock.at += timedelta(hours=30)
    if told_while_it_lasted:
        await silence.look()
    await again.heard()
    notice = await standing(database, clock)
    assert notice is not None
    assert "09:00 02/03/2026" in notice.texts["en"]
    assert "15:00 03/03/2026" in notice.texts["en"]
    assert len(await Standing(database, clock).past()) == told_while_it_lasted, "the first one is taken down"
    while clock.at < notice.ends_at:
        clock.at += OUTAGE / 2
        await again.heard()
    assert await standing(database, clock) is None, "and it is told once"


async def test_a_second_silence_is_told_of_again(database: Database, clock: FixedClock, silence: Silence) -> None:
    for _ in range(2):
        await silence.heard()
        clock.at += OUTAGE + MINUTE
        await silence.look()
        clock.at += STANDS
    await silence.heard()
    assert len(await Standing(database, clock).past()) == 3
    assert await standing(database, clock) is not None


async def test_an_administrators_notice_goes_first(
    database: Database, key: ServerKey, clock: FixedClock, silence: Silence
) -> None:
    await silence.heard()
    clock.at += timedelta(hours=40)
    theirs = Emergency(0, {"vi": "Bão số 9", "en": "Storm"}, clock.at, clock.at + timedelta(hours=5), "storm", "admin")
    async with database.write() as connection:
        await AuditTrail(database, key, clock).note(connection, None, "notice.write", "emergency", {})
        assert await Standing(database, clock).write(connection, theirs)
    await silence.heard()
    notice = await standing(database, clock)
    assert notice is not None
    assert notice.author == "admin"
    clock.at += timedelta(hours=5) + MINUTE
    await silence.heard()
    notice = await standing(database, clock)
    assert notice is not None
    assert notice.author == AUTHOR
    assert "01:00 04/03/2026" in notice.texts["en"], "of the gap, not of the time it was told"


async def test_two_processes_tell_once(database: Database, clock: FixedClock, silence: Silence, again: Silence) -> None:
    await silence.heard()
    clock.at += timedelta(hours=40)
    await again.heard()
    await silence.heard()
    await silence.look()
    await again.look()
    assert await standing(database, clock) is not None
    assert await Standing(database, clock).past() == []


async def test_a_clock_that_was_set_back_is_no_silence(
    database: Database, clock: FixedClock, silence: Silence, again: Silence
) -> None:
    await silence.heard()
    clock.at -= timedelta(days=3)
    await again.look()
    await again.heard()
    clock.at += timedelta(days=3)
    await again.heard()
    assert await standing(database, clock) is None
