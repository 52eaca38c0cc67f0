"""Rows of the bare SQLite driver, with the columns as attributes, and queries with lists in them."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.exc import MultipleResultsFound, NoResultFound

from bot.database.queries import LIST_BIND


class Column(list[Any]):
    """The first column of some rows."""

    def all(self) -> Sequence[Any]:
        return self


class Rows:
    """See :class:`bot.database.brief.Found`."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def one_or_none(self) -> Any:
        """:raises MultipleResultsFound: there are several."""
        if len(self._rows) > 1:
            raise MultipleResultsFound("one row was asked for")
        return self.first()

    def one(self) -> Any:
        """:raises NoResultFound: there is none. :raises MultipleResultsFound: there are several."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("one row was asked for")
        return row

    def scalar_one(self) -> Any:
        """As :meth:`one`."""
        return self.one()[0]

    def scalars(self) -> Column:
        return Column(row[0] for row in self._rows)


def rows_of(cursor: sqlite3.Cursor) -> Rows:
    found = cursor.fetchall()
    if not found:
        return Rows(found, cursor.rowcount)
    make = _row_type(tuple(column[0] for column in cursor.description))._make
    return Rows([make(row) for row in found], cursor.rowcount)


@lru_cache(maxsize=512)
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def expanded(statement: str, binds: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """A query whose list binds have become as many single ones as the lists are long, and its binds.

    The lengths are powers of two, the last element repeated: a few shapes stay prepared whatever the batches.
    """
    names = _lists_in(statement)
    if not names:
        return statement, binds
    flat = dict(binds)
    lengths = []
    for name in names:
        values = flat.pop(name)
        room = 1 << (len(values) - 1).bit_length() if values else 0
        for place in range(room):
            flat[f"{name}_{place}"] = values[min(place, len(values) - 1)]
        lengths.append(room)
    return _with_lists(statement, tuple(lengths)), flat


@lru_cache(maxsize=512)
def _lists_in(statement: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(LIST_BIND.findall(statement)))


@lru_cache(maxsize=512)
def _with_lists(statement: str, lengths: tuple[int, ...]) -> str:
    room = dict(zip(_lists_in(statement), lengths, strict=True))
    return LIST_BIND.sub(lambda found: _places(found[1], room[found[1]]), statement)


def _places(name: str, room: int) -> str:
    """An empty list is none: SQLite takes ``IN ()``."""
    return f"({', '.join(f':{name}_{place}' for place in range(room))})"
