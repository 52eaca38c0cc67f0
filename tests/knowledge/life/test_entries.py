"""Back to an older version, archived and restored, owned and verified; on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.library import Library
from knowledge.life import KnowledgeLife, NoSuchEntry, NothingChanged, NotNow
from knowledge.store import KnowledgeStore
from tests.knowledge.life.conftest import BIRTH, MARRIAGE, PASSPORT, three
from tests.shelves import opened


async def changed(store: KnowledgeStore, cost: str) -> None:
    now = await store.current(BIRTH)
    assert now is not None
    await store.publish([now.service.model_copy(update={"cost": cost})], "import")


async def test_back_in_one_act(life: KnowledgeLife, store: KnowledgeStore) -> None:
    before = await store.current(BIRTH)
    assert before is not None
    await changed(store, "sai")
    assert await life.entries.rollback(BIRTH, 1, "mai", "nhập nhầm") == 3
    now = await store.current(BIRTH)
    assert now is not None
    assert (now.version, now.service) == (3, before.service)
    assert [row.version for row in await life.entries.versions(BIRTH)] == [3, 2, 1]
    newest = (await life.entries.versions(BIRTH))[0]
    assert (newest.kind, newest.author, newest.reason, newest.source) == ("rollback", "mai", "nhập nhầm", "version 1")
    with pytest.raises(NothingChanged):
        await life.entries.rollback(BIRTH, 1, "mai", "lần nữa")
    with pytest.raises(NoSuchEntry):
        await life.entries.rollback(BIRTH, 9, "mai", "")


async def test_archived_is_not_answered_with_and_keeps_its_versions(life: KnowledgeLife, store: KnowledgeStore) -> None:
    library = await opened(Library(store), three())
    await life.entries.archive(BIRTH)
    assert await library.refresh()
    assert BIRTH not in library.names
    assert await library.service(BIRTH) is None
    assert BIRTH not in library.search("dang ky khai sinh").codes
    assert (await life.entries.version(BIRTH, 1)).service.identifier == BIRTH
    assert (await life.entries.one(BIRTH)).archived
    with pytest.raises(NotNow):
        await life.entries.archive(BIRTH)
    await life.entries.restore(BIRTH)
    assert await library.refresh()
    assert library.search("dang ky khai sinh").codes[:1] == [BIRTH]


async def test_many_are_verified_at_once(life: KnowledgeLife) -> None:
    assert await life.entries.verify([BIRTH, MARRIAGE, "0.000000"], "mai", "đã so với cổng", date(2027, 1, 1)) == 2
    entries = {entry.code: entry for entry in await life.entries.all()}
    assert (entries[BIRTH].verified_on, entries[BIRTH].review_by) == (date(2026, 3, 2), date(2027, 1, 1))
    assert (entries[BIRTH].verified_by, entries[BIRTH].verified_note) == ("mai", "đã so với cổng")
    assert entries[PASSPORT].verified_on is None


async def test_somebody_answers_for_it(life: KnowledgeLife) -> None:
    await life.entries.own([BIRTH, MARRIAGE], "mai")
    assert {entry.code for entry in await life.entries.all() if entry.owner == "mai"} == {BIRTH, MARRIAGE}


async def test_what_cannot_be_noted_does_not_happen(life: KnowledgeLife, store: KnowledgeStore) -> None:
    """``also`` is in the same transaction: without a row of the audit chain nothing is published."""

    async def fails(connection: AsyncConnection) -> None:
        raise RuntimeError("the chain cannot be written")

    await changed(store, "sai")
    with pytest.raises(RuntimeError):
        await life.entries.rollback(BIRTH, 1, "mai", "", also=fails)
    with pytest.raises(RuntimeError):
        await life.entries.archive(BIRTH, also=fails)
    now = await store.current(BIRTH)
    assert now is not None
    assert now.version == 2
