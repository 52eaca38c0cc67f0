"""Before a draft is published: real questions asked of the base as it is, and as it would be."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from knowledge.library import Library, build_shelf
from knowledge.life.model import Draft
from knowledge.preflight.scoring import STORED, Question, Report, compare
from knowledge.search import SearchEngine
from knowledge.store import COMPRESSION, KnowledgeStore, ServiceName

QUESTIONS = Path(__file__).with_name("questions.jsonl")
#: Accepted examples that are asked besides, the newest.
MOST_ACCEPTED = 500

Examples = Mapping[str, tuple[str, ...]]
#: What an index is made from.
Base = tuple[Sequence[ServiceName], Examples]


class Preflight:
    """
    :param library: of this process; what it holds need not be built again.
    :param questions: None: those that ship.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        store: KnowledgeStore,
        library: Library,
        questions: Sequence[Question] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._store = store
        self._library = library
        self._questions = questions
        self._queries = Queries.beside(__file__, database.dialect)
        self._one_at_a_time = asyncio.Lock()  # an index is some tens of megabytes

    async def report(self, draft: Draft) -> Report:
        """What publishing ``draft`` as it stands would do to answers; some seconds, then remembered."""
        place = await self._place(draft)
        async with self._one_at_a_time:
            if (known := await self._known(place)) is not None:
                return known
            found = await self._asked(draft)
            body = zlib.compress(STORED.dump_json(found), COMPRESSION)
            async with self._database.write() as connection:
                binds = {**place, "body": body, "now": epoch_ms(self._clock.now())}
                await connection.execute(self._queries["keep"], binds)
        return found

    async def known(self, draft: Draft) -> Report | None:
        """The same at once; None: the questions were not asked yet of the base as it stands now."""
        return await self._known(await self._place(draft))

    async def _place(self, draft: Draft) -> dict[str, int]:
        return {"draft_id": draft.row.id, "revision": draft.row.revision, "base": await self._store.revision()}

    async def _known(self, place: Mapping[str, int]) -> Report | None:
        async with self._database.read() as connection:
            body = (await connection.execute(self._queries["report"], place)).scalar_one_or_none()
        return STORED.validate_json(zlib.decompress(body)) if body is not None else None

    async def _asked(self, draft: Draft) -> Report:
        names, examples = await self._store.names(), await self._store.examples()
        await self._library.refresh()
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["accepted"], {"most": MOST_ACCEPTED})).all()
        questions = [
            *(self._questions if self._questions is not None else shipped_questions()),
            *(Question(row.phrase, frozenset([row.code])) for row in rows),
        ]
        accepted = {row.phrase for row in rows if row.code == draft.row.code}
        would_be = with_draft(names, examples, draft, accepted)
        return await asyncio.to_thread(_compared, self._library.engine, would_be, questions)


def _compared(before: SearchEngine | None, would_be: Base, questions: Sequence[Question]) -> Report:
    """A draft that changes nothing that is searched by costs no index."""
    after = before if before is not None and _searches_same(before, *would_be) else _engine(*would_be)
    return compare(before or after, after, questions)


def _searches_same(engine: SearchEngine, names: Sequence[ServiceName], examples: Examples) -> bool:
    """Whether an index of ``names`` and ``examples`` would be the one that stands."""
    held = {
        (entry.code, entry.name_vi, entry.field, entry.level, entry.priority, frozenset(entry.examples))
        for entry in engine.entries
    }
    return held == {
        (name.code, name.name, name.field, name.level, name.priority, frozenset(examples.get(name.code, ())))
        for name in names
    }


def with_draft(names: Sequence[ServiceName], examples: Examples, draft: Draft, accepted: set[str]) -> Base:
    """The base as it would be. :param accepted: examples of this procedure, which stay whatever the draft says."""
    service = draft.service
    code = service.identifier
    mine = ServiceName(code, service.title, service.sector, service.level, service.priority)
    told = tuple(dict.fromkeys([*sorted(accepted), *service.local.aliases]))
    others = {name: phrases for name, phrases in examples.items() if name != code}
    return [*(name for name in names if name.code != code), mine], {**others, code: told} if told else others


def _engine(names: Sequence[ServiceName], examples: Examples) -> SearchEngine:
    shelf = build_shelf(0, sorted(names, key=lambda name: name.code), examples)
    assert shelf.engine is not None
    return shelf.engine


@cache
def shipped_questions() -> tuple[Question, ...]:
    """Questions with their right procedures, as people and offices wrote them (knowledge/data/SOURCES.md)."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return tuple(Question(row["question"], frozenset(row["gold"])) for row in rows)
