"""A member changes their own passphrase or app. Both ask for the passphrase and a code of the app in use.

Who has lost the app needs two administrators (``approvals``); who has lost the passphrase needs a new account.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock
from bot.database import Database, Queries
from bot.errors import Unreadable
from bot.sealing import ServerKey
from bot.staff import codes
from bot.staff.errors import LinkOver, WrongCode
from bot.staff.keyring import KeyRing
from bot.staff.member import Member
from bot.staff.passphrases import Passphrases
from bot.staff.sessions import Sessions
from bot.staff.signin import SignIn


class Credentials:
    """Every change ends the member's other sessions: whoever had the old passphrase or app is out."""

    def __init__(
        self,
        trail: AuditTrail,
        ring: KeyRing,
        sessions: Sessions,
        signing: SignIn,
        passphrases: Passphrases,
        database: Database,
        key: ServerKey,
        clock: Clock,
    ) -> None:
        self._trail = trail
        self._ring = ring
        self._sessions = sessions
        self._signing = signing
        self._passphrases = passphrases
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def change_passphrase(self, member: Member, session: str, old: str, code: str, new: str) -> int:
        """The inspectorate keys that the member holds go over to it.

        :param session: token of the one that goes on. :returns: how many keys did not open with the old one either.
        :raises WrongCode: the old passphrase or the code does not fit. :raises PoorPassphrase: the new is too short.
        """
        kept = await asyncio.to_thread(self._passphrases.kept, new)
        row = await self._proven(member, old, code)
        salt = self._passphrases.new_salt()
        before = await asyncio.to_thread(self._passphrases.pair, old, bytes(row.key_salt))
        after = await asyncio.to_thread(self._passphrases.pair, new, salt)
        values = {"passphrase": kept, "salt": salt, "public": bytes(after.public_key)}
        async with self._database.write() as connection:
            await self._change(connection, "change_passphrase", row, values)
            done, lost = await self._ring.rewrap(connection, member.id, before, after.public_key)
            await self._sessions.end_others(connection, member.id, session)
            detail = {"keys": done, "not_open": lost}
            await self._trail.note(connection, member.id, "own.passphrase", member.id, detail)
        return lost

    def new_seed(self, member: Member) -> str:
        """Of another app; sealed, for the page: until its first code was typed nothing is kept."""
        return self._key.seal(codes.new_seed().encode(), _place(member)).hex()

    def seed(self, member: Member, carried: str) -> str:
        """:raises LinkOver: it was made for somebody else, or altered."""
        try:
            return self._key.open(bytes.fromhex(carried), _place(member)).decode()
        except (Unreadable, ValueError):
            raise LinkOver from None

    async def change_app(
        self, member: Member, session: str, passphrase: str, code: str, carried: str, new_code: str
    ) -> None:
        """:param code: of the app in use; ``carried``: the new one's seed, as the page had it; ``new_code``: its code.

        :raises WrongCode: something does not fit. :raises LinkOver: see ``seed``.
        """
        seed = self.seed(member, carried)
        step = codes.step_of(seed, new_code, self._clock.now())
        if step is None:
            raise WrongCode
        row = await self._proven(member, passphrase, code)
        totp = self._key.seal(seed.encode(), f"staff|totp|{member.id}")
        async with self._database.write() as connection:
            await self._change(connection, "change_app", row, {"totp": totp, "step": step})
            await self._sessions.end_others(connection, member.id, session)
            await self._trail.note(connection, member.id, "own.app", member.id)

    async def _proven(self, member: Member, passphrase: str, code: str) -> Row[Any]:
        row = await self._signing.prove(member.name, passphrase, code)
        if row is None:
            raise WrongCode
        return row

    async def _change(self, connection: AsyncConnection, query: str, row: Row[Any], values: dict[str, Any]) -> None:
        """:raises WrongCode: changed meanwhile, in another window or by a thief."""
        binds = {**values, "id": row.id, "before": row.passphrase}
        if (await connection.execute(self._queries[query], binds)).rowcount != 1:
            raise WrongCode


def _place(member: Member) -> str:
    return f"own-app|{member.id}"
