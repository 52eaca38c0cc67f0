"""Each alarm is raised by what is wrong and ends with it; administrators are told once, again after hours, and at the
end. On both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, text, update

from bot.alarms import Conditions, Disk, Ledger, Signals
from bot.alarms.conditions import FULL_BYTES, LOW_BYTES
from bot.alarms.signals import CONFLICT, FOREIGN_WEBHOOK
from bot.alarms.words import ADVICE, DAMAGED, WORDS, in_words
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.backup_tables import backup_run
from bot.database.dossier_tables import due
from bot.database.operator_tables import sender_state
from bot.database.tables import inbox, outbox
from bot.people import ChatRef
from bot.schedule.alarm_watch import AlarmWatch
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff.desk import StaffDesk
from bot.texts import Texts
from bot.wake import Wake
from tests.outbox import said
from tests.staffing import CHEAP, Staffing

PLENTY = 100 * LOW_BYTES
TOKEN = "42:test-token"


@dataclass
class House:
    database: Database
    clock: FixedClock
    watch: AlarmWatch
    signals: Signals
    key: ServerKey
    free: list[int]

    async def add(self, table: Any, **values: Any) -> None:
        async with self.database.write() as connection:
            await connection.execute(insert(table).values(**values))

    async def look(self) -> list[str]:
        """What stands after a look."""
        await self.watch.look()
        return sorted(each.kind for each in await Ledger(self.database, self.clock).all() if each.stands)

    async def told(self) -> list[str]:
        return [row.content["text"] for row in await said(self.database, self.key)]


@pytest.fixture
async def house(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> House:
    desk = StaffDesk(database, key, clock, tmp_path / "keys", CHEAP)
    first = await Staffing(desk, clock).first()
    assert await desk.chats.bind(ChatRef("telegram", "bot", 7, 7), await desk.chats.new_code(first.member))
    free = [PLENTY]
    settings = Settings(_env_file=None, data_dir=tmp_path, telegram_token=TOKEN, backup_recipients="age1x")

    async def agrees(_: object) -> datetime:
        return clock.now()

    conditions = Conditions(database, clock, settings, Disk(tmp_path, lambda _: free[0]), agrees)
    async with database.write() as connection:
        await connection.execute(backup_run.insert(), _backup(clock))
    watch = AlarmWatch(conditions, desk.staff, database, key, Texts(), clock, Wake())
    return House(database, clock, watch, Signals(database, clock), key, free)


def _backup(clock: FixedClock) -> dict[str, Any]:
    now = epoch_ms(clock.now())
    return {"started_at": now, "ended_at": now, "ok": True, "bytes": 1, "sha256": "", "audit_head": "", "why": None}


def _update(clock: FixedClock, number: str, state: str, payload: bytes | None = b"sealed") -> dict[str, Any]:
    now = epoch_ms(clock.now())
    row = {"channel": "telegram", "bot": "42", "update_id": number, "lane": "l", "received_at": now}
    return {**row, "state": state, "payload": payload, "finished_at": now if state == "dead" else None}


def _message(clock: FixedClock, why: str, payload: bytes | None) -> dict[str, Any]:
    row = {"dedup": why, "channel": "telegram", "bot": "42", "lane": "l", "kind": "say", "priority": 1}
    moment = epoch_ms(clock.now())
    times = {"created_at": moment, "finished_at": moment}
    return {**row, **times, "must_arrive": True, "state": "dead", "error": why, "payload": payload}


async def test_nothing_wrong_is_nothing_told(house: House) -> None:
    assert await house.look() == []
    assert await house.told() == []


async def test_an_update_nobody_works_on(house: House) -> None:
    await house.add(inbox, **_update(house.clock, "1", "new"))
    house.clock.at += timedelta(minutes=4)
    assert await house.look() == []
    house.clock.at += timedelta(minutes=1)
    assert await house.look() == ["stuck_lane"]
    async with house.database.write() as connection:
        await connection.execute(update(inbox).values(state="done"))
    assert await house.look() == []
    begin, end = await house.told()
    assert "lâu nhất 5 phút" in begin
    assert "phần “turns”" in begin  # and what to do
    assert "turns" not in end
    assert end.startswith("✅ Đã hết")


async def test_what_was_set_aside(house: House) -> None:
    await house.add(inbox, **_update(house.clock, "1", "dead"))
    await house.add(inbox, **_update(house.clock, "2", "dead", payload=None))
    row = {"kind": "k", "at": 0, "subject": None, "state": "dead", "attempts": 5, "error": "x"}
    await house.add(due, **row, key="k|1", finished_at=epoch_ms(house.clock.now()))
    assert await house.look() == ["dead_letters"]
    assert "2 tin nhắn hoặc việc" in (await house.told())[0]


async def test_what_could_not_be_delivered(house: House) -> None:
    await house.add(outbox, **_message(house.clock, "the person has shut the chat", None))
    assert await house.look() == []
    await house.add(outbox, **_message(house.clock, "refused", b"sealed"))
    assert await house.look() == ["dead_letters"]


@pytest.mark.parametrize(
    ("kind", "begin", "end"),
    [
        (
            "sender_paused",
            "INSERT INTO sender_state (channel, bot, why, since) VALUES ('telegram', '42', 'token', 0)",
            "UPDATE sender_state SET why = NULL",
        ),
        (
            "poller_silent",
            "INSERT INTO channel_heard (channel, bot, at, still_told) VALUES ('telegram', '42', 0, false)",
            "UPDATE channel_heard SET at = :now",
        ),
        ("backup_overdue", "UPDATE backup_run SET ended_at = 0", "UPDATE backup_run SET ended_at = :now"),
        ("backup_overdue", "UPDATE backup_run SET ok = false", "UPDATE backup_run SET ok = true"),
        (
            "holidays",
            "INSERT INTO staff_notice (key, kind, subject, raised_at) VALUES ('c|2027', 'calendar-notice', '2027', 0)",
            "UPDATE staff_notice SET settled_at = 1",
        ),
    ],
)
async def test_what_the_database_tells(house: House, kind: str, begin: str, end: str) -> None:
    assert await house.look() == []
    for statement, standing in ((begin, [kind]), (end, [])):
        async with house.database.write() as connection:
            await connection.execute(
                text(statement), {"now": epoch_ms(house.clock.now())} if ":now" in statement else {}
            )
        assert await house.look() == standing
    assert len(await house.told()) == 2


@pytest.mark.parametrize(
    ("kind", "detail", "says"),
    [
        ("backup_overdue", "0", "Chưa có bản sao lưu nào."),
        ("backup_overdue", "40 h", "đã 40 giờ từ bản cuối"),
        (
            "sender_paused",
            "telegram: token, web: unreachable",
            "Telegram: mã truy cập (token) bị từ chối, Web: không kết nối được với kênh",
        ),
        ("clock_skew", "150 s", "lệch 150 giây"),
        ("disk_low", "1.5 GB", "1.5 GB"),
        ("sender_paused", "telegram: something new", "Telegram: something new"),
    ],
)
def test_a_detail_is_told_in_words(kind: str, detail: str, says: str) -> None:
    assert says in in_words(Texts(), kind, detail, "vi")


@pytest.mark.parametrize("kind", [CONFLICT, FOREIGN_WEBHOOK, "clock_skew"])
async def test_what_a_part_of_the_program_noticed_lasts_for_minutes(house: House, kind: str) -> None:
    await house.signals.leave(kind, "evil.example")
    assert await house.look() == [kind]
    house.clock.at += timedelta(minutes=6)
    assert await house.look() == []


async def test_the_clock_of_the_server_is_asked(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    conditions = Conditions(database, clock, settings, Disk(tmp_path, lambda _: PLENTY))
    assert ("clock_skew" in await conditions.standing()) == (not database.is_sqlite)
    clock.at = datetime.now(UTC)
    assert "clock_skew" not in await conditions.standing()


async def test_a_disk_that_runs_full(house: House) -> None:
    house.free[0] = LOW_BYTES - 1
    assert await house.look() == ["disk_low"]
    house.free[0] = PLENTY
    assert await house.look() == []


def test_below_half_a_gigabyte_the_disk_counts_as_full(tmp_path: Path) -> None:
    free = [0]
    disk = Disk(tmp_path, lambda _: free[0])
    for size, low, full in ((PLENTY, False, False), (LOW_BYTES - 1, True, False), (FULL_BYTES - 1, True, True)):
        free[0] = size
        assert (disk.low, disk.full) == (low, full)
    assert Disk(tmp_path).free > 0


async def test_told_once_and_again_after_hours_and_not_while_hushed(house: House) -> None:
    house.free[0] = 0
    for _ in range(3):
        await house.look()
    assert len(await house.told()) == 1
    house.clock.at += timedelta(hours=12)
    await house.add(backup_run, **_backup(house.clock))
    await house.look()
    assert len(await house.told()) == 2
    async with house.database.write() as connection:
        ledger = Ledger(house.database, house.clock)
        assert await ledger.hush(connection, "disk_low", house.clock.now() + timedelta(hours=24))
        assert not await ledger.hush(connection, "certificate", house.clock.now())
    house.clock.at += timedelta(hours=23)
    await house.add(backup_run, **_backup(house.clock))
    await house.look()
    assert len(await house.told()) == 2
    house.clock.at += timedelta(hours=2)
    await house.look()
    assert len(await house.told()) == 3


async def test_what_stands_is_read_once_a_look(house: House) -> None:
    house.free[0] = 0
    await house.look()
    asked: list[str] = []
    event.listen(house.database.engine.sync_engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    await house.watch.look()
    assert sum(each.lstrip().startswith("SELECT") and "FROM alarm" in each for each in asked) == 1


async def test_what_comes_back_is_new(house: House) -> None:
    house.free[0] = 0
    await house.look()
    house.free[0] = PLENTY
    await house.look()
    house.clock.at += timedelta(minutes=1)
    house.free[0] = 0
    await house.look()
    (alarm,) = [each for each in await Ledger(house.database, house.clock).all() if each.stands]
    assert alarm.since == house.clock.now()
    assert len(await house.told()) == 3


async def test_every_kind_has_words(house: House) -> None:
    await house.add(sender_state, channel="web", bot="w", why="held", until=None, since=0)
    for kind in (CONFLICT, FOREIGN_WEBHOOK, "clock_skew"):
        await house.signals.leave(kind, "x")
    assert set(await house.look()) <= set(WORDS)
    # What is left out of these says itself what to do.
    assert WORDS.keys() - ADVICE.keys() == {DAMAGED, CONFLICT, FOREIGN_WEBHOOK}
    assert ADVICE.keys() < WORDS.keys()
    for words in (*WORDS.values(), *ADVICE.values()):
        for language in ("vi", "en"):
            assert "{" not in Texts().label(words, language, detail="7")
