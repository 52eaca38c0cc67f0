"""The inside of a backup: lines of JSON, gzipped. Rows are told by name and type of their columns, so that what came
from SQLite goes into PostgreSQL and the other way round.

    {"motcua_backup": 1, "part": "main", "revision": "0022", "made_at": 1795400000000, "dialect": "sqlite"}
    {"table": "agency", "columns": [["id", ""], ["body", "bytes"], ["active", "bool"]]}
    [1, "AAEC", true]
    {"end": {"counts": {"agency": 1}, "audit_head": "12:9f3c…"}}
"""

from __future__ import annotations

import gzip
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from bot.backup.errors import BackupError

FORMAT = 1
#: Most of what is kept is sealed and does not shrink: the rest does at the least effort.
LEVEL = 3
#: Rows, and bytes of their lines, that a reader gives out at once.
CHUNK, CHUNK_BYTES = 1_000, 16 << 20


@dataclass(frozen=True, slots=True)
class Head:
    """``part``: main, or keys. ``made_at``: UTC epoch milliseconds."""

    part: str
    revision: str
    made_at: int
    dialect: str


@dataclass(frozen=True, slots=True)
class Columns:
    """``kinds``: "", "bytes" or "bool", by column."""

    table: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    counts: dict[str, int]
    audit_head: str


class Writer:
    """A context: the file is whole only when :meth:`end` was called before it closes."""

    def __init__(self, path: Path, head: Head) -> None:
        self._file = gzip.GzipFile(path, "wb", compresslevel=LEVEL, mtime=0)
        self._columns: Columns | None = None
        self.counts: dict[str, int] = {}
        told = {"part": head.part, "revision": head.revision, "made_at": head.made_at, "dialect": head.dialect}
        self._line({"motcua_backup": FORMAT, **told})

    def table(self, columns: Columns) -> None:
        self._columns = columns
        self.counts[columns.table] = 0
        pairs = list(zip(columns.names, columns.kinds, strict=True))
        self._line({"table": columns.table, "columns": pairs})

    def rows(self, rows: Iterable[Sequence[Any]]) -> None:
        assert self._columns is not None
        kinds = self._columns.kinds
        for row in rows:
            self._line([_out(value, kind) for value, kind in zip(row, kinds, strict=True)])
            self.counts[self._columns.table] += 1

    def end(self, audit_head: str) -> End:
        self._line({"end": {"counts": self.counts, "audit_head": audit_head}})
        return End(self.counts, audit_head)

    def _line(self, value: Any) -> None:
        self._file.write(orjson.dumps(value) + b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._file.close()


@dataclass(slots=True)
class Reader:
    """Goes through a container once. ``end`` is known when all rows were read; reading checks the counts.

    :raises BackupError: it is none, of a later format, cut off, or its counts do not fit.
    """

    path: Path
    head: Head = field(init=False)
    end: End | None = field(init=False, default=None)
    _lines: Iterator[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = self._all()
        first = self._next()
        if not isinstance(first, dict) or first.get("motcua_backup") != FORMAT:
            raise BackupError(f"{self.path.name} is no backup that this program can read.")
        self.head = Head(first["part"], first["revision"], first["made_at"], first["dialect"])

    def chunks(self) -> Iterator[tuple[Columns, list[list[Any]]]]:
        """Rows by table, some at a time; an empty table comes as one empty chunk."""
        columns, rows, counts, size = None, list[list[Any]](), dict[str, int](), 0
        while True:
            line = self._next()
            if isinstance(line, list):
                assert columns is not None
                rows.append([_in(value, kind) for value, kind in zip(line, columns.kinds, strict=True)])
                size += sum(len(value) for value in line if isinstance(value, str))
                if len(rows) == CHUNK or size > CHUNK_BYTES:
                    counts[columns.table] += len(rows)
                    yield columns, rows
                    rows, size = [], 0
                continue
            if columns is not None:
                counts[columns.table] += len(rows)
                yield columns, rows
                rows = []
            if "end" in line:
                self.end = End(line["end"]["counts"], line["end"]["audit_head"])
                if counts != self.end.counts:
                    raise BackupError(f"{self.path.name} is damaged: it does not hold the rows it says.")
                return
            names, kinds = zip(*line["columns"], strict=True)
            columns = Columns(line["table"], names, kinds)
            counts[columns.table] = 0

    def _next(self) -> Any:
        try:
            return orjson.loads(next(self._lines))
        except StopIteration:
            raise BackupError(f"{self.path.name} is cut off.") from None
        except orjson.JSONDecodeError:
            raise BackupError(f"{self.path.name} is damaged.") from None

    def _all(self) -> Iterator[bytes]:
        try:
            with gzip.open(self.path, "rb") as file:
                yield from file
        except (EOFError, gzip.BadGzipFile):
            raise BackupError(f"{self.path.name} is damaged or cut off.") from None


def _out(value: Any, kind: str) -> Any:
    if value is None or not kind:
        return value
    return b64encode(value).decode() if kind == "bytes" else bool(value)


def _in(value: Any, kind: str) -> Any:
    return b64decode(value) if kind == "bytes" and value is not None else value
