"""Delivery into the history: exactly once, in order, edits in their place; on both databases."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.tables import outbox, web_history
from bot.outbox.message import Button, Message
from bot.outbox.outgoing import Address, Kind
from bot.sealing import ServerKey
from bot.wake import Wake
from bot.web.chat.delivery import BATCH, WebDelivery
from bot.web.chat.history import History, offered_by
from tests.bot.web.visit import Desk

LAN, MINH = Address("web", "web", 11), Address("web", "web", 22)


async def states(database: Database) -> list[tuple[str, bool]]:
    """(state, whether anything of what was said is left in the row)."""
    async with database.read() as connection:
        rows = await connection.execute(select(outbox).order_by(outbox.c.id))
        return [(row.state, row.payload is not None or row.address is not None) for row in rows]


async def texts_of(history: History, address: Address, key: ServerKey) -> list[str]:
    entries, _ = await history.latest(address.lane(key))
    return [entry.content["text"] for entry in entries]


async def test_what_is_said_moves_from_outbox_to_history(desk: Desk, history: History, key: ServerKey) -> None:
    await desk.say(LAN, "chào <b>Lan</b>", Button("Tiếp", data="v1:ask:more"))
    assert await states(desk.database) == [("sent", False)]
    entries, last = await history.latest(LAN.lane(key))
    assert [entry.kind for entry in entries] == ["say"]
    assert entries[0].content["text"] == "chào <b>Lan</b>"
    assert offered_by(entries[0].content) == {"v1:ask:more"}
    assert last == entries[0].id


async def test_nothing_is_delivered_twice(desk: Desk, history: History, key: ServerKey) -> None:
    await desk.say(LAN, "một lần")
    assert await desk.delivery.deliver_batch() == 0
    assert await texts_of(history, LAN, key) == ["một lần"]


async def test_order_holds_and_lanes_are_apart(desk: Desk, history: History, key: ServerKey) -> None:
    for number in range(6):
        await desk.queue(LAN if number % 2 else MINH, Kind.SAY, Message(f"tin {number}").as_json())
    assert await desk.delivery.deliver_batch() == 6
    assert await texts_of(history, LAN, key) == ["tin 1", "tin 3", "tin 5"]
    assert await texts_of(history, MINH, key) == ["tin 0", "tin 2", "tin 4"]


async def test_other_channels_and_later_messages_are_left_alone(desk: Desk, clock: FixedClock) -> None:
    await desk.queue(Address("telegram", "1", 11), Kind.SAY, Message("kia").as_json())
    await desk.queue(LAN, Kind.SAY, Message("sau").as_json())
    async with desk.database.write() as connection:
        later = epoch_ms(clock.now()) + 1000
        await connection.execute(update(outbox).where(outbox.c.channel == "web").values(not_before=later))
    assert await desk.delivery.deliver_batch() == 0
    clock.at = clock.at.replace(second=1)
    assert await desk.delivery.deliver_batch() == 1


async def test_an_edit_changes_the_message_and_remembers_what_it_offered(
    desk: Desk, history: History, key: ServerKey
) -> None:
    number = await desk.say(LAN, "trang 1", Button("2", data="v1:page:2"))
    await desk.edit(LAN, number, "trang 2", Button("1", data="v1:page:1"))
    await desk.edit(LAN, number, "trang 3", Button("4", data="v1:page:4"))
    entries, last = await history.latest(LAN.lane(key))
    assert [(entry.id, entry.content["text"]) for entry in entries] == [(number, "trang 3")]
    assert offered_by(entries[0].content) == {"v1:page:1", "v1:page:2", "v1:page:4"}
    events = await history.after(LAN.lane(key), number)
    assert [(entry.kind, entry.content) for entry in events] == [("edit", {"message_id": number})] * 2
    assert events[-1].id == last


async def test_two_edits_of_one_batch_end_in_the_later(desk: Desk, history: History, key: ServerKey) -> None:
    number = await desk.say(LAN, "trang 1")
    for page in ("2", "3"):
        await desk.queue(LAN, Kind.EDIT, {**Message(f"trang {page}").as_json(), "message_id": number})
    await desk.delivery.deliver_batch()
    assert await texts_of(history, LAN, key) == ["trang 3"]


async def test_an_edit_of_what_is_gone_is_said_anew(desk: Desk, history: History, key: ServerKey) -> None:
    await desk.edit(LAN, 9_999, "còn đây")
    await desk.edit(LAN, 0, "nút của trang")
    assert await texts_of(history, LAN, key) == ["còn đây", "nút của trang"]


async def test_nobody_edits_in_another_lane(desk: Desk, history: History, key: ServerKey) -> None:
    number = await desk.say(LAN, "của Lan")
    await desk.edit(MINH, number, "của Minh")
    assert await texts_of(history, LAN, key) == ["của Lan"]
    assert await texts_of(history, MINH, key) == ["của Minh"]


async def test_what_is_removed_is_gone_from_the_history_and_the_page_is_told(
    desk: Desk, history: History, key: ServerKey
) -> None:
    numbers = [await desk.say(LAN, text) for text in ("một", "hai")]
    await desk.queue(LAN, Kind.SAY, Message("đang chờ").as_json())
    await desk.queue(LAN, Kind.DELETE, {"message_ids": numbers})
    await desk.queue(LAN, Kind.SAY, Message("xong").as_json())
    await desk.delivery.deliver_batch()
    assert await texts_of(history, LAN, key) == ["đang chờ", "xong"]
    events = await history.after(LAN.lane(key), numbers[-1])
    assert [(entry.kind, entry.content) for entry in events][1] == ("delete", {"message_ids": numbers})


async def test_nobody_removes_in_another_lane(desk: Desk, history: History, key: ServerKey) -> None:
    number = await desk.say(LAN, "của Lan")
    await desk.queue(MINH, Kind.DELETE, {"message_ids": [number]})
    await desk.delivery.deliver_batch()
    assert await texts_of(history, LAN, key) == ["của Lan"]


async def test_an_unreadable_row_is_set_aside_and_stops_nobody(desk: Desk, history: History, key: ServerKey) -> None:
    await desk.queue(LAN, Kind.SAY, Message("hỏng").as_json())
    await desk.queue(LAN, Kind.SAY, Message("lành").as_json())
    async with desk.database.write() as connection:
        await connection.execute(update(outbox).where(outbox.c.id == 1).values(payload=b"\x00" * 40))
    await desk.delivery.deliver_batch()
    assert [state for state, _ in await states(desk.database)] == ["dead", "sent"]
    assert await texts_of(history, LAN, key) == ["lành"]


async def test_a_failed_commit_leaves_everything_as_it_was(desk: Desk, history: History, key: ServerKey) -> None:
    await desk.queue(LAN, Kind.SAY, Message("chờ").as_json())
    engine = desk.database.engine.sync_engine

    def refuse(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE outbox"):
            raise OSError("disk full")

    event.listen(engine, "before_cursor_execute", refuse)
    with pytest.raises((OSError, SQLAlchemyError)):
        await desk.delivery.deliver_batch()
    event.remove(engine, "before_cursor_execute", refuse)
    assert await desk.history() == []
    assert await desk.delivery.deliver_batch() == 1
    assert await texts_of(history, LAN, key) == ["chờ"]


async def test_deliverers_at_the_same_time_double_nothing(
    desk: Desk, database: Database, key: ServerKey, clock: FixedClock, history: History
) -> None:
    """The lease keeps them apart; should it ever fail, the rows themselves do."""
    expected = [f"tin {number}" for number in range(60)]
    for text in expected:
        await desk.queue(LAN, Kind.SAY, Message(text).as_json())
    others = [WebDelivery(database, key, clock, Wake()) for _ in range(4)]
    delivered = await asyncio.gather(*(other.deliver_batch() for other in others))
    assert sum(delivered) == len(expected)
    assert await texts_of(history, LAN, key) == expected


async def test_run_delivers_more_than_a_batch_and_rings_for_the_page(
    desk: Desk, database: Database, key: ServerKey, clock: FixedClock, wake: Wake
) -> None:
    for number in range(BATCH + 5):
        await desk.queue(LAN, Kind.SAY, Message(f"tin {number}").as_json())
    async with wake.listen(f"history:{LAN.lane(key)}") as bell, asyncio.TaskGroup() as group:
        running = group.create_task(desk.delivery.run())
        while len(await desk.history()) < BATCH + 5:
            await bell.wait(30)
        await desk.queue(LAN, Kind.SAY, Message("muộn").as_json())
        wake.call("outbox:web")
        while len(await desk.history()) < BATCH + 6:
            await bell.wait(30)
        running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert {state for state, _ in await states(database)} == {"sent"}


async def test_payloads_do_not_open_in_another_place(desk: Desk, history: History, key: ServerKey) -> None:
    await desk.say(LAN, "riêng của Lan")
    number = await desk.say(LAN, "thứ hai")
    async with desk.database.write() as connection:
        first = (await connection.execute(select(web_history.c.payload).where(web_history.c.id != number))).scalar_one()
        await connection.execute(update(web_history).where(web_history.c.id == number).values(payload=first))
    assert await texts_of(history, LAN, key) == ["riêng của Lan"]  # the moved one is passed over, not believed


async def test_an_edit_of_a_damaged_message_is_said_anew_and_stops_nobody(
    desk: Desk, history: History, key: ServerKey
) -> None:
    number = await desk.say(LAN, "bị hỏng")
    async with desk.database.write() as connection:
        await connection.execute(update(web_history).where(web_history.c.id == number).values(payload=b"x" * 40))
    await desk.queue(LAN, Kind.EDIT, {**Message("sửa").as_json(), "message_id": number})
    await desk.queue(MINH, Kind.SAY, Message("của Minh").as_json())
    assert await desk.delivery.deliver_batch() == 2
    assert await texts_of(history, LAN, key) == ["sửa"]
    assert await texts_of(history, MINH, key) == ["của Minh"]
