"""In the chat: told once, objecting, being answered; and the report that goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.abuse import AbuseDesk
from bot.abuse.appeals import LONGEST, MOST_OF_A_BLOCK
from bot.abuse.blocks import FRESH_MS
from bot.abuse.rates import MESSAGES
from bot.abuse_room import AbuseRoom
from bot.clock import FixedClock
from bot.database import Database
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.turns.application import build_router
from bot.turns.worker import TurnWorker
from bot.wake import Wake
from handlers import register
from tests.talk import BOT, CHAT, Talk

HERE = ChatRef("telegram", "42", CHAT, CHAT)


@pytest.fixture
async def talk(database: Database, key: ServerKey, clock: FixedClock) -> Talk:
    return await Talk.begin(database, key, clock)


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock) -> AbuseDesk:
    return AbuseDesk(database, key, clock)


async def block(talk: Talk, desk: AbuseDesk) -> int:
    async with talk.database.write() as connection:
        number = await desk.blocks.add(connection, desk.lane_of(HERE), "telegram", 3, "thử", "anna")
    talk.clock.at += timedelta(milliseconds=FRESH_MS)
    return number


async def decide(talk: Talk, desk: AbuseDesk, lifted: bool) -> None:
    (appeal, *_) = await desk.appeals.all()
    async with talk.database.write() as connection:
        assert await desk.appeals.decide(connection, appeal.id, lifted, "Đã xem.", "binh")
        assert not await desk.appeals.decide(connection, appeal.id, lifted, "Đã xem.", "binh")


async def test_who_is_blocked_is_told_once_for_how_long_and_how_to_object(talk: Talk, desk: AbuseDesk) -> None:
    await block(talk, desk)
    told = await talk.say("lam giay khai sinh can gi")
    assert "khai sinh" in told.messages[0].text, "what is within the measure is answered"
    assert "05/03/2026" in told.text
    assert "/khangnghi" in told.text
    assert "/phananh" in told.text
    assert "05/03/2026" not in (await talk.say("/trogiup")).text


async def test_the_program_itself_slows_a_flood_down_tells_once_and_marks_it(
    sqlite: Database, key: ServerKey, clock: FixedClock, wake: Wake
) -> None:
    """Wired as the program wires it: a bucket nobody has been in yet must not count as none."""
    abuse = AbuseRoom(sqlite, key, clock, unlimited=False)
    talk = await Talk.begin(sqlite, key, clock)
    talk.worker = TurnWorker(sqlite, key, clock, wake, talk.worker._house, abuse.pace)
    talk.worker.routers["telegram"] = await build_router(BOT, register)
    heard = [await talk.say("/trogiup") for _ in range(MESSAGES.burst + 10)]
    assert [bool(answer.messages) for answer in heard] == [True] * (MESSAGES.burst + 1) + [False] * 9
    assert "nhắn nhanh hơn" in heard[MESSAGES.burst].text
    (flood,) = await abuse.desk.floods.lately()
    assert (flood.lane, flood.minutes) == (abuse.desk.lane_of(HERE), 1)


async def test_objecting_reaches_a_person_and_is_kept_sealed(talk: Talk, desk: AbuseDesk) -> None:
    await block(talk, desk)
    await talk.say("/start")
    assert str(LONGEST) in (await talk.tap("nhầm lẫn")).text
    assert str(LONGEST) in (await talk.say("x" * (LONGEST + 1))).text
    assert "Sẽ có người đọc" in (await talk.say("Con tôi nghịch máy, mã hồ sơ 000.00.16.H57-260301-0001")).text
    (appeal,) = await desk.appeals.all()
    assert appeal.words == "Con tôi nghịch máy, mã hồ sơ 000.00.16.H57-260301-0001"
    assert appeal.where == HERE
    async with talk.database.read() as connection:
        stored = (await connection.exec_driver_sql("SELECT payload, address FROM block_appeal")).one()
    assert "nghịch".encode() not in bytes(stored.payload)
    assert str(CHAT).encode() not in bytes(stored.address)
    assert "chưa được đọc" in (await talk.say("/khangnghi")).text


async def test_an_answer_ends_it_and_two_are_enough(talk: Talk, desk: AbuseDesk) -> None:
    number = await block(talk, desk)
    for _ in range(MOST_OF_A_BLOCK):
        assert await desk.appeals.may(number) == "may"
        await talk.say("/khangnghi")
        await talk.say("Xin xem lại.")
        await decide(talk, desk, lifted=False)
    assert "05/03/2026" in (await talk.say("/khangnghi")).text
    assert len(await desk.appeals.all()) == MOST_OF_A_BLOCK


async def test_who_is_not_blocked_is_told_so(talk: Talk, desk: AbuseDesk) -> None:
    assert "không bị hạn chế" in (await talk.say("/khangnghi")).text
    await block(talk, desk)
    await talk.say("/khangnghi")
    (blocked,) = await desk.blocks.all()
    async with talk.database.write() as connection:
        assert await desk.blocks.lift(connection, blocked.id, "binh")
    talk.clock.at += timedelta(milliseconds=FRESH_MS)
    assert "không bị hạn chế" in (await talk.say("Xin xem lại.")).text
    assert await desk.appeals.all() == []


async def test_a_report_that_was_being_written_is_gone_on_with_after_objecting(talk: Talk, desk: AbuseDesk) -> None:
    await talk.say("/phananh")
    await talk.tap("Đồng ý")
    await block(talk, desk)
    await talk.say("/khangnghi")
    await talk.say("Tôi đang viết phản ánh.")
    assert any("iếp" in label for label in (await talk.say("/phananh")).labels)
