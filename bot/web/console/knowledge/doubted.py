"""The list of doubtful entries, worked out once for each publication and day."""

from __future__ import annotations

from datetime import date

from knowledge.life.quality import Doubt, Doubtful, doubts
from knowledge.store import KnowledgeStore, ServiceName


class Doubted:
    def __init__(self, store: KnowledgeStore) -> None:
        self._store = store
        self._seen: tuple[int, date] | None = None
        self._list: list[Doubtful] = []

    async def all(self, today: date) -> list[Doubtful]:
        """Those of the published entries, the most doubted first."""
        seen = (await self._store.revision(), today)
        if self._seen != seen:
            self._list, self._seen = await self._worked_out(today), seen
        return self._list

    async def _worked_out(self, today: date) -> list[Doubtful]:
        names = await self._store.names()
        active = frozenset(name.code for name in names)
        found = [
            Doubtful(name.code, name.name, doubted)
            for name in names
            if (doubted := await self._of(name, active, today))
        ]
        return sorted(found, key=lambda entry: (-len({doubt.kind for doubt in entry.doubts}), entry.code))

    async def _of(self, name: ServiceName, active: frozenset[str], today: date) -> tuple[Doubt, ...]:
        stored = await self._store.current(name.code)
        if stored is None:
            return ()
        return doubts(stored.service, active, today)
