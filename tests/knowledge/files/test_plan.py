"""The dry run: what a file adds and changes, field by field, and what it would empty."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings

from bot.clock import FixedClock
from bot.database import Database
from knowledge.files.changes import FieldChange, changes, emptied
from knowledge.files.entries import Entry, entry_of, entry_record
from knowledge.files.plan import Plan, plan_of
from knowledge.model import PublicService
from knowledge.model.local import LocalAdditions
from knowledge.records import record_of
from knowledge.store import KnowledgeStore
from tests.knowledge.files.records import records
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
    assert told["name_vi"] == (DEATH.title, "Tên mới")
    assert told[f"steps[{len(DEATH.steps) + 1}]"] == (None, "Bước cuối")
    assert len([path for path in told if path.startswith("documents[")]) == len(DEATH.evidences)
    assert changed.emptied == (("documents", len(DEATH.evidences)),)
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=records, new=records)
def test_changes_are_empty_only_when_nothing_differs(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert changes(old, old) == []
    found = {change.path.partition("[")[0].partition(".")[0] for change in changes(old, new)}
    assert found == {name for name in old if old[name] != new[name]}
    assert all(old[path.partition(".")[0]] for path, _ in emptied(old, new))


def test_a_row_that_came_first_is_one_change() -> None:
    record = record_of(BIRTH)
    longer = {**record, "steps": ["Mới", *record["steps"]]}
    assert changes(record, longer) == [FieldChange("steps[1]", None, "Mới")]
    assert changes(longer, record) == [FieldChange("steps[1]", "Mới", None)]


def test_fees_that_are_gone_are_noticed() -> None:
    paid = next(record_of(service) for service in shipped().values() if any(c.costs for c in service.channels))
    free = {**paid, "methods": [{**method, "fees": []} for method in paid["methods"]]}
    assert [path for path, _ in emptied(paid, free)] == ["methods.fees"]
