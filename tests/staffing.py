"""Accounts for tests: opened through the real links, with cheap hashing and an app of the test's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
from argon2 import PasswordHasher
from nacl.pwhash import argon2id

from bot.clock import FixedClock
from bot.reports.vault.keyfiles import Cost
from bot.staff import Member, Role, Scope
from bot.staff.desk import StaffDesk
from bot.staff.enrolment import Filled
from bot.staff.passphrases import Passphrases

CHEAP = Passphrases(
    PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
)
PASSPHRASE = "bốn con trâu ăn cỏ"


@dataclass
class Person:
    """Somebody with an authenticator app."""

    desk: StaffDesk
    clock: FixedClock
    name: str
    member: Member
    seed: str
    passphrase: str = field(default=PASSPHRASE)

    def code(self) -> str:
        """The next one: each is taken once."""
        self.clock.at += timedelta(seconds=30)
        return pyotp.TOTP(self.seed).at(self.clock.at)

    async def sign_in(self) -> str:
        entered = await self.desk.signing.enter(self.name, self.passphrase, self.code())
        assert entered is not None
        assert entered.secret is not None
        return entered.secret


@dataclass
class Staffing:
    desk: StaffDesk
    clock: FixedClock

    async def invited(self, name: str, role: Role, by: Person | None = None, *scopes: Scope) -> str:
        return await self.desk.accounts.invite(name, role, by.member.id if by else None, scopes)

    async def enrolled(self, token: str, *, inspectorate: str = "", passphrase: str = PASSPHRASE) -> Person:
        carried = self.desk.enrolment.new_seed(token)
        seed = self.desk.enrolment.seed(token, carried)
        code = pyotp.TOTP(seed).at(self.clock.at)
        member = await self.desk.enrolment.enrol(token, Filled(carried, passphrase, code, inspectorate))
        return Person(self.desk, self.clock, member.name, member, seed, passphrase)

    async def first(self) -> Person:
        """The first administrator, whom nobody confirms."""
        return await self.enrolled(await self.invited("Quản Trị", Role.ADMINISTRATOR))

    async def active(self, name: str, role: Role, confirmed_by: Person, inspectorate: str = "") -> Person:
        """Invited from the command line, for the whole country, confirmed by an administrator."""
        token = await self.invited(name, role, None, Scope())
        person = await self.enrolled(token, inspectorate=inspectorate)
        await self.desk.accounts.confirm(person.member.id, confirmed_by.member.id)
        member = await self.desk.staff.member(person.member.id)
        assert member is not None
        person.member = member
        return person
