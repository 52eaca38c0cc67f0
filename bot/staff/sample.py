"""With MOTCUA_SAMPLE_DATA: a sample inspector, administrator and auditor, let in by one-time links printed at start.

A link's token is the account's passphrase for as long as the program runs, known to nobody but the console it was
printed on; there is no app, so the accounts have no other way in. The sample inspector is given the inspectorate's key
only while its first passphrase still lies on this machine: on an installation that is in use they open no report.
"""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.reports.vault import Unlocked
from bot.sealing import ServerKey
from bot.staff.accounts import TOKEN_BYTES, Accounts
from bot.staff.enrolment import Enrolment, Link
from bot.staff.keyring import KeyRing
from bot.staff.member import Member, Role, Scope, Standing
from bot.staff.passphrases import Passphrases
from bot.staff.store import Staff

NAMES = {Role.LEAD: "Thanh tra mẫu", Role.ADMINISTRATOR: "Quản trị mẫu", Role.AUDITOR: "Kiểm soát viên mẫu"}
LINK_LIVES = timedelta(hours=12)


class SampleStaff:
    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        accounts: Accounts,
        enrolment: Enrolment,
        ring: KeyRing,
        passphrases: Passphrases,
    ) -> None:
        self._database = database
        self._clock = clock
        self._staff = Staff(database, key, clock)
        self._accounts = accounts
        self._enrolment = enrolment
        self._ring = ring
        self._passphrases = passphrases
        self._queries = Queries.beside(__file__, database.dialect)

    async def links(self) -> dict[Role, str]:
        """Make the accounts where they are missing. :returns: token of a fresh one-time link by role; none for one
        that was revoked: it stays so.
        """
        return {role: token for role, name in NAMES.items() if (token := await self._link(name, role)) is not None}

    async def id_of(self, role: Role) -> str | None:
        """The sample member of a role; None: there is none, or their account was revoked."""
        member = await self._staff.named(NAMES[role])
        return member.id if member is not None and member.state is not Standing.REVOKED else None

    async def enter(self, token: str) -> tuple[Member, tuple[Unlocked, ...]]:
        """Use a link up. :returns: the member and their keys. :raises LinkOver: see there."""
        link: Link = await self._enrolment.link(token, "sample")
        async with self._database.write() as connection:
            await self._enrolment.use(connection, token, "sample")
            row = (await connection.execute(self._queries["credentials"], {"name": link.member.name})).one()
        pair = await asyncio.to_thread(self._passphrases.pair, token, bytes(row.key_salt))
        return link.member, await self._ring.unlock(link.member.id, pair)

    async def _link(self, name: str, role: Role) -> str | None:
        member = await self._staff.named(name)
        if member is None:
            await self._accounts.invite(name, role, None, [Scope()])
            member = await self._staff.named(name)
            assert member is not None
        if member.state is Standing.REVOKED:
            return None
        token, salt = secrets.token_urlsafe(TOKEN_BYTES), self._passphrases.new_salt()
        pair = await asyncio.to_thread(self._passphrases.pair, token, salt)
        row = {"id": member.id, "salt": salt, "public": bytes(pair.public_key), "now": epoch_ms(self._clock.now())}
        keys = await asyncio.to_thread(self._first_keys) if role is Role.LEAD else []
        async with self._database.write() as connection:
            await connection.execute(self._queries["drop_keys"], row)
            await connection.execute(self._queries["enrol_sample"], row)
            for key in keys:
                await self._ring.grant(connection, key, member, None)
            await self._accounts.keep_token(connection, member.id, "sample", token, LINK_LIVES)
        return token

    def _first_keys(self) -> list[Unlocked]:
        return [key for phrase in self._ring.first_passphrases() for key in self._ring.open_file(phrase)]
