"""Keys of agency systems: random, shown once, kept as a keyed look-up value; each for one agency and some scopes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.sealing import ServerKey

PREFIX = "mc_"
SECRET_BYTES = 32
#: Longer than any key of ours; more is not looked at.
LONGEST = 100


class Scope(StrEnum):
    WRITE = "dossiers:write"
    STATISTICS = "statistics:read"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """``agency_code``: the key speaks for this agency and its units."""

    id: int
    agency_code: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class KeyRow:
    key: ApiKey
    label: str
    created_at: datetime
    revoked_at: datetime | None


class ApiKeys:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def create(self, agency_code: str, scopes: list[Scope], label: str) -> str:
        """:returns: the key; it cannot be shown again."""
        token = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        row = {
            "digest": self._digest(token),
            "agency_code": agency_code,
            "scopes": " ".join(sorted(scopes)),
            "label": label,
            "now": epoch_ms(self._clock.now()),
        }
        async with self._database.write() as connection:
            await connection.execute(self._queries["add_key"], row)
        return token

    async def find(self, token: str) -> ApiKey | None:
        """The key that ``token`` is, unless revoked. Looked up by HMAC, so nothing is learnt from how long it takes."""
        if not token.startswith(PREFIX) or len(token) > LONGEST:
            return None
        async with self._database.read() as connection:
            found = await connection.execute(self._queries["find_key"], {"digest": self._digest(token)})
            row = found.one_or_none()
        return ApiKey(row.id, row.agency_code, frozenset(row.scopes.split())) if row else None

    async def all(self) -> list[KeyRow]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["keys"])).all()
        return [
            KeyRow(
                ApiKey(row.id, row.agency_code, frozenset(row.scopes.split())),
                row.label,
                from_epoch_ms(row.created_at),
                from_epoch_ms(row.revoked_at) if row.revoked_at else None,
            )
            for row in rows
        ]

    async def revoke(self, number: int) -> bool:
        """:returns: whether it was in force."""
        async with self._database.write() as connection:
            binds = {"id": number, "now": epoch_ms(self._clock.now())}
            return (await connection.execute(self._queries["revoke_key"], binds)).rowcount == 1

    def _digest(self, token: str) -> str:
        return self._key.lookup("api-key", token)
