"""Files that wait for their report: sealed, bound to their chat, few, and gone with the draft. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.report_tables import draft_file
from bot.database.tables import session
from bot.errors import Unreadable
from bot.people import ChatRef
from bot.reports.evidence import EvidenceDesk, Result
from bot.reports.evidence.limits import MOST_WAITING
from bot.retention import Retention
from bot.sealing import ServerKey
from tests.bot.reports.evidence import samples

LAN, MINH = ChatRef("telegram", "42", 11, 11), ChatRef("telegram", "42", 12, 12)


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock) -> EvidenceDesk:
    return EvidenceDesk(database, key, clock)


async def rows(database: Database) -> list[str]:
    async with database.read() as connection:
        return list((await connection.execute(select(draft_file.c.id))).scalars())


async def keep(desk: EvidenceDesk, chat: ChatRef, name: str = "1", body: bytes | None = None) -> str:
    result = await desk.take(chat, name, body or samples.pdf())
    assert result.id is not None, result.reason
    return result.id


async def test_what_is_kept_comes_back_whole_and_in_order(desk: EvidenceDesk) -> None:
    first = await keep(desk, LAN, "1", samples.pdf())
    second = await keep(desk, LAN, "2", samples.voice())
    files = await desk.prepare(LAN, [second, "A" * 22, first])
    assert [(file.id, file.media, file.body, file.size) for file in files] == [
        (second, "audio/ogg", samples.voice(), len(samples.voice())),
        (first, "application/pdf", samples.pdf(), len(samples.pdf())),
    ]


async def test_only_the_chat_that_sent_it_has_it(desk: EvidenceDesk, database: Database) -> None:
    file = await keep(desk, LAN)
    assert await desk.prepare(MINH, [file]) == []
    async with database.write() as connection:
        await desk.discard(MINH, [file])(connection)
        await desk.discard(MINH)(connection)
    assert await rows(database) == [file]
    async with database.write() as connection:
        await desk.discard(LAN, [])(connection)
        assert (await connection.execute(select(draft_file))).all()
        await desk.discard(LAN, [file])(connection)
    assert await rows(database) == []


async def test_a_file_moved_to_another_chat_does_not_open(desk: EvidenceDesk, database: Database) -> None:
    file = await keep(desk, LAN)
    async with database.write() as connection:
        await connection.execute(update(draft_file).values(owner=desk.owner(MINH)))
    with pytest.raises(Unreadable):
        await desk.prepare(MINH, [file])


async def test_two_files_cannot_change_places(desk: EvidenceDesk, database: Database) -> None:
    first, second = await keep(desk, LAN, "1"), await keep(desk, LAN, "2", samples.voice())
    async with database.write() as connection:
        body = (await connection.execute(select(draft_file.c.body).where(draft_file.c.id == second))).scalar_one()
        await connection.execute(update(draft_file).where(draft_file.c.id == first).values(body=body))
    with pytest.raises(Unreadable):
        await desk.prepare(LAN, [first])


async def test_nobody_fills_the_disk(desk: EvidenceDesk, database: Database) -> None:
    for number in range(MOST_WAITING):
        await keep(desk, LAN, str(number))
    assert await desk.take(LAN, "more", samples.pdf()) == Result(None, "too_many")
    assert (await desk.take(LAN, "0", samples.pdf())).id is not None, "a repeat takes no more room"
    assert len(await rows(database)) == MOST_WAITING
    await keep(desk, MINH, "0")


async def test_it_goes_with_its_conversation(desk: EvidenceDesk, database: Database, clock: FixedClock) -> None:
    file = await keep(desk, LAN)
    retention = Retention(database, clock)

    async def talk() -> None:
        row = {"lane": desk.owner(LAN), "state": b"", "version": 1, "updated_at": epoch_ms(clock.now())}
        async with database.write() as connection:
            await connection.execute(session.delete())
            await connection.execute(insert(session).values(**row))

    await talk()
    for _ in range(3):
        clock.at += timedelta(days=5)
        await talk()
        await retention.sweep()
        assert await rows(database) == [file], "the draft is still being worked on"
    clock.at += timedelta(days=7, seconds=1)
    await retention.sweep()
    assert await rows(database) == [], "seven days without a word"


async def test_it_does_not_outlive_a_conversation_about_other_things(
    desk: EvidenceDesk, database: Database, clock: FixedClock
) -> None:
    await keep(desk, LAN)
    clock.at += timedelta(days=30, seconds=1)
    row = {"lane": desk.owner(LAN), "state": b"", "version": 1, "updated_at": epoch_ms(clock.now())}
    async with database.write() as connection:
        await connection.execute(insert(session).values(**row))
    await Retention(database, clock).sweep()
    assert await rows(database) == []
