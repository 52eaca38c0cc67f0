"""The way of a draft: nobody publishes their own work, nothing is overwritten unseen, its day is its day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FixedClock
from knowledge.library import Library
from knowledge.life import Draft, EditedMeanwhile, KnowledgeLife, NoSuchDraft, NothingChanged, NotNow, OwnWork
from knowledge.model import LocalAdditions, PublicService
from knowledge.store import KnowledgeStore
from tests.knowledge.life.conftest import BIRTH, MARRIAGE, three
from tests.shelves import opened, shipped

LAN, MAI = "lan", "mai"


async def written(life: KnowledgeLife, day: date | None = None, **changed: Any) -> Draft:
    """A draft of the registration of births that says something new."""
    draft = await life.open_draft(BIRTH, LAN)
    service = draft.service.model_copy(update=changed or {"cost": "8.000 đồng"})
    return await life.save(
        draft.row.id, draft.row.revision, service, LAN, reason="Nghị quyết mới", source="12/2026/NQ", effective_from=day
    )


async def in_review(life: KnowledgeLife, day: date | None = None, **changed: Any) -> Draft:
    draft = await written(life, day=day, **changed)
    await life.submit(draft.row.id, draft.row.revision)
    return await life.draft(draft.row.id)


async def test_from_draft_to_a_version_that_tells_whose_it_is(life: KnowledgeLife, store: KnowledgeStore) -> None:
    draft = await in_review(life)
    assert await life.approve(draft.row.id, draft.row.revision, MAI) == "published"
    stored = await store.current(BIRTH)
    assert stored is not None
    assert (stored.version, stored.service.cost) == (2, "8.000 đồng")
    newest = (await life.entries.versions(BIRTH))[0]
    assert (newest.kind, newest.author, newest.approver, newest.reason) == ("edit", LAN, MAI, "Nghị quyết mới")
    assert newest.source == "12/2026/NQ"
    assert (await life.entries.version(BIRTH, 1)).service.cost != "8.000 đồng"
    assert await life.open_of(BIRTH) is None


async def test_nobody_publishes_their_own_work(life: KnowledgeLife, store: KnowledgeStore) -> None:
    draft = await written(life)
    other = await life.save(draft.row.id, draft.row.revision, draft.service, MAI, reason="r", source="s")
    await life.submit(other.row.id, other.row.revision)
    waiting = await life.draft(other.row.id)
    for hand in (LAN, MAI):
        with pytest.raises(OwnWork):
            await life.approve(waiting.row.id, waiting.row.revision, hand)
    stored = await store.current(BIRTH)
    assert stored is not None
    assert stored.version == 1
    assert await life.approve(waiting.row.id, waiting.row.revision, "third") == "published"


async def test_two_people_editing_are_told(life: KnowledgeLife) -> None:
    opened = await life.open_draft(BIRTH, LAN)
    mine = opened.service.model_copy(update={"cost": "của Lan"})
    await life.save(opened.row.id, opened.row.revision, mine, LAN, reason="", source="")
    with pytest.raises(EditedMeanwhile) as told:
        await life.save(opened.row.id, opened.row.revision, opened.service, MAI, reason="", source="")
    assert told.value.current.row.saved_by == LAN
    assert (await life.draft(opened.row.id)).service.cost == "của Lan"


async def test_one_draft_of_a_procedure(life: KnowledgeLife) -> None:
    first, second = await life.open_draft(BIRTH, LAN), await life.open_draft(BIRTH, MAI)
    assert first.row.id == second.row.id
    with pytest.raises(NotNow):
        await life.new_draft(first.service, MAI, "", "")
    await life.open_draft(MARRIAGE, LAN)
    assert {row.code for row in await life.drafts()} == {BIRTH, MARRIAGE}


async def test_what_says_nothing_new_is_not_reviewed(life: KnowledgeLife) -> None:
    draft = await life.open_draft(BIRTH, LAN)
    with pytest.raises(NothingChanged):
        await life.submit(draft.row.id, draft.row.revision)


async def test_sent_back_and_again(life: KnowledgeLife) -> None:
    draft = await in_review(life)
    await life.send_back(draft.row.id, draft.row.revision, "thiếu căn cứ")
    back = await life.draft(draft.row.id)
    assert (back.row.state, back.row.note) == ("draft", "thiếu căn cứ")
    with pytest.raises(NotNow):  # a review page that is still open somewhere
        await life.approve(draft.row.id, draft.row.revision, MAI)


async def test_discarded_is_over(life: KnowledgeLife) -> None:
    draft = await in_review(life)
    await life.discard(draft.row.id, draft.row.revision)
    assert await life.drafts() == []
    again = await life.open_draft(BIRTH, LAN)
    assert again.row.id != draft.row.id
    with pytest.raises(NoSuchDraft):
        await life.draft(10_000)


async def test_what_was_published_meanwhile_is_not_overwritten(life: KnowledgeLife, store: KnowledgeStore) -> None:
    draft = await in_review(life)
    now = await store.current(BIRTH)
    assert now is not None
    await store.publish([now.service.model_copy(update={"cost": "từ cổng"})], "import")
    with pytest.raises(NotNow):
        await life.approve(draft.row.id, draft.row.revision, MAI)
    stored = await store.current(BIRTH)
    assert stored is not None
    assert stored.service.cost == "từ cổng"


async def test_on_its_day_at_midnight_in_vietnam(life: KnowledgeLife, store: KnowledgeStore, clock: FixedClock) -> None:
    clock.at = datetime(2026, 3, 2, 16, 59, 59, tzinfo=UTC)  # a second before midnight in Vietnam
    draft = await in_review(life, day=date(2026, 3, 3))
    assert await life.approve(draft.row.id, draft.row.revision, MAI) == "scheduled"
    assert await life.publish_due() == []
    clock.at = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert await life.publish_due() == [BIRTH]
    assert await life.publish_due() == []
    stored = await store.current(BIRTH)
    assert stored is not None
    assert stored.version == 2
    newest = (await life.entries.versions(BIRTH))[0]
    assert (newest.approver, newest.effective_from) == (MAI, date(2026, 3, 3))


async def test_a_day_that_comes_too_late_goes_back_to_its_writers(
    life: KnowledgeLife, store: KnowledgeStore, clock: FixedClock
) -> None:
    draft = await in_review(life, day=date(2026, 3, 3))
    await life.approve(draft.row.id, draft.row.revision, MAI)
    now = await store.current(BIRTH)
    assert now is not None
    await store.publish([now.service.model_copy(update={"cost": "từ cổng"})], "import")
    clock.at = datetime(2026, 3, 4, tzinfo=UTC)
    assert await life.publish_due() == []
    assert (await life.draft(draft.row.id)).row.state == "draft"


async def test_a_procedure_that_was_not_there(life: KnowledgeLife, store: KnowledgeStore) -> None:
    now = await store.current(BIRTH)
    assert now is not None
    service = now.service.model_copy(update={"identifier": "9.000001", "title": "Thủ tục của tỉnh"})
    draft = await life.new_draft(service, LAN, "quyết định", "1/QĐ-UBND")
    await life.submit(draft.row.id, draft.row.revision)
    assert await life.approve(draft.row.id, draft.row.revision + 1, MAI) == "published"
    assert "9.000001" in {name.code for name in await store.names()}


async def test_an_alias_reaches_the_search(life: KnowledgeLife, store: KnowledgeStore) -> None:
    """The whole way: what an administrator writes is how a citizen finds it."""
    library = await opened(Library(store), three())
    asked = "giay ket to hong"
    assert library.search(asked).action != "answer"
    draft = await in_review(life, local=LocalAdditions(aliases=("giấy kết tơ hồng", "kết tơ hồng")))
    await life.approve(draft.row.id, draft.row.revision, MAI)
    assert await library.refresh()
    assert library.search(asked).codes[:1] == [BIRTH]


def test_what_nothing_is_added_to_is_stored_as_before() -> None:
    """The fingerprints of the shipped records stand."""
    for service in shipped().values():
        assert b'"local"' not in service.canonical()
        assert PublicService.model_validate_json(service.canonical()) == service
