"""The knowledge base that ships with the program, and how it gets into a database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.model import PublicService
from knowledge.records import read_records, validate_file
from knowledge.search.shipped import shipped_entries
from knowledge.store import KnowledgeStore, Publication, ServiceName, StoredService

SHIPPED = Path(__file__).parent / "data" / "procedures.jsonl"


def read_all(path: Path, progress: Callable[[int], None] = lambda _: None) -> list[PublicService]:
    """Every procedure of a file.

    :param progress: called with the number of procedures read so far.
    :raises KnowledgeRejected: naming file, line and field of each error; nothing of the file may be used.
    :raises OSError: the file cannot be read.
    """
    return validate_file(path, progress).accepted()


async def import_file(
    store: KnowledgeStore, path: Path, read: Callable[[int], None], prepared: Callable[[int], None]
) -> Publication:
    """Validate the whole of ``path``, then publish it in one transaction. The portal's records say nothing of what the
    office added: that stays.

    :raises KnowledgeRejected: nothing was imported.
    """
    services = [await _with_additions(store, service) for service in read_all(path, read)]
    return await store.publish(services, path.name, prepared)


async def _with_additions(store: KnowledgeStore, service: PublicService) -> PublicService:
    stored = await store.latest(service.identifier)
    return service.model_copy(update={"local": stored.service.local}) if stored is not None else service


class ShippedStore:
    """The shipped file read in place of a database: for `bot.py ask` on a fresh install."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._path = path

    async def revision(self) -> int:
        return 1

    async def names(self) -> list[ServiceName]:
        return [ServiceName(e.code, e.name_vi, e.field, e.level or "", e.priority) for e in shipped_entries()]

    async def examples(self) -> dict[str, tuple[str, ...]]:
        return {}  # accepted ones are in the database

    async def current(self, code: str) -> StoredService | None:
        for row in read_records(self._path):
            if row.service is not None and row.service.identifier == code:
                return StoredService(row.service, 1)
        return None
