"""The knowledge base as a running process holds it: the index and the names in memory, the bodies on demand."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from knowledge.checked import REVIEW_DAYS, Checked, checked
from knowledge.dialogue import FollowUps
from knowledge.dialogue.follow_up import FollowUp
from knowledge.model import PublicService
from knowledge.search import NearMiss, SearchEngine, SearchEntry, SearchResult, load_concepts
from knowledge.search.concepts import EnglishName
from knowledge.search.confusables import ConfusableGroup
from knowledge.search.shipped import shipped_catalogue
from knowledge.store import ServiceName, StoredService

#: Bodies kept ready, 56 KB each: the 184 everyday procedures and some.
BODIES = 192
#: A publication reaches every process within 5 s: an index takes a second and a half of processor time.
LOOK_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Shelf:
    """One revision of the base; replaced as a whole, so that a turn never sees half of two."""

    revision: int
    names: dict[str, ServiceName]
    engine: SearchEngine | None = None
    follow_ups: FollowUps | None = None
    confusables: tuple[ConfusableGroup, ...] = ()
    english: Mapping[str, EnglishName] = field(default_factory=dict)


class Shelves(Protocol):
    """Where a library gets its procedures: the database, or the shipped file."""

    async def revision(self) -> int: ...
    async def names(self) -> list[ServiceName]: ...
    async def examples(self) -> dict[str, tuple[str, ...]]: ...
    async def current(self, code: str) -> StoredService | None: ...


async def usual_term() -> int:
    return REVIEW_DAYS


class Library:
    """:param review_days: after how many days an entry is to be held against the portal again."""

    def __init__(self, store: Shelves, review_days: Callable[[], Awaitable[int]] = usual_term) -> None:
        self._store = store
        self._term = review_days
        self._review_days = REVIEW_DAYS
        self._shelf = Shelf(0, {})
        self._bodies: OrderedDict[tuple[int, str], StoredService] = OrderedDict()

    @property
    def names(self) -> dict[str, ServiceName]:
        """By code, in order of code."""
        return self._shelf.names

    @property
    def revision(self) -> int:
        """Of the base that is held; 0 before the first refresh."""
        return self._shelf.revision

    @property
    def engine(self) -> SearchEngine | None:
        """None before the first refresh."""
        return self._shelf.engine

    def search(self, question: str) -> SearchResult:
        """Which procedure a question is about; an empty base declines everything."""
        engine = self._shelf.engine
        return engine.search(question) if engine is not None else SearchResult("decline", (), 0.0)

    def near_misses(self, result: SearchResult) -> NearMiss | None:
        """The question that tells the top hits apart, when they are ones that people confuse."""
        return self._shelf.engine.near_misses(result) if self._shelf.engine is not None else None

    def apart(self, code: str) -> NearMiss | None:
        """The question that tells ``code`` from the procedures it is taken for."""
        group = next((group for group in self._shelf.confusables if code in group.codes()), None)
        if group is None:
            return None
        return NearMiss(group.question_vi, group.question_en, tuple(option for _, option in group.options))

    def english(self, code: str) -> EnglishName | None:
        """Our unofficial English name of a procedure; never shown without the official Vietnamese one."""
        return self._shelf.english.get(code)

    def checked(self, service: PublicService) -> Checked:
        """When somebody last held it against the portal, and when the next look is due."""
        return checked(service, self._shelf.names.get(service.identifier), self._review_days)

    def follow_up(self, question: str) -> FollowUp | None:
        """What ``question`` asks of the procedure spoken of before, when it has no subject of its own."""
        return self._shelf.follow_ups.of(question) if self._shelf.follow_ups is not None else None

    async def service(self, code: str) -> StoredService | None:
        """The version in force, or None when no such procedure is published."""
        if code not in self._shelf.names:
            return None
        key = (self._shelf.revision, code)
        if key in self._bodies:
            self._bodies.move_to_end(key)
            return self._bodies[key]
        stored = await self._store.current(code)
        if stored is not None:
            self._bodies[key] = stored
            while len(self._bodies) > BODIES:
                self._bodies.popitem(last=False)
        return stored

    async def refresh(self) -> bool:
        """Take up a new publication, if there is one. Building the index happens beside the event loop."""
        self._review_days = await self._term()
        revision = await self._store.revision()
        if revision == self._shelf.revision:
            return False
        names = await self._store.names()
        examples = await self._store.examples()
        self._shelf = await asyncio.to_thread(build_shelf, revision, names, examples, self._shelf)
        self._bodies.clear()
        log.info("knowledge_loaded", revision=revision, procedures=len(names))
        return True

    def begin_with(self, other: Library) -> None:
        """Before the first refresh: the index of ``other`` stays where both bases are searched by the same."""
        self._shelf = replace(other._shelf, revision=0, names={})

    async def watch(self) -> None:
        """For ever: look for publications made by any process."""
        while True:
            await asyncio.sleep(LOOK_S)
            try:
                await self.refresh()
            except (SQLAlchemyError, OSError) as error:
                log.warning("knowledge_unreachable", error=type(error).__name__)


def build_shelf(
    revision: int, names: Sequence[ServiceName], examples: Mapping[str, tuple[str, ...]], before: Shelf | None = None
) -> Shelf:
    """The index over what is published, what ships curated, and what administrators accepted.

    :param before: its index stays where nothing that is searched by has changed: a fee or a list of papers costs no
        running chat the second that an index takes.
    """
    entries = [
        SearchEntry(n.code, n.name, n.field, n.level, n.priority, examples=examples.get(n.code, ())) for n in names
    ]
    by_code = {name.code: name for name in names}
    if before is not None and before.engine is not None and before.engine.entries == tuple(entries):
        return replace(before, revision=revision, names=by_code)
    concepts = load_concepts()
    engine = SearchEngine.build(entries, concepts, shipped_catalogue())
    return Shelf(
        revision,
        by_code,
        engine,
        FollowUps(engine, concepts),
        tuple(concepts.confusables),
        concepts.english_names,
    )
