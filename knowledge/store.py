"""Published procedures in the database: immutable versions, one of them in force.

Bodies are kept as compressed canonical JSON and read one at a time: the whole base as objects costs some 70 MB, which
a small office does not have.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from knowledge.forms.uses import named
from knowledge.model import PublicService

#: Compressing is most of an import; level 6 is zlib's own default.
COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class ServiceName:
    """``level``: as the portal has it, e.g. "Cấp xã"; ``priority``: 1 everyday, 2 the rest.
    ``verified_on``: None: nobody has held it against the portal since it was collected.
    ``review_by``: None: the house's term counts.
    """

    code: str
    name: str
    field: str
    level: str
    priority: int
    verified_on: date | None = None
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class StoredService:
    service: PublicService
    version: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What an import did, in procedures."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Described:
    """Whose publication a version is. ``author``, ``approver``: staff ids; None: the operator at the machine."""

    kind: str
    author: str | None
    approver: str | None
    reason: str
    source: str
    effective_from: date

    def binds(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "author": self.author,
            "approver": self.approver,
            "reason": self.reason,
            "source": self.source,
            "effective_from": self.effective_from.toordinal(),
        }


class KnowledgeStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def revision(self) -> int:
        """0 when nothing was ever published."""
        async with self._database.read() as connection:
            return int((await connection.execute(self._queries["revision"])).scalar_one())

    async def names(self) -> list[ServiceName]:
        async with self._database.read() as connection:
            return [_name(row) for row in await connection.execute(self._queries["names"])]

    async def examples(self) -> dict[str, tuple[str, ...]]:
        """Accepted examples and aliases by code."""
        async with self._database.read() as connection:
            found: dict[str, tuple[str, ...]] = {}
            for code, phrase in await connection.execute(self._queries["examples"]):
                found[code] = (*found.get(code, ()), phrase)
            return found

    async def current(self, code: str) -> StoredService | None:
        async with self._database.brief_read() as connection:
            row = (await connection.execute(self._queries["current"], {"code": code})).one_or_none()
        return _stored(row) if row is not None else None

    async def latest(self, code: str) -> StoredService | None:
        """The last version, of an archived procedure too."""
        async with self._database.brief_read() as connection:
            row = (await connection.execute(self._queries["latest"], {"code": code})).one_or_none()
        return _stored(row) if row is not None else None

    async def version(self, code: str, number: int) -> StoredService | None:
        """One version of a procedure, whether in force or not."""
        async with self._database.brief_read() as connection:
            binds = {"code": code, "version": number}
            row = (await connection.execute(self._queries["version"], binds)).one_or_none()
        return _stored(row) if row is not None else None

    async def publish(
        self, services: Sequence[PublicService], source: str, progress: Callable[[int], None] = lambda _: None
    ) -> Publication:
        """Publish ``services`` in one transaction; unchanged ones keep their version.

        Serialising and compressing happen before the transaction, so that a running chat does not wait for it.
        :param progress: called with the number of procedures prepared so far.
        """
        prepared = []
        for count, service in enumerate(services, start=1):
            body = service.canonical()
            prepared.append((service, zlib.compress(body, COMPRESSION), hashlib.sha256(body).hexdigest()))
            progress(count)
        async with self._database.write() as connection:
            return await self._publish(connection, prepared, source)

    async def publish_one(self, connection: AsyncConnection, service: PublicService, told: Described) -> int:
        """Put ``service`` in force in the caller's transaction. :returns: the number of the new version."""
        await connection.execute(self._queries["one_at_a_time"])
        code, now = service.identifier, epoch_ms(self._clock.now())
        known = (await connection.execute(self._queries["current_number"], {"code": code})).scalar_one_or_none() or 0
        body = service.canonical()
        version = {
            "code": code,
            "version": known + 1,
            "body": zlib.compress(body, COMPRESSION),
            "sha256": hashlib.sha256(body).hexdigest(),
            "published_at": now,
        }
        await connection.execute(self._queries["put_service"], _service_row(service, known + 1))
        await connection.execute(self._queries["add_version"], version)
        await connection.execute(self._queries["describe_version"], {**version, **told.binds()})
        await self._put_aliases(connection, [service])
        await named(connection, [service])
        entry = {"published_at": now, "source": told.kind, "added": int(not known), "changed": int(known > 0)}
        await connection.execute(self._queries["add_publication"], {**entry, "unchanged": 0})
        return known + 1

    async def _put_aliases(self, connection: AsyncConnection, services: Sequence[PublicService]) -> None:
        """What people call it is part of the version, and reaches the search with it."""
        await connection.execute(self._queries["drop_aliases"], [{"code": each.identifier} for each in services])
        rows = [{"code": each.identifier, "phrase": alias} for each in services for alias in each.local.aliases]
        if rows:
            await connection.execute(self._queries["add_alias"], rows)

    async def _publish(
        self, connection: AsyncConnection, prepared: Sequence[tuple[PublicService, bytes, str]], source: str
    ) -> Publication:
        now = epoch_ms(self._clock.now())
        await connection.execute(self._queries["one_at_a_time"])
        published = {
            row.code: (row.current_version, row.sha256)
            for row in await connection.execute(self._queries["fingerprints"])
        }
        services, versions, changed = [], [], []
        for service, body, sha256 in prepared:
            version, known = published.get(service.identifier, (0, None))
            if known == sha256:
                continue
            changed.append(service)
            services.append(_service_row(service, version + 1))
            versions.append(
                {
                    "code": service.identifier,
                    "version": version + 1,
                    "body": body,
                    "sha256": sha256,
                    "published_at": now,
                }
            )
        added = sum(row["version"] == 1 for row in services)
        done = Publication(added, len(services) - added, len(prepared) - len(services))
        if services:
            await connection.execute(self._queries["put_service"], services)
            await connection.execute(self._queries["add_version"], versions)
            await self._put_aliases(connection, changed)
            await named(connection, changed)
            entry = {
                "published_at": now,
                "source": source,
                "added": done.added,
                "changed": done.changed,
                "unchanged": done.unchanged,
            }
            await connection.execute(self._queries["add_publication"], entry)
        return done


def _name(row: Row[Any]) -> ServiceName:
    verified_on, review_by = (
        date.fromordinal(day) if day is not None else None for day in (row.verified_on, row.review_by)
    )
    return ServiceName(row.code, row.name, row.field, row.level, row.priority, verified_on, review_by)


def _stored(row: Row[Any]) -> StoredService:
    return StoredService(PublicService.model_validate_json(zlib.decompress(row.body)), row.version)


def _service_row(service: PublicService, version: int) -> dict[str, object]:
    return {
        "code": service.identifier,
        "version": version,
        "name": service.title,
        "field": service.sector,
        "level": service.level,
        "priority": service.priority,
    }
