"""The dry run: what a file adds and changes, field by field, and what it would empty."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import FixedClock
from bot.database import Database
from knowledge.files.changes import emptied
from knowledge.files.entries import Entry, entry_of, entry_record
from knowledge.files.plan import Plan, plan_of
from knowledge.files.taking import InTheWay, as_drafts
from knowledge.life.desk import KnowledgeLife
from knowledge.life.many import ManyDrafts
from knowledge.life.model import NotNow, OwnWork
from knowledge.model import PublicService
from knowledge.model.local import LocalAdditions
from knowledge.records import record_of
from knowledge.store import KnowledgeStore
from tests.shelves import shipped

BIRTH, DEATH, OTHER = list(shipped().values())[:3]
LINE = json.dumps(record_of(BIRTH))


async def planned(store: KnowledgeStore, *services: PublicService, says_local: bool = True) -> Plan:
    return await plan_of("f.xlsx", [Entry(service, says_local) for service in services], store)


async def test_added_changed_and_unchanged(database: Database, clock: FixedClock) -> None:
    store = KnowledgeStore(database, clock)
    await store.publish([BIRTH, DEATH], "a")
    new = DEATH.model_copy(update={"title": "Tên mới", "evidences": (), "steps": (*DEATH.steps, "Bước cuối")})
    plan = await planned(store, OTHER, BIRTH, new)
    assert (plan.added, plan.unchanged, plan.services) == ((OTHER,), 1, (OTHER, new))
    (changed,) = plan.changed
    told = {change.path: (change.before, change.after) for change in changed.changes}
    assert told["title"] == (DEATH.title, "Tên mới")
    assert told[f"steps[{len(DEATH.steps) + 1}]"] == (None, "Bước cuối")
    assert len([path for path in told if path.startswith("evidences[")]) == len(DEATH.evidences)
    assert changed.emptied == (("evidences", len(DEATH.evidences)),)
    assert plan.empties == (changed,)


async def test_the_mark_differs_when_what_it_was_compared_with_does(database: Database, clock: FixedClock) -> None:
    store = KnowledgeStore(database, clock)
    await store.publish([BIRTH], "a")
    offered = [BIRTH.model_copy(update={"title": "Của tệp"})]
    before = (await planned(store, *offered)).mark
    assert (await planned(store, *offered)).mark == before
    await store.publish([BIRTH.model_copy(update={"title": "Người khác sửa"})], "b")
    assert (await planned(store, *offered)).mark != before
    await store.publish(offered, "c")
    assert (await planned(store, *offered)).services == ()


async def test_a_record_of_the_portal_leaves_what_the_office_added(database: Database, clock: FixedClock) -> None:
    store = KnowledgeStore(database, clock)
    ours = BIRTH.model_copy(update={"local": LocalAdditions(aliases=("làm giấy khai sinh",), anywhere=True)})
    await store.publish([ours], "a")
    assert (await planned(store, BIRTH, says_local=False)).unchanged == 1
    (changed,) = (await planned(store, BIRTH.model_copy(update={"title": "Mới"}), says_local=False)).changed
    assert changed.service.local == ours.local
    (cleared,) = (await planned(store, BIRTH)).changed
    assert {change.path for change in cleared.changes} == {"local.aliases[1]", "local.anywhere"}
    assert entry_of(LINE).says_local is False
    assert entry_of(json.dumps(entry_record(ours))).says_local is True


def test_fees_that_are_gone_are_noticed() -> None:
    paid = next(service for service in shipped().values() if any(channel.costs for channel in service.channels))
    free = tuple(channel.model_copy(update={"costs": ()}) for channel in paid.channels)
    assert [name for name, _ in emptied(paid, paid.model_copy(update={"channels": free}))] == ["channels.costs"]
    assert list(emptied(paid, paid)) == []


async def test_what_is_new_or_changed_waits_as_drafts_for_a_second_person(
    database: Database, clock: FixedClock
) -> None:
    store = KnowledgeStore(database, clock)
    life = KnowledgeLife(database, clock, store)
    await store.publish([BIRTH, DEATH], "a")
    new = DEATH.model_copy(update={"title": "Tên mới"})
    plan = await planned(store, OTHER, BIRTH, new)
    assert await as_drafts(ManyDrafts(database, clock), plan, "an", "f.xlsx") == 2
    assert await store.current(OTHER.identifier) is None
    waiting = {row.code: row for row in await life.drafts()}
    assert {(row.code, row.base, row.state, row.author) for row in waiting.values()} == {
        (OTHER.identifier, 0, "review", "an"),
        (DEATH.identifier, 1, "review", "an"),
    }
    with pytest.raises(OwnWork):
        await life.approve(waiting[DEATH.identifier].id, waiting[DEATH.identifier].revision, "an")
    await life.approve(waiting[DEATH.identifier].id, waiting[DEATH.identifier].revision, "binh")
    stored = await store.current(DEATH.identifier)
    assert stored is not None
    assert stored.service == new


async def test_ones_own_drafts_are_replaced_and_others_are_left(database: Database, clock: FixedClock) -> None:
    store = KnowledgeStore(database, clock)
    life = KnowledgeLife(database, clock, store)
    await store.publish([BIRTH, DEATH], "a")
    first = await planned(store, OTHER, BIRTH.model_copy(update={"title": "Một"}))
    await as_drafts(ManyDrafts(database, clock), first, "an", "one")
    second = await planned(store, BIRTH.model_copy(update={"title": "Hai"}), DEATH.model_copy(update={"title": "Ba"}))
    with pytest.raises(InTheWay) as met:
        await as_drafts(ManyDrafts(database, clock), second, "binh", "two")
    assert met.value.codes == [BIRTH.identifier]
    assert await life.open_of(DEATH.identifier) is None, "nothing half-done"
    assert await as_drafts(ManyDrafts(database, clock), second, "an", "three") == 2
    draft = await life.open_of(BIRTH.identifier)
    assert draft is not None
    assert (draft.service.title, draft.row.reason) == ("Hai", "three")


async def test_what_fails_at_the_end_leaves_nothing(database: Database, clock: FixedClock) -> None:
    store = KnowledgeStore(database, clock)
    life = KnowledgeLife(database, clock, store)
    await as_drafts(ManyDrafts(database, clock), await planned(store, BIRTH), "an", "before")

    async def fails(_: AsyncConnection) -> None:
        raise NotNow

    with pytest.raises(NotNow):
        await as_drafts(ManyDrafts(database, clock), await planned(store, OTHER, BIRTH), "an", "f", fails)
    assert [(row.code, row.reason, row.state) for row in await life.drafts()] == [
        (BIRTH.identifier, "before", "review")
    ]
