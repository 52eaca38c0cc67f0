"""Signing in: name, passphrase and a code. Every refusal is the same, and takes as long as a look takes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.errors import Unreadable
from bot.reports.vault import Unlocked
from bot.sealing import ServerKey
from bot.staff import codes
from bot.staff.keyring import KeyRing
from bot.staff.member import Standing
from bot.staff.passphrases import Passphrases
from bot.staff.sessions import Sessions

#: NIST SP 800-63B-4, 3.2.2 allows up to 100 tries; with a one-time code beside it a person needs few.
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entered:
    """``secret``: for the cookie; None: everything was right, but a second administrator has still to confirm."""

    staff_id: str
    secret: str | None


class SignIn:
    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        trail: AuditTrail,
        ring: KeyRing,
        sessions: Sessions,
        passphrases: Passphrases,
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = trail
        self._ring = ring
        self._sessions = sessions
        self._passphrases = passphrases
        self._queries = Queries.beside(__file__, database.dialect)
        self._nobody = passphrases.nobodys()
        self._no_seed = codes.new_seed()

    async def enter(self, name: str, passphrase: str, code: str) -> Entered | None:
        """None: something was wrong, nobody is told what; a name that nobody has takes as long as one."""
        row = await self.prove(name, passphrase, code)
        if row is None:
            return None
        if row.state == Standing.WAITING:
            return Entered(row.id, None)
        pair = await asyncio.to_thread(self._passphrases.pair, passphrase, bytes(row.key_salt))
        return Entered(row.id, await self.open(row.id, await self._ring.unlock(row.id, pair), "door.signin"))

    async def prove(self, name: str, passphrase: str, code: str) -> Row[Any] | None:
        """The account whose passphrase and code these are; the code is used up. A wrong try counts towards the lock."""
        async with self._database.read() as connection:
            binds = {"name": " ".join(name.split())}
            row = (await connection.execute(self._queries["credentials"], binds)).one_or_none()
        kept = row.passphrase if row is not None and row.passphrase else self._nobody
        fits = await asyncio.to_thread(self._passphrases.fits, passphrase, kept)
        step = codes.step_of(self._seed_of(row), code, self._clock.now())
        if row is None or row.state not in ("active", "waiting"):
            return None
        if not fits or step is None or not await self._passed(row, step):
            await self._failed(row.id)
            return None
        return row

    async def open(self, staff_id: str, keys: Sequence[Unlocked], door: str) -> str:
        """A session for who has proven who they are. :returns: the secret for the cookie."""
        async with self._database.write() as connection:
            secret = await self._sessions.open(connection, staff_id, keys)
            await self._trail.note(connection, staff_id, door, staff_id, {"keys": len(keys)})
        return secret

    async def leave(self, staff_id: str, session: str) -> None:
        async with self._database.write() as connection:
            await self._sessions.end(connection, session)
            await self._trail.note(connection, staff_id, "own.leave", staff_id)

    def _seed_of(self, row: Row[Any] | None) -> str:
        if row is None or row.totp is None:
            return self._no_seed
        try:
            return self._key.open(bytes(row.totp), f"staff|totp|{row.id}").decode()
        except Unreadable:
            return self._no_seed  # put in from another account: no code fits

    async def _passed(self, row: Row[Any], step: int) -> bool:
        binds = {"id": row.id, "step": step, "now": epoch_ms(self._clock.now())}
        async with self._database.write() as connection:
            return (await connection.execute(self._queries["passed"], binds)).rowcount == 1

    async def _failed(self, staff_id: str) -> None:
        now = self._clock.now()
        binds = {"id": staff_id, "most": MOST_FAILURES, "now": epoch_ms(now), "until": epoch_ms(now + LOCKED_FOR)}
        async with self._database.write() as connection:
            counted = (await connection.execute(self._queries["failed"], binds)).rowcount
            if counted:  # while it is locked, somebody who goes on trying does not fill the chain
                await self._trail.note(connection, None, "door.refused", staff_id)
