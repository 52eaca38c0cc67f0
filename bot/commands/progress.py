"""Progress bars for long work; on a pipe or in a log, nothing but the last line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from knowledge.shipped import import_file
from knowledge.store import KnowledgeStore, Publication


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield progress


async def import_with_progress(console: Console, store: KnowledgeStore, path: Path) -> Publication:
    """Import ``path`` while a person watches.

    :raises KnowledgeRejected: naming file, line and field; nothing was imported.
    """
    with path.open("rb") as lines:
        total = sum(1 for line in lines if line.strip())
    with progress_bar(console) as progress:
        reading = progress.add_task("Reading procedures  ", total=total)
        storing = progress.add_task("Storing procedures  ", total=total)
        publication = await import_file(
            store,
            path,
            lambda count: progress.update(reading, completed=count),
            lambda count: progress.update(storing, completed=count),
        )
        progress.update(reading, completed=total)
        progress.update(storing, completed=total)
    return publication
