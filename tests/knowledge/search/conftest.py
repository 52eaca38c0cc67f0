"""The shipped engine, built once: nothing in a search changes it."""

from __future__ import annotations

import pytest

from knowledge.search import Concepts, SearchEngine, load_concepts
from knowledge.search.shipped import shipped_catalogue, shipped_entries


@pytest.fixture(scope="session")
def concepts() -> Concepts:
    return load_concepts()


@pytest.fixture(scope="session")
def engine(concepts: Concepts) -> SearchEngine:
    return SearchEngine.build(shipped_entries(), concepts, shipped_catalogue())
