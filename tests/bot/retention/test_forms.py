"""A file of a form goes when nothing names it any more, and never before. On both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.knowledge_tables import form_file
from bot.retention import Retention
from knowledge.files.entries import Entry
from knowledge.files.plan import plan_of
from knowledge.files.taking import as_drafts
from knowledge.forms import Forms
from knowledge.life import KnowledgeLife
from knowledge.life.many import ManyDrafts
from knowledge.model import FormFile, LocalAdditions, PublicService
from knowledge.store import KnowledgeStore
from tests.shelves import shipped

BIRTH, OTHER, *_ = shipped().values()


def with_form(service: PublicService, form_id: str) -> PublicService:
    files = (FormFile(name="Tờ khai", file=form_id),)
    return service.model_copy(update={"local": LocalAdditions(form_files=files)})


async def kept(database: Database, clock: FixedClock) -> set[str]:
    """Names of what is left a month later."""
    clock.at += timedelta(days=30, seconds=1)
    await Retention(database, clock).sweep()
    async with database.read() as connection:
        return set((await connection.execute(select(form_file.c.name))).scalars())


async def test_only_what_nothing_names_goes(database: Database, clock: FixedClock) -> None:
    forms, store = Forms(database, clock), KnowledgeStore(database, clock)
    life = KnowledgeLife(database, clock, store)
    async with database.write() as connection:
        ids = {name: await forms.add(connection, name, b"%PDF-1.7", None) for name in ("version", "draft", "none")}
    await store.publish([with_form(BIRTH, ids["version"]), OTHER], "test")
    draft = await life.open_draft(OTHER.identifier, "an")
    saved = await life.save(draft.row.id, 1, with_form(OTHER, ids["draft"]), "an", reason="Thêm mẫu", source="QĐ 1")
    assert await kept(database, clock) == {"version", "draft"}
    await store.publish([BIRTH], "test")  # the older version names it still
    await life.discard(saved.row.id, saved.row.revision)
    assert await kept(database, clock) == {"version"}


async def test_what_a_file_brought_is_named_by_its_drafts(database: Database, clock: FixedClock) -> None:
    async with database.write() as connection:
        form_id = await Forms(database, clock).add(connection, "mới", b"%PDF-1.7", None)
    plan = await plan_of("f.xlsx", [Entry(with_form(BIRTH, form_id), True)], KnowledgeStore(database, clock))
    await as_drafts(ManyDrafts(database, clock), plan, "an", "f.xlsx")
    assert await kept(database, clock) == {"mới"}
