"""Opening an account by its one-time link: a passphrase, an authenticator app, for the first inspector the key.

Until the first code has been typed nothing is kept: the seed of the app travels in the page, sealed and bound to the
link, so a link that was only looked at gives its sender nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.errors import Unreadable
from bot.reports.vault import Unlocked
from bot.sealing import ServerKey
from bot.staff import codes
from bot.staff.errors import LinkOver, WrongCode
from bot.staff.keyring import CannotHold, KeyRing
from bot.staff.member import HOLDERS, Member, Role, Standing
from bot.staff.passphrases import Passphrases
from bot.staff.store import Staff


@dataclass(frozen=True, slots=True)
class Link:
    """``kind``: enrol, recover (a new app for an account that stands)."""

    kind: str
    member: Member


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed. ``seed``: as the page carried it; ``inspectorate``: passphrase of the inspectorate's key, for the
    first inspector, empty otherwise."""

    seed: str
    passphrase: str
    code: str
    inspectorate: str = ""


class Enrolment:
    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        trail: AuditTrail,
        ring: KeyRing,
        passphrases: Passphrases,
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = trail
        self._ring = ring
        self._passphrases = passphrases
        self._staff = Staff(database, key, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def link(self, token: str, kind: str) -> Link:
        """:raises LinkOver: see there."""
        binds = {"token": self._key.lookup("staff-link", kind, token), "now": epoch_ms(self._clock.now())}
        async with self._database.read() as connection:
            staff_id = (await connection.execute(self._queries["open_link"], binds)).scalar_one_or_none()
        member = await self._staff.member(staff_id) if staff_id is not None else None
        if member is None:
            raise LinkOver
        return Link(kind, member)

    def new_seed(self, token: str) -> str:
        """Sealed, for the page."""
        return self._key.seal(codes.new_seed().encode(), f"seed|{token}").hex()

    def seed(self, token: str, carried: str) -> str:
        """:raises LinkOver: it was made for another link, or altered."""
        try:
            return self._key.open(bytes.fromhex(carried), f"seed|{token}").decode()
        except (Unreadable, ValueError):
            raise LinkOver from None

    async def enrol(self, token: str, filled: Filled) -> Member:
        """:returns: the member, active (the first administrator) or waiting for a second administrator.

        :raises LinkOver: see there. :raises WrongCode: the code does not fit, or the inspectorate's passphrase.
        :raises PoorPassphrase: it is too short.
        """
        link = await self.link(token, "enrol")
        seed, step = self._confirmed(token, filled)
        keys = await self._handed_over(link.member, filled.inspectorate)
        salt = self._passphrases.new_salt()
        kept = await asyncio.to_thread(self._passphrases.kept, filled.passphrase)
        pair = await asyncio.to_thread(self._passphrases.pair, filled.passphrase, salt)
        row = {
            "id": link.member.id,
            "passphrase": kept,
            "totp": self._key.seal(seed.encode(), f"staff|totp|{link.member.id}"),
            "step": step,
            "salt": salt,
            "public": bytes(pair.public_key),
        }
        async with self._database.write() as connection:
            await connection.execute(self._queries["lock_staff"])
            await self.use(connection, token, "enrol")
            first = not (await connection.execute(self._queries["has_administrator"])).scalar_one()
            at_once = first and link.member.role is Role.ADMINISTRATOR
            row["state"] = Standing.ACTIVE if at_once else Standing.WAITING
            row["activated_at"] = epoch_ms(self._clock.now()) if at_once else None
            if (await connection.execute(self._queries["enrol_member"], row)).rowcount != 1:
                raise LinkOver
            await self._grant(connection, keys, link.member)
            await self._trail.note(connection, link.member.id, "door.enrol", link.member.id, {"keys": len(keys)})
        await asyncio.to_thread(self._ring.forget_first_passphrase, keys)
        member = await self._staff.member(link.member.id)
        assert member is not None
        return member

    async def recover(self, token: str, filled: Filled) -> None:
        """A new app for who has lost theirs; the passphrase stays. :raises: as ``enrol``."""
        link = await self.link(token, "recover")
        seed, step = self._confirmed(token, filled)
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["credentials"], {"name": link.member.name})).one()
        if not await asyncio.to_thread(self._passphrases.fits, filled.passphrase, row.passphrase):
            raise WrongCode
        totp = self._key.seal(seed.encode(), f"staff|totp|{link.member.id}")
        async with self._database.write() as connection:
            await self.use(connection, token, "recover")
            await connection.execute(self._queries["new_totp"], {"id": link.member.id, "totp": totp, "step": step})
            await self._trail.note(connection, link.member.id, "door.recover", link.member.id)

    def _confirmed(self, token: str, filled: Filled) -> tuple[str, int]:
        seed = self.seed(token, filled.seed)
        step = codes.step_of(seed, filled.code, self._clock.now())
        if step is None:
            raise WrongCode
        return seed, step

    async def _handed_over(self, member: Member, passphrase: str) -> list[Unlocked]:
        if member.role not in HOLDERS or not passphrase.strip():
            return []
        keys = await asyncio.to_thread(self._ring.open_file, passphrase)
        if not keys:
            raise WrongCode
        return keys

    async def _grant(self, connection: AsyncConnection, keys: Sequence[Unlocked], member: Member) -> None:
        for key in keys:
            try:
                await self._ring.grant(connection, key, member, None)
            except CannotHold:
                raise WrongCode from None  # an inspector with the passphrase of a key for leads

    async def use(self, connection: AsyncConnection, token: str, kind: str) -> None:
        """Once. :raises LinkOver: it was used meanwhile."""
        binds = {"token": self._key.lookup("staff-link", kind, token), "now": epoch_ms(self._clock.now())}
        if (await connection.execute(self._queries["use_link"], binds)).rowcount != 1:
            raise LinkOver
