"""Entries as a whole: their versions, archiving, who answers for them, when somebody last looked at the portal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from knowledge.life.model import Entry, NoSuchEntry, NothingChanged, NotNow, VersionRow
from knowledge.life.rows import entry_of, version_of
from knowledge.model import PublicService
from knowledge.store import Described, KnowledgeStore, StoredService

Also = Callable[[AsyncConnection], Awaitable[None]]


async def nothing_else(_: AsyncConnection) -> None:
    """Default of ``also``."""


class Entries:
    """``also``: see :mod:`knowledge.life`."""

    def __init__(self, database: Database, clock: Clock, store: KnowledgeStore) -> None:
        self._database = database
        self._clock = clock
        self._store = store
        self._queries = Queries.beside(__file__, database.dialect)

    # -- looking -----------------------------------------------------------------------------------------------------

    async def all(self) -> list[Entry]:
        """Archived ones too, in order of code."""
        async with self._database.read() as connection:
            return [entry_of(row) for row in await connection.execute(self._queries["entries"])]

    async def one(self, code: str) -> Entry:
        """:raises NoSuchEntry: there is none."""
        async with self._database.read() as connection:
            return await self.read(connection, code)

    async def read(self, connection: AsyncConnection, code: str) -> Entry:
        """The same inside a transaction. :raises NoSuchEntry: there is none."""
        row = (await connection.execute(self._queries["entry"], {"code": code})).one_or_none()
        if row is None:
            raise NoSuchEntry
        return entry_of(row)

    async def versions(self, code: str) -> list[VersionRow]:
        """The newest first."""
        async with self._database.read() as connection:
            return [version_of(row) for row in await connection.execute(self._queries["versions"], {"code": code})]

    async def version(self, code: str, number: int) -> StoredService:
        """:raises NoSuchEntry: there is none."""
        stored = await self._store.version(code, number)
        if stored is None:
            raise NoSuchEntry
        return stored

    # -- acting ------------------------------------------------------------------------------------------------------

    async def rollback(self, code: str, version: int, by: str | None, reason: str, also: Also = nothing_else) -> int:
        """An older version is in force again, as a new one. :returns: its number.

        :raises NoSuchEntry: there is no such version. :raises NothingChanged: it says what is in force.
        """
        old = (await self.version(code, version)).service
        async with self._database.write() as connection:
            entry = await self.read(connection, code)
            now = await self._store.version(code, entry.version)
            if now is not None and now.service == old:
                raise NothingChanged
            told = Described("rollback", by, None, reason, f"version {version}", self._today())
            number = await self.put_in_force(connection, old, told)
            await also(connection)
        return number

    async def archive(self, code: str, also: Also = nothing_else) -> None:
        """No longer answered with; dossiers and cases keep their version. :raises NotNow: it is archived."""
        await self._set_state(code, "archived", also)

    async def restore(self, code: str, also: Also = nothing_else) -> None:
        """:raises NotNow: it is not archived."""
        await self._set_state(code, "published", also)

    async def own(self, codes: Iterable[str], owner: str | None, also: Also = nothing_else) -> None:
        """Let ``owner`` answer for these entries."""
        rows = [{"code": code, "owner": owner} for code in codes]
        async with self._database.write() as connection:
            if rows:
                await connection.execute(self._queries["set_owner"], rows)
            await also(connection)

    async def verify(
        self, codes: Sequence[str], by: str | None, note: str, review_by: date | None = None, also: Also = nothing_else
    ) -> int:
        """Somebody has held these entries against the portal today. :returns: how many there are of them."""
        binds: dict[str, Any] = {"code_list": list(codes), "day": self._today().toordinal(), "by": by, "note": note}
        binds["review_by"] = review_by.toordinal() if review_by is not None else None
        async with self._database.write() as connection:
            done = (await connection.execute(self._queries["verify"], binds)).rowcount if codes else 0
            await self._announce(connection, "verified", 0)
            await also(connection)
        return done

    async def put_in_force(self, connection: AsyncConnection, service: PublicService, told: Described) -> int:
        """In the caller's transaction; an archived one is published again. :returns: the number of the version."""
        number = await self._store.publish_one(connection, service, told)
        await connection.execute(self._queries["set_state"], {"code": service.identifier, "state": "published"})
        return number

    # -- inside ------------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return local(self._clock.now()).date()

    async def _set_state(self, code: str, state: str, also: Also) -> None:
        async with self._database.write() as connection:
            await self.read(connection, code)
            done = await connection.execute(self._queries["set_state"], {"code": code, "state": state})
            if done.rowcount != 1:
                raise NotNow
            await self._announce(connection, state, 1)
            await also(connection)

    async def _announce(self, connection: AsyncConnection, what: str, changed: int) -> None:
        """Every process takes it up, as it does a publication."""
        binds = {"now": epoch_ms(self._clock.now()), "source": what, "changed": changed}
        await connection.execute(self._queries["announce"], binds)
