"""Sessions of the console, in the database, so that several web processes serve one.

The cookie holds 256 random bits. The row is found by a keyed look-up of them, and the inspectorate keys in it are
sealed under a key made from them: the database and the server key together open nothing without the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.reports.vault import Unlocked
from bot.sealing import NONCE_BYTES, ServerKey

#: OWASP's Session Management Cheat Sheet: 15 to 30 minutes without use, and an end that use does not move.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
#: Not every look at a page is written down.
SEEN_EVERY = timedelta(minutes=1)
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """``csrf``: what every form carries; ``keys``: unlocked when they signed in."""

    token: str
    staff_id: str
    csrf: str
    keys: tuple[Unlocked, ...] = field(repr=False)


class Sessions:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def open(self, connection: AsyncConnection, staff_id: str, keys: Sequence[Unlocked]) -> str:
        """:returns: the secret for the cookie; it stands nowhere else."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        now = self._clock.now()
        row = {
            "token": self._token(secret),
            "staff_id": staff_id,
            "keys": _sealed(secret, staff_id, keys) if keys else None,
            "now": epoch_ms(now),
            "expires_at": epoch_ms(now + IDLE),
        }
        await connection.execute(self._queries["forget_sessions"], {"now": row["now"]})
        await connection.execute(self._queries["open_session"], row)
        return secret

    async def find(self, secret: str) -> Session | None:
        """The session of an active member; None: ended, too old, forged, or the member was revoked."""
        token, now = self._token(secret), self._clock.now()
        binds = {"token": token, "now": epoch_ms(now), "oldest": epoch_ms(now - LONGEST)}
        async with self._database.brief_read() as connection:
            row = (await connection.execute(self._queries["live_session"], binds)).one_or_none()
        if row is None:
            return None
        try:
            keys = _opened(secret, row.staff_id, bytes(row.keys)) if row.keys is not None else ()
        except InvalidTag:
            return None  # moved here from another row: whoever can do that gets nothing by it
        if epoch_ms(now - SEEN_EVERY) >= row.seen_at:
            await self._seen(token)
        return Session(token, row.staff_id, _csrf(secret), keys)

    async def end(self, connection: AsyncConnection, token: str) -> None:
        await connection.execute(self._queries["end_session"], {"token": token})

    async def end_all(self, connection: AsyncConnection, staff_id: str) -> None:
        await connection.execute(self._queries["end_sessions"], {"staff_id": staff_id})

    async def end_others(self, connection: AsyncConnection, staff_id: str, token: str) -> None:
        """:param token: of the session that goes on."""
        await connection.execute(self._queries["end_other_sessions"], {"staff_id": staff_id, "token": token})

    async def _seen(self, token: str) -> None:
        now = self._clock.now()
        binds = {"token": token, "now": epoch_ms(now), "expires_at": epoch_ms(now + IDLE)}
        async with self._database.brief_write() as connection:
            await connection.execute(self._queries["see_session"], binds)

    def _token(self, secret: str) -> str:
        return self._key.lookup("staff-session", secret)


def _csrf(secret: str) -> str:
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def _cipher(secret: str) -> AESGCM:
    return AESGCM(hmac.new(secret.encode(), b"keys", hashlib.sha256).digest())


def _sealed(secret: str, staff_id: str, keys: Sequence[Unlocked]) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    plain = orjson.dumps({key.key_id: key.private.hex() for key in keys})
    return nonce + _cipher(secret).encrypt(nonce, plain, staff_id.encode())


def _opened(secret: str, staff_id: str, sealed: bytes) -> tuple[Unlocked, ...]:
    plain = _cipher(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], staff_id.encode())
    return tuple(Unlocked(key_id, bytes.fromhex(private)) for key_id, private in orjson.loads(plain).items())
