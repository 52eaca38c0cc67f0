"""A channel that one person alone switched off is on again after some hours; nothing but answers goes out meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.tables import metadata
from bot.notices import Standing
from bot.notices.standing import FRESH_MS, USUAL_HOURS
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.outbox.shelf import Shelf
from bot.outbox.store import queue
from bot.sealing import ServerKey
from bot.wake import Wake
from bot.web.chat.delivery import WebDelivery
from bot.web.chat.identity import BOT, CHANNEL
from tests.outbox import said

TEXTS = {"vi": "Tạm nghỉ.", "en": "Paused."}
ALONE = timedelta(hours=USUAL_HOURS)


async def off(database: Database, clock: FixedClock, channel: str) -> Standing:
    standing = Standing(database, clock)
    async with database.write() as connection:
        assert await standing.switch(connection, channel, True, TEXTS, "rò rỉ", "anna", 0)
    clock.at += timedelta(milliseconds=FRESH_MS)
    return standing


async def test_without_a_second_person_it_lapses_and_says_so(database: Database, clock: FixedClock) -> None:
    standing = await off(database, clock, "web")
    switch = (await standing.switches())["web"]
    assert switch.lapses_at == switch.at + ALONE
    clock.at = switch.at + ALONE - timedelta(seconds=1)
    assert await standing.paused("web", "vi") == TEXTS["vi"]
    clock.at += timedelta(seconds=1)
    assert await standing.paused("web", "vi") is None
    lapsed = (await standing.switches())["web"]
    assert (lapsed.off, lapsed.holds(clock.now())) == (True, False)
    async with database.write() as connection:
        assert not await standing.confirm(connection, "web", "binh", 1), "too late: it would go off again"
        assert await standing.switch(connection, "web", True, TEXTS, "vẫn rò rỉ", "binh", 1)
    assert (await standing.switches())["web"].holds(clock.now())


async def test_confirmed_it_stays_off_however_long(database: Database, clock: FixedClock) -> None:
    standing = await off(database, clock, "web")
    async with database.write() as connection:
        assert await standing.confirm(connection, "web", "binh", 1)
    clock.at += timedelta(days=30)
    assert await standing.paused("web", "en") == TEXTS["en"]
    assert (await standing.switches())["web"].lapses_at is None


async def test_the_hours_are_a_parameter(database: Database, clock: FixedClock) -> None:
    table = metadata.tables["legal_parameter"]
    async with database.write() as connection:
        await connection.execute(update(table).where(table.c.name == "channel_off_hours").values(value="1"))
    standing = await off(database, clock, "web")
    clock.at += timedelta(hours=1)
    assert await standing.paused("web", "vi") is None


def outgoing(channel: str, bot: str, name: str, **options: Any) -> Outgoing:
    return Outgoing(name, Address(channel, bot, 7), Kind.SAY, Message(name).as_json(), **options)


async def test_telegram_sends_answers_only(database: Database, clock: FixedClock, key: ServerKey) -> None:
    await off(database, clock, "telegram")
    async with database.write() as connection:
        told = [("reminder", Priority.ALERT), ("broadcast", Priority.BULK), ("answer", Priority.REPLY)]
        messages = [outgoing("telegram", "42", name, priority=priority) for name, priority in told]
        await queue(connection, key, messages, epoch_ms(clock.now()))
    shelf = Shelf(database, key, clock, "telegram", "42")
    assert await shelf.anything_new()
    ceiling = await shelf.ceiling()
    async with database.write() as connection:
        parcels, _ = await shelf.take(connection, ceiling, 10, ())
    assert [parcel.dedup for parcel in parcels] == ["answer"]
    assert not await shelf.anything_new(), "what is held makes no work"
    clock.at += ALONE
    ceiling = await shelf.ceiling()
    async with database.write() as connection:
        parcels, _ = await shelf.take(connection, ceiling, 10, ())
    assert [parcel.dedup for parcel in parcels] == ["reminder", "broadcast"]


async def test_the_web_holds_reminders_and_drops_what_is_over(
    database: Database, clock: FixedClock, key: ServerKey
) -> None:
    await off(database, clock, CHANNEL)
    tonight = epoch_ms(clock.now() + timedelta(hours=1))
    async with database.write() as connection:
        messages = [
            outgoing(CHANNEL, BOT, "reminder", priority=Priority.ALERT),
            outgoing(CHANNEL, BOT, "broadcast", priority=Priority.BULK, expires_at=tonight),
            outgoing(CHANNEL, BOT, "answer"),
        ]
        await queue(connection, key, messages, epoch_ms(clock.now()))
    delivery = WebDelivery(database, key, clock, Wake())
    assert await delivery.deliver_batch() == 1
    assert [each.text for each in await said(database, key)] == ["reminder", "broadcast"]
    clock.at += ALONE
    assert await delivery.deliver_batch() == 1
    assert await said(database, key) == []
    async with database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT dedup, state FROM outbox ORDER BY id")
        assert [tuple(row) for row in rows] == [("reminder", "sent"), ("broadcast", "dead"), ("answer", "sent")]
