"""What a brief block may do: run fixed queries. SQLAlchemy's connection can, and so can ours over SQLite (swift.py)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import TextClause
from sqlalchemy.engine.interfaces import Dialect

Binds = Mapping[str, Any]


class Scalars(Protocol):
    """The first column."""

    def __iter__(self) -> Iterator[Any]: ...

    def all(self) -> Sequence[Any]: ...


class Found(Protocol):
    """What a query gave. Rows have their columns as attributes and in their order."""

    @property
    def rowcount(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...

    def all(self) -> Sequence[Any]: ...

    def first(self) -> Any: ...

    def one(self) -> Any: ...

    def one_or_none(self) -> Any: ...

    def scalar_one(self) -> Any: ...

    def scalars(self) -> Scalars: ...


class Statements(Protocol):
    """A connection that runs queries of :class:`bot.database.Queries`."""

    @property
    def dialect(self) -> Dialect: ...

    async def execute(self, query: TextClause, binds: Binds | Sequence[Binds] | None = None, /) -> Found:
        """:param binds: a list runs the query once for each.

        :raises SQLAlchemyError: as SQLAlchemy tells it.
        """


@dataclass(frozen=True, slots=True)
class BriefWrite:
    """A write by fixed queries that may share a transaction with others of its kind.

    :ivar row: names the row it writes, or on which what it writes hangs: the table and the key. In a transaction rows
        are written in the order of their names, that is sorted: two that wrote the same ones in another order would
        wait for each other.
    """

    row: str
    write: Callable[[Statements], Awaitable[Any]]

    async def __call__(self, connection: Statements) -> Any:
        return await self.write(connection)

    def __lt__(self, other: BriefWrite) -> bool:
        return self.row < other.row
