"""Publishing: immutable versions, one at a time."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from bot.clock import FixedClock
from bot.database import Database, open_database
from knowledge.life import KnowledgeLife
from knowledge.model import LocalAdditions
from knowledge.records import record_of
from knowledge.shipped import import_file
from knowledge.store import KnowledgeStore, Publication
from tests.shelves import shipped


async def test_what_changed_gets_a_new_version_and_what_did_not_keeps_its_own(
    database: Database, clock: FixedClock
) -> None:
    first, second = list(shipped().values())[:2]
    store = KnowledgeStore(database, clock)
    assert await store.publish([first, second], "a") == Publication(2, 0, 0)
    revision = await store.revision()
    assert await store.publish([first, second], "a") == Publication(0, 0, 2)
    assert await store.revision() == revision, "nothing changed: no process rebuilds its index"
    changed = first.model_copy(update={"title": "Tên mới"})
    assert await store.publish([changed, second], "b") == Publication(0, 1, 1)
    current = await store.current(first.identifier)
    assert current is not None
    assert (current.version, current.service.title) == (2, "Tên mới")


async def test_two_first_starts_at_once_import_once(database: Database, clock: FixedClock, tmp_path: Path) -> None:
    """As several processes on one new PostgreSQL do."""
    services = list(shipped().values())[:40]
    url = database.url.render_as_string(hide_password=False)
    others = [open_database(url, tmp_path) for _ in range(3)]
    try:
        done = await asyncio.gather(*(KnowledgeStore(other, clock).publish(services, "shipped") for other in others))
    finally:
        for other in others:
            await other.close()
    assert sorted(publication.added for publication in done) == [0, 0, 40]


async def test_the_portals_records_taken_in_again_leave_what_the_office_added(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    first, second = list(shipped().values())[:2]
    named = LocalAdditions(aliases=("giấy chào đời",))
    store = KnowledgeStore(database, clock)
    await store.publish([each.model_copy(update={"local": named}) for each in (first, second)], "office")
    await KnowledgeLife(database, clock, store).entries.archive(second.identifier)
    portal = tmp_path / "portal.jsonl"
    lines = [json.dumps(record_of(each.model_copy(update={"title": "Tên mới"}))) for each in (first, second)]
    portal.write_text("\n".join(lines), encoding="utf-8")
    done = await import_file(store, portal, lambda _: None, lambda _: None)
    assert done == Publication(0, 2, 0)
    for each in (first, second):
        latest = await store.latest(each.identifier)
        assert latest is not None
        assert (latest.service.title, latest.service.local) == ("Tên mới", named)
    assert await store.examples() == {each.identifier: named.aliases for each in (first, second)}
    assert await store.current(second.identifier) is None, "archived stays archived"
