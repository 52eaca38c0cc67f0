"""What a publication does to a running process, and what does not make it build its index anew."""

from __future__ import annotations

import asyncio
from datetime import date

from bot.clock import FixedClock
from bot.database import Database
from bot.knowledge_room import KnowledgeRoom
from knowledge.checked import REVIEW_DAYS
from knowledge.life import KnowledgeLife
from knowledge.model import LocalAdditions, PublicService
from tests.shelves import opened, shipped

CODE = "1.001193"


def few() -> list[PublicService]:
    return [shipped()[code] for code in (CODE, "1.004222", "1.014061")]


async def published(room: KnowledgeRoom, service: PublicService) -> None:
    await room.store.publish([service], "test")
    assert await room.library.refresh()


async def test_a_fee_changes_without_a_new_index_and_a_name_with_one(sqlite: Database, clock: FixedClock) -> None:
    room = KnowledgeRoom(sqlite, clock)
    await room.store.publish(few(), "test")
    await opened(room.library, few())
    before = room.library.engine
    await published(room, shipped()[CODE].model_copy(update={"cost": "50.000 đồng"}))
    stored = await room.library.service(CODE)
    assert stored is not None
    assert stored.service.cost == "50.000 đồng"
    assert room.library.engine is before
    called = shipped()[CODE].model_copy(update={"local": LocalAdditions(aliases=("giấy chào đời",))})
    await published(room, called)
    assert room.library.engine is not before
    assert room.library.search("giay chao doi").hits[0].code == CODE


async def test_an_archived_entry_is_no_longer_answered_with(sqlite: Database, clock: FixedClock) -> None:
    room = KnowledgeRoom(sqlite, clock)
    await room.store.publish(few(), "test")
    await opened(room.library, few())
    assert room.library.search(CODE).hits[0].code == CODE
    await KnowledgeLife(sqlite, clock).entries.archive(CODE)
    assert await room.library.refresh()
    assert await room.library.service(CODE) is None
    assert CODE not in [hit.code for hit in room.library.search(CODE).hits]
    assert await room.store.version(CODE, 1) is not None, "dossiers keep what was in force"


async def test_who_looked_last_counts_from_that_day_and_else_from_the_day_of_collecting(
    database: Database, clock: FixedClock
) -> None:
    room, life = KnowledgeRoom(database, clock), KnowledgeLife(database, clock)
    await room.store.publish(few(), "test")
    await opened(room.library, few())
    service = shipped()[CODE]
    assert room.library.checked(service).verified_on == service.source.as_of
    today = date(2026, 3, 2)
    await life.entries.verify([CODE], None, "so với Cổng")
    assert await room.library.refresh()
    looked = room.library.checked(service)
    assert (looked.verified_on, (looked.review_by - today).days) == (today, REVIEW_DAYS)
    await life.entries.verify([CODE], None, "sắp đổi", date(2026, 4, 1))
    await room.library.refresh()
    looked = room.library.checked(service)
    assert not looked.is_stale(date(2026, 4, 1))
    assert looked.is_stale(date(2026, 4, 2))


async def test_the_term_is_the_legal_parameter(sqlite: Database, clock: FixedClock) -> None:
    room = KnowledgeRoom(sqlite, clock)
    assert await room.review_days() == REVIEW_DAYS
    async with sqlite.write() as connection:
        await connection.exec_driver_sql("UPDATE legal_parameter SET value = '30' WHERE name = 'knowledge_review_days'")
    assert await KnowledgeRoom(sqlite, clock).review_days() == 30


async def test_published_under_load_no_answer_is_wrong_or_missing(database: Database, clock: FixedClock) -> None:
    """Questions go on while versions are published and taken up: each finds its procedure, whole, and never an older
    version than one that was shown before."""
    room = KnowledgeRoom(database, clock)
    await room.store.publish(few(), "test")
    await opened(room.library, few())
    rounds, seen, done = 7, [], asyncio.Event()

    async def ask() -> None:
        while not done.is_set():
            assert room.library.search("đăng ký khai sinh").hits[0].code == CODE
            stored = await room.library.service(CODE)
            assert stored is not None
            assert stored.service.cost == (f"{stored.version} đồng" if stored.version > 1 else shipped()[CODE].cost)
            seen.append(stored.version)
            await asyncio.sleep(0.002)  # the index is built beside: it needs the processor too

    async def publish() -> None:
        for number in range(2, rounds + 2):
            words = LocalAdditions(aliases=(f"tên thứ {number}",)) if number % 3 == 0 else LocalAdditions()
            changed = shipped()[CODE].model_copy(update={"cost": f"{number} đồng", "local": words})
            await published(room, changed)
        done.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(ask())
        group.create_task(publish())
    assert len(seen) > rounds
    assert seen == sorted(seen)
    stored = await room.library.service(CODE)
    assert stored is not None
    assert stored.version == rounds + 1
