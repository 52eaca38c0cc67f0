"""A file of dossiers, validated whole before anything is written.

Up to 10,000 rows go in as one. A larger file goes in by chunks, so that the chat stays quick; each chunk is committed
together with how far the file got, so that the same file, offered again after a crash, goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.dossiers.files import FileUnreadable, read_rows
from bot.dossiers.problems import Problem
from bot.dossiers.register import Plan, Register, RegisterMoved
from bot.dossiers.rows import DossierRow, RowReader
from bot.dossiers.steps import Known
from bot.errors import MotCuaError

ATOMIC_ROWS = 10_000
CHUNK = 1_000
#: Rows checked between two breaths of the event loop.
BREATH = 500
#: Somebody else may change the same dossiers meanwhile; that often in a row they do not.
TRIES = 5
#: More would only scroll by; how many there are besides is told.
MOST_TOLD = 1_000

Progress = Callable[[int], None]
_T = TypeVar("_T")


class DossiersRejected(MotCuaError):
    """The file has errors; nothing was imported."""

    def __init__(self, source: str, problems: list[Problem], language: str = "en") -> None:
        lines = [problem.text(source, language) for problem in problems[:MOST_TOLD]]
        if len(problems) > MOST_TOLD:
            lines.append(f"… {len(problems) - MOST_TOLD}")
        super().__init__("\n".join(lines))
        self.problems = problems


@dataclass
class Imported:
    """In rows. ``resumed``: already in from an earlier try. ``agencies``: the codes that occurred.

    ``kept``: the rows of a file that goes in as one; larger files are read a second time.
    """

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    resumed: int = 0
    agencies: set[str] = field(default_factory=set)
    kept: list[DossierRow] = field(default_factory=list, repr=False)


class Importer:
    """:param is_procedure: whether a procedure code is known."""

    def __init__(self, register: Register, clock: Clock, is_procedure: Callable[[str], bool]) -> None:
        self._register = register
        self._database: Database = register.database
        self._clock = clock
        self._is_procedure = is_procedure
        self._queries = Queries.beside(__file__, self._database.dialect)

    async def run(self, path: Path, checked: Progress = lambda _: None, stored: Progress = lambda _: None) -> Imported:
        """Import ``path``. The callbacks get the number of rows so far.

        :raises DossiersRejected: nothing was imported.
        :raises OSError: the file cannot be read.
        """
        now = self._clock.now()
        done = await self._validate(path, now, checked)
        if done.rows <= ATOMIC_ROWS:
            await self._store(path, done.kept, done)
            stored(done.rows)
        else:
            await self._store_by_chunks(path, now, done, stored)
        return done

    async def _validate(self, path: Path, now: datetime, checked: Progress) -> Imported:
        done, problems, reader = Imported(), list[Problem](), self._reader(now)
        known: dict[str, Known] = {}
        try:
            for batch in _batches(_judged(path, reader), BREATH):
                rows = [item for item in batch if isinstance(item, DossierRow)]
                problems += [problem for item in batch if isinstance(item, list) for problem in item]
                fresh = list(dict.fromkeys(row.code for row in rows if row.code not in known))
                known.update(await self._register.known(fresh))
                problems += self._register.check(rows, known)
                done.rows += len(batch)
                done.kept = [*done.kept, *rows] if done.rows <= ATOMIC_ROWS else []
                done.agencies.update(row.agency_code for row in rows)
                checked(done.rows)
                await asyncio.sleep(0)
        except FileUnreadable as error:
            problems += error.problems
        if not done.rows and not problems:
            problems.append(Problem(1, "", "empty_file"))
        if problems:
            raise DossiersRejected(path.name, sorted(problems, key=lambda problem: problem.row))
        return done

    async def _store(self, path: Path, rows: list[DossierRow], done: Imported) -> None:
        """One transaction, worked out before it begins."""
        for _ in range(TRIES):
            made = await self._planned(path, rows)
            try:
                async with self._database.write() as connection:
                    await self._register.commit(connection, made)
            except (RegisterMoved, IntegrityError):
                continue
            _count(done, made)
            return
        raise RegisterMoved

    async def _store_by_chunks(self, path: Path, now: datetime, done: Imported, stored: Progress) -> None:
        digest = _digest(path)
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["progress"], {"digest": digest})).one_or_none()
        done.resumed = row.done if row and row.finished_at is None else 0
        position = done.resumed
        stored(position)
        for chunk in _batches(islice(_good(path, self._reader(now)), position, None), CHUNK):
            position += len(chunk)
            await self._store_chunk(path, chunk, done, {"digest": digest, "source": path.name, "done": position})
            stored(position)

    async def _store_chunk(
        self, path: Path, chunk: list[DossierRow], done: Imported, progress: dict[str, object]
    ) -> None:
        for _ in range(TRIES):
            made = await self._planned(path, chunk)
            now = epoch_ms(self._clock.now())
            finished = now if progress["done"] == done.rows else None
            try:
                async with self._database.write() as connection:
                    await self._register.commit(connection, made)
                    row = {**progress, "rows": done.rows, "now": now, "finished_at": finished}
                    await connection.execute(self._queries["put_progress"], row)
            except (RegisterMoved, IntegrityError):
                continue
            _count(done, made)
            return
        raise RegisterMoved

    async def _planned(self, path: Path, rows: list[DossierRow]) -> Plan:
        made = await self._register.plan(rows)
        if made.problems:  # somebody else moved a dossier on since the file was validated
            raise DossiersRejected(path.name, made.problems)
        return made

    def _reader(self, now: datetime) -> RowReader:
        return RowReader(self._is_procedure, now)


def _judged(path: Path, reader: RowReader) -> Iterator[DossierRow | list[Problem]]:
    for number, cells in read_rows(path):
        yield [cells] if isinstance(cells, Problem) else reader.read(number, cells)


def _good(path: Path, reader: RowReader) -> Iterator[DossierRow]:
    """The rows of a file that was validated."""
    return (item for item in _judged(path, reader) if isinstance(item, DossierRow))


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _count(done: Imported, made: Plan) -> None:
    done.added += made.added
    done.changed += made.changed
    done.unchanged += made.unchanged


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
