"""The knowledge base that ships with the program, and how it gets into a database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.model import PublicService
from knowledge.records import validate_file
from knowledge.store import KnowledgeStore, Publication

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
    """Validate the whole of ``path``, then publish it in one transaction.

    :raises KnowledgeRejected: nothing was imported.
    """
    services = read_all(path, read)
    return await store.publish(services, path.name, prepared)
