"""Before publishing: which answers a draft changes, and which get worse."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import accepted_example
from knowledge.library import Library
from knowledge.life import Draft, KnowledgeLife
from knowledge.model import LocalAdditions
from knowledge.preflight import Preflight
from knowledge.preflight.desk import shipped_questions
from knowledge.store import KnowledgeStore
from tests.shelves import library_of, shipped

BIRTH, PASSPORT = "1.001193", "1.001456"
SOME = [shipped()[code] for code in sorted({BIRTH, PASSPORT, *list(shipped())[:60]})]


@pytest.fixture
async def store(sqlite: Database, clock: FixedClock) -> KnowledgeStore:
    store = KnowledgeStore(sqlite, clock)
    await store.publish(SOME, "test")
    return store


@pytest.fixture
def life(sqlite: Database, clock: FixedClock, store: KnowledgeStore) -> KnowledgeLife:
    return KnowledgeLife(sqlite, clock, store)


@pytest.fixture
async def preflight(sqlite: Database, clock: FixedClock, store: KnowledgeStore) -> Preflight:
    library = Library(store)
    library.begin_with(await library_of(SOME))
    return Preflight(sqlite, clock, store, library)


async def accepted(database: Database, code: str, phrase: str) -> None:
    async with database.write() as connection:
        await connection.execute(insert(accepted_example).values(code=code, phrase=phrase, accepted_at=1))


async def draft_of(life: KnowledgeLife, **changed: Any) -> Draft:
    draft = await life.open_draft(BIRTH, "lan")
    service = draft.service.model_copy(update=changed)
    return await life.save(draft.row.id, draft.row.revision, service, "lan", reason="r", source="s")


async def test_a_fee_changes_no_answer_and_the_second_look_is_the_first(
    life: KnowledgeLife, preflight: Preflight, sqlite: Database
) -> None:
    draft = await draft_of(life, cost="8.000 đồng")
    report = await preflight.report(draft)
    assert await preflight.report(draft) == report
    async with sqlite.read() as connection:
        assert (await connection.exec_driver_sql("SELECT count(*) FROM preflight")).scalar_one() == 1
    assert report.before == report.after
    assert report.changed == ()
    assert not report.falls


async def test_a_name_taken_from_another_procedure_is_told(
    life: KnowledgeLife, preflight: Preflight, sqlite: Database
) -> None:
    """An accepted example is a question with a known answer; a draft that claims its words takes it away."""
    await accepted(sqlite, PASSPORT, "xin giấy đi tây")
    before = await preflight.report(await draft_of(life, cost="x"))
    assert before.before.ours == sum(bool(question.gold) for question in shipped_questions()) + 1
    assert not before.falls
    report = await preflight.report(await draft_of(life, local=LocalAdditions(aliases=("xin giấy đi tây",))))
    assert report.falls
    (lost,) = report.worse
    assert (lost.question, lost.gold, lost.before[:1]) == ("xin giấy đi tây", (PASSPORT,), (PASSPORT,))
    assert report.changed[0] == lost
