"""A damaged database: administrators are told in their chats although nothing can be written, once, and again while it
stands. Against a Bot API server, with a file that is spoilt under the running program (T26)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.abuse_room import AbuseRoom
from bot.alarms import Disk
from bot.alarms.words import DAMAGED
from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.metrics.exposition import exposition
from bot.metrics.standing import StandingFigures
from bot.outbox.message import Message, visible_text
from bot.people import ChatRef
from bot.schedule.damage_watch import DamageWatch
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff.desk import StaffDesk
from bot.telegram_desk import TelegramDesk
from bot.texts import Texts
from bot.turns.application import BotIdentity
from bot.wake import Wake
from knowledge.store import KnowledgeStore
from tests.botapi import TOKEN, BotApiServer
from tests.staffing import CHEAP, Staffing

BOT, CHAT = TOKEN.partition(":")[0], 7


@dataclass
class Line:
    """A way to chats that may be cut."""

    cut: bool = False

    def __post_init__(self) -> None:
        self.said: list[tuple[int, str]] = []

    async def send(self, chat: ChatRef, message: Message) -> bool:
        if not self.cut:
            self.said.append((chat.chat_id, visible_text(message.text)[0]))
        return not self.cut


@pytest.fixture
async def desk(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> StaffDesk:
    """An administrator who has bound a chat."""
    desk = StaffDesk(sqlite, key, clock, tmp_path / "keys", CHEAP)
    first = await Staffing(desk, clock).first()
    assert await desk.chats.bind(ChatRef("telegram", BOT, CHAT, CHAT), await desk.chats.new_code(first.member))
    return desk


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def watch(sqlite: Database, desk: StaffDesk, clock: FixedClock, line: Line) -> DamageWatch:
    return DamageWatch(sqlite, desk.staff, Texts(), clock, ("telegram", BOT), line.send)


async def spoil(database: Database) -> None:
    """Every page of the file is overwritten, and somebody meets it."""
    _overwrite(Path(str(database.url.database)))
    for _ in range(5):  # each reader may hold pages of its own
        with suppress(SQLAlchemyError):
            async with database.read() as connection:
                await connection.execute(text("SELECT count(*) FROM inbox"))
    assert database.damage.seen


def _overwrite(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened:
        opened.write(b"\xff" * file.stat().st_size)


async def test_nothing_is_said_of_a_database_that_is_whole(watch: DamageWatch, line: Line, clock: FixedClock) -> None:
    for _ in range(3):
        await watch.look()
        clock.at += timedelta(hours=13)
    assert line.said == []


async def test_told_once_and_again_after_hours_although_nothing_can_be_read(
    watch: DamageWatch, line: Line, sqlite: Database, clock: FixedClock
) -> None:
    await watch.look()
    await spoil(sqlite)
    for _ in range(3):
        await watch.look()
    ((chat, told),) = line.said
    assert chat == CHAT
    assert told.startswith("🚨 Cơ sở dữ liệu đã hỏng.")
    clock.at += timedelta(hours=11)
    await watch.look()
    assert len(line.said) == 1
    clock.at += timedelta(hours=1)
    await watch.look()
    assert len(line.said) == 2


async def test_what_did_not_arrive_is_said_again(
    watch: DamageWatch, line: Line, sqlite: Database, clock: FixedClock
) -> None:
    await watch.look()
    await spoil(sqlite)
    line.cut = True
    await watch.look()
    line.cut = False
    await watch.look()
    assert line.said == []
    clock.at += timedelta(minutes=1)
    await watch.look()
    await watch.look()
    assert len(line.said) == 1


async def test_whoever_is_no_administrator_any_more_is_not_told(
    watch: DamageWatch, line: Line, sqlite: Database
) -> None:
    await watch.look()
    async with sqlite.write() as connection:
        await connection.execute(text("UPDATE staff SET state = 'revoked'"))
    sqlite.damage.seen = True  # met elsewhere in the file: who works here can still be read
    await watch.look()
    assert line.said == []


async def test_a_chat_with_another_bot_is_left_alone(
    sqlite: Database, desk: StaffDesk, clock: FixedClock, line: Line
) -> None:
    watch = DamageWatch(sqlite, desk.staff, Texts(), clock, ("telegram", "43"), line.send)
    sqlite.damage.seen = True
    await watch.look()
    assert line.said == []


async def test_the_figures_say_it_whether_they_can_be_read_or_not(
    sqlite: Database, clock: FixedClock, tmp_path: Path
) -> None:
    async def alarm() -> float | None:
        figures = StandingFigures(sqlite, clock, Disk(tmp_path, lambda _: 1), KnowledgeStore(sqlite, clock))
        families = text_string_to_metric_families(exposition(await figures.all(), "1").decode())
        found = {
            each.labels["kind"]: each.value for family in families for each in family.samples if "kind" in each.labels
        }
        return found.get(DAMAGED)

    assert await alarm() == 0
    sqlite.damage.seen = True
    assert await alarm() == 1
    sqlite.damage.seen = False
    await spoil(sqlite)
    assert await alarm() == 1


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


async def test_as_the_program_is_wired_it_goes_to_the_chat_past_the_outbox(
    server: BotApiServer, sqlite: Database, desk: StaffDesk, key: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, telegram_token=TOKEN, telegram_api=server.address)
    wake, abuse = Wake(), AbuseRoom(sqlite, key, clock, unlimited=True)
    inbox = Inbox(sqlite, key, clock, wake)
    telegram = TelegramDesk(settings, sqlite, key, clock, wake, inbox, Texts(), abuse)

    async def greet(_: BotIdentity) -> None:
        raise AssertionError("nobody asked")

    async def run() -> None:
        await telegram.jobs(frozenset({"web"}), greet, Console())["telegram-damage"]()

    sqlite.damage.seen = True
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run())
        await server.wait_for(lambda: bool(server.chats.of(CHAT)))
        running.cancel()
    (told,) = server.chats.of(CHAT)
    assert told.seen.startswith("🚨 Cơ sở dữ liệu đã hỏng.")
    async with sqlite.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 0
