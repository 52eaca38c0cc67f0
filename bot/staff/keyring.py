"""Which member holds which inspectorate key. A holder hands it on; the program alone cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from nacl.public import PrivateKey, PublicKey
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError, Unreadable
from bot.reports.vault import InspectorateKeys, Unlocked, WrongPassphrase
from bot.reports.vault.keyfiles import new_passphrase
from bot.staff.member import HOLDERS, Member, Role
from bot.staff.passphrases import open_with, seal_to


class CannotHold(MotCuaError):
    """This member cannot hold this key: not an inspector or lead, not enrolled, or the key is for leads only."""


class KeyRing:
    def __init__(self, database: Database, keys: InspectorateKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def grant(self, connection: AsyncConnection, key: Unlocked, to: Member, by: str | None) -> None:
        """Seal an unlocked key to the pair that comes from the member's passphrase.

        :raises CannotHold: see there.
        """
        row = (await connection.execute(self._queries["grantee"], {"id": to.id, "key_id": key.key_id})).one_or_none()
        if row is None or row.key_public is None or to.role not in HOLDERS:
            raise CannotHold
        if row.for_leads and to.role is not Role.LEAD:
            raise CannotHold
        wrapped = seal_to(bytes(row.key_public), key.private)
        binds = {"id": to.id, "key_id": key.key_id, "wrapped": wrapped, "by": by, "now": epoch_ms(self._clock.now())}
        await connection.execute(self._queries["grant_key"], binds)

    async def unlock(self, staff_id: str, pair: PrivateKey) -> tuple[Unlocked, ...]:
        """Those of the member's keys that open; one that does not was sealed to an older passphrase, or altered."""
        found = []
        for row in await self._rows("keys_of", {"id": staff_id}):
            try:
                found.append(Unlocked(row.key_id, open_with(pair, bytes(row.wrapped))))
            except Unreadable:
                continue  # the page of keys shows it as not open; a holder grants it again
        return tuple(found)

    async def rewrap(
        self, connection: AsyncConnection, staff_id: str, old: PrivateKey, new: PublicKey
    ) -> tuple[int, int]:
        """Seal a member's keys to the pair of another passphrase.

        :returns: how many were, and were not because they did not open before either.
        """
        done = lost = 0
        for row in (await connection.execute(self._queries["keys_of"], {"id": staff_id})).all():
            try:
                wrapped = seal_to(bytes(new), open_with(old, bytes(row.wrapped)))
            except Unreadable:
                lost += 1
                continue
            binds = {"id": staff_id, "key_id": row.key_id, "wrapped": wrapped}
            await connection.execute(self._queries["rewrap_key"], binds)
            done += 1
        return done, lost

    async def holders(self) -> Sequence[Row[Any]]:
        """key_id, staff_id, name, granted_at: who holds what, active members only."""
        return await self._rows("key_holders", {})

    async def wanting(self) -> Sequence[Row[Any]]:
        """id, name, role: active inspectors and leads who hold no key yet."""
        return await self._rows("without_key", {})

    def open_file(self, passphrase: str) -> list[Unlocked]:
        """The keys of this host that the inspectorate's passphrase opens; slow on purpose, belongs into a thread."""
        found = []
        for file in self._keys.folder.files():
            try:
                found.append(self._keys.unlock(file.id, passphrase))
            except WrongPassphrase:
                continue  # it may be the passphrase of another key here
        return found

    def forget_first_passphrase(self, keys: Iterable[Unlocked]) -> None:
        """Once a member holds them, the passphrases that were made with the keys lie here no longer."""
        for key in keys:
            self._keys.folder.passphrase_path(key.key_id).unlink(missing_ok=True)

    def first_passphrases(self) -> list[str]:
        """Those that still lie beside their keys, for the sample accounts."""
        return [path.read_text(encoding="utf-8").strip() for path in self._keys.folder.passphrases()]

    async def recovery(self, key: Unlocked) -> str | None:
        """Put the key's file under a new passphrase. :returns: it, to be printed; None: the file is elsewhere."""
        file = self._keys.folder.find(key.key_id)
        if file is None:
            return None
        passphrase = new_passphrase()
        await asyncio.to_thread(lambda: self._keys.folder.put_back(file.rewrapped(key.private, passphrase, file.cost)))
        return passphrase

    async def _rows(self, query: str, binds: dict[str, Any]) -> Sequence[Row[Any]]:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries[query], binds)).all()
