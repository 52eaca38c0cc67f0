"""A base of three procedures with its life, on both databases."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.database import Database
from knowledge.life import KnowledgeLife
from knowledge.model import PublicService
from knowledge.store import KnowledgeStore
from tests.shelves import shipped

BIRTH, MARRIAGE, PASSPORT = "1.001193", "1.000894", "1.001456"


def three() -> list[PublicService]:
    return [shipped()[code] for code in (BIRTH, MARRIAGE, PASSPORT)]


@pytest.fixture
async def store(database: Database, clock: FixedClock) -> KnowledgeStore:
    store = KnowledgeStore(database, clock)
    await store.publish(three(), "test")
    return store


@pytest.fixture
def life(database: Database, clock: FixedClock, store: KnowledgeStore) -> KnowledgeLife:
    return KnowledgeLife(database, clock, store)
