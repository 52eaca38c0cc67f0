"""The shipped procedures, read once for all tests that talk."""

from __future__ import annotations

from functools import cache

from knowledge.library import Library
from knowledge.model import PublicService
from knowledge.shipped import SHIPPED, read_all
from knowledge.store import ServiceName, StoredService


@cache
def shipped() -> dict[str, PublicService]:
    return {service.identifier: service for service in read_all(SHIPPED)}


class ReadOnce:
    """A library's source that never changes."""

    async def revision(self) -> int:
        return 1

    async def names(self) -> list[ServiceName]:
        return [ServiceName(s.identifier, s.title, s.sector, s.level, s.priority) for s in shipped().values()]

    async def examples(self) -> dict[str, tuple[str, ...]]:
        return {}

    async def current(self, code: str) -> StoredService | None:
        return StoredService(shipped()[code], 1) if code in shipped() else None


_libraries: list[Library] = []


async def stocked_library() -> Library:
    """The same library for every test: its index takes a moment to build."""
    if not _libraries:
        library = Library(ReadOnce())
        await library.refresh()
        _libraries.append(library)
    return _libraries[0]
