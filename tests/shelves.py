"""The shipped procedures, read once for all tests that talk."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from knowledge.library import Library
from knowledge.model import PublicService
from knowledge.shipped import SHIPPED, read_all
from knowledge.store import ServiceName, StoredService


@cache
def shipped() -> dict[str, PublicService]:
    return {service.identifier: service for service in read_all(SHIPPED)}


def longest_of(rows: str) -> PublicService:
    """Of all that ships, the one with the most ``rows``."""
    return max(shipped().values(), key=lambda each: len(getattr(each, rows)))


class ReadOnce:
    """A library's source that never changes. :param services: None: all that ship."""

    def __init__(self, services: Iterable[PublicService] | None = None) -> None:
        ours = shipped().values() if services is None else services
        self._services = {service.identifier: service for service in sorted(ours, key=lambda each: each.identifier)}

    async def revision(self) -> int:
        return 1

    async def names(self) -> list[ServiceName]:
        return [ServiceName(s.identifier, s.title, s.sector, s.level, s.priority) for s in self._services.values()]

    async def examples(self) -> dict[str, tuple[str, ...]]:
        return {}

    async def current(self, code: str) -> StoredService | None:
        return StoredService(self._services[code], 1) if code in self._services else None


#: By what they hold: an index takes a second and a half of processor time.
_shared: dict[tuple[str, ...], Library] = {}


async def library_of(services: Iterable[PublicService] | None = None) -> Library:
    """The same library for every test that asks for the same services. None: all that ship."""
    source = ReadOnce(services)
    held = tuple(name.code for name in await source.names())
    if held not in _shared:
        library = Library(source)
        await library.refresh()
        _shared[held] = library
    return _shared[held]


async def stocked_library() -> Library:
    """All that ships; nothing in a search changes it."""
    return await library_of()


async def opened(library: Library, services: Iterable[PublicService]) -> Library:
    """The first refresh of a library over ``services`` as they ship, without building their index once more."""
    library.begin_with(await library_of(services))
    await library.refresh()
    return library
