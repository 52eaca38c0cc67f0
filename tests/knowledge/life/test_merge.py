"""A draft goes on from what was published meanwhile: nobody's change is lost unseen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.life import EditedMeanwhile, KnowledgeLife, NotNow
from knowledge.life.merge import merge
from knowledge.store import KnowledgeStore
from tests.knowledge.life.conftest import BIRTH
from tests.shelves import shipped

BASE = shipped()[BIRTH]
TEXTS = st.sampled_from([BASE.cost, "8.000 đồng", "miễn phí"])
CHANGES = st.fixed_dictionaries({}, optional={"cost": TEXTS, "output": TEXTS, "conditions": TEXTS})


@given(CHANGES, CHANGES)
def test_each_field_is_as_whoever_changed_it_has_it(mine: dict[str, Any], theirs: dict[str, Any]) -> None:
    draft, now = BASE.model_copy(update=mine), BASE.model_copy(update=theirs)
    merged, clashes = merge(BASE, draft, now)
    for name in type(BASE).model_fields:
        was, here, there, got = (getattr(each, name) for each in (BASE, draft, now, merged))
        assert got == (here if here != was else there)
        assert (name in clashes) is (here != was and there != was and here != there)


async def test_the_draft_goes_on_and_can_be_published(life: KnowledgeLife, store: KnowledgeStore) -> None:
    draft = await life.open_draft(BIRTH, "lan")
    mine = draft.service.model_copy(update={"cost": "8.000 đồng", "output": "Giấy khai sinh"})
    draft = await life.save(draft.row.id, draft.row.revision, mine, "lan", reason="phí", source="Nghị quyết")
    with pytest.raises(NotNow):
        await life.catch_up(draft.row.id, draft.row.revision, "lan")
    theirs = BASE.model_copy(update={"cost": "từ cổng", "conditions": "Không"})
    await store.publish([theirs], "import")
    with pytest.raises(EditedMeanwhile):
        await life.catch_up(draft.row.id, draft.row.revision - 1, "lan")
    draft, clashes = await life.catch_up(draft.row.id, draft.row.revision, "hoa")
    assert clashes == ("cost",)
    assert (draft.row.base, draft.row.editors) == (2, frozenset({"lan", "hoa"}))
    assert draft.service == mine.model_copy(update={"conditions": "Không"})
    await life.submit(draft.row.id, draft.row.revision)
    assert await life.approve(draft.row.id, draft.row.revision + 1, "mai") == "published"
    stored = await store.current(BIRTH)
    assert stored is not None
    assert (stored.version, stored.service) == (3, draft.service)
