"""Asking for a change of chains, and deciding on it; nobody does both."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agencies import Agency, AgencyChanged, AgencyWrong, Register
from bot.agencies.agency import problems_of
from bot.agencies.revision import changed
from bot.audit import AuditTrail
from bot.chains import Chains, ChainStore, OfficeRule
from bot.clock import VIETNAM, Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.jurisdiction.change import Change, Kind, days_of, read, with_change, written
from bot.jurisdiction.effect import Effect, effect_of, open_places
from bot.jurisdiction.reroute import reroute_due
from bot.reports.offices import LEVELS, offices
from bot.schedule.due import plan
from bot.sealing import ServerKey
from bot.staff import Staff
from bot.staff.approvals import LIVES
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from bot.staff.withdrawing import withdraw


class ChainsWrong(MotCuaError):
    """The change does not fit: see ``problems``: ``circle``, ``rule.office``, ``rule.above``, ``rule.level``,
    ``rule.past``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems


class JurisdictionDesk:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, trail: AuditTrail) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = trail
        self._register = Register(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)
        self.staff = Staff(database, key, clock)
        self.chains = ChainStore(database, clock)

    async def ask(self, to: Agency | OfficeRule, by: str) -> int:
        """:returns: number of the change, which waits for another administrator.

        :raises AgencyWrong, AgencyChanged, ChainsWrong: it could not be carried out as things stand.
        """
        kind = Kind.AGENCY if isinstance(to, Agency) else Kind.RULE
        subject = str(to.id) if isinstance(to, Agency) else to.office
        row = {"kind": kind, "subject": subject, "body": written(to), "by": by, "now": self._now()}
        async with self._database.write() as connection:
            await self._check(connection, to)
            await connection.execute(self._queries["replace_own"], row)
            number = int((await connection.execute(self._queries["ask"], row)).scalar_one())
            await self._trail.note(connection, by, "chain.ask", f"{kind}.{subject}", {"change": number})
        return number

    async def waiting(self) -> list[Change]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["waiting"], {"oldest": self._oldest()})).all()
        return [
            Change(row.id, read(Kind(row.kind), row.body), row.author, row.name or "", from_epoch_ms(row.asked_at))
            for row in rows
        ]

    async def one(self, number: int) -> Change:
        """:raises NoSuchAccount: nothing of this number waits."""
        found = next((each for each in await self.waiting() if each.id == number), None)
        if found is None:
            raise NoSuchAccount
        return found

    async def effect(self, to: Agency | OfficeRule) -> Effect:
        """As things stand; of several days on which something changes, the last one."""
        chains = await self.chains.current()
        async with self._database.read() as connection:
            cases = await open_places(connection)
        day = days_of(to, chains.day)[-1]
        subject = to if isinstance(to, Agency) else None
        return effect_of(chains, with_change(chains, to, day), await self.staff.all(), cases, subject)

    async def decide(self, number: int, by: str, granted: bool) -> None:
        """Granted, it holds from its day on; what is open follows within seconds.

        :raises NoSuchAccount: nothing of this number waits any more. :raises NotBySamePerson: they asked for it.
        :raises AgencyWrong, AgencyChanged, ChainsWrong: it fits no more; it waits on, to be refused.
        """
        change = await self.one(number)
        if change.author == by:
            raise NotBySamePerson
        binds = {"id": number, "by": by, "granted": granted, "now": self._now(), "oldest": self._oldest()}
        async with self._database.write() as connection:
            if (await connection.execute(self._queries["decide"], binds)).rowcount != 1:
                raise NoSuchAccount
            if granted:
                await self._carry_out(connection, change)
            detail = {"change": number, "granted": granted, "asked_by": change.author}
            await self._trail.note(connection, by, "chain.decide", f"{change.kind}.{change.subject}", detail)

    async def _carry_out(self, connection: AsyncConnection, change: Change) -> None:
        await changed(connection)
        await self._check(connection, change.to)
        before = await self.chains.within(connection)
        if isinstance(change.to, Agency):
            await self._register.put(connection, change.to)
        else:
            await self.chains.put_rule(connection, change.to)
        days = days_of(change.to, before.day)
        at = [self._clock.now() if day <= before.day else datetime.combine(day, time(), VIETNAM) for day in days]
        await plan(connection, self._key, [reroute_due(change.id, moment) for moment in at])
        for member in await self.staff.all():
            if member.is_active and member.posts:  # what is on its way to them was made under the old chains
                await withdraw(connection, member.id, self._clock.now())

    async def _check(self, connection: AsyncConnection, to: Agency | OfficeRule) -> None:
        chains = await self.chains.within(connection)
        problems = _of_rule(to, chains.day) if isinstance(to, OfficeRule) else self._of_agency(to, chains)
        if not problems and any(with_change(chains, to, day).circles() for day in days_of(to, chains.day)):
            problems = ["circle"]
        if problems:
            raise ChainsWrong(problems)

    def _of_agency(self, to: Agency, chains: Chains) -> list[str]:
        """:raises AgencyWrong, AgencyChanged: as the register would."""
        known = dict(chains.agencies)
        if to.id and (to.id not in known or known[to.id].version != to.version):
            raise AgencyChanged
        if problems := problems_of(to, known):
            raise AgencyWrong(problems)
        return []

    def _now(self) -> int:
        return epoch_ms(self._clock.now())

    def _oldest(self) -> int:
        return epoch_ms(self._clock.now() - LIVES)

    def today(self) -> date:
        return local(self._clock.now()).date()


def _of_rule(rule: OfficeRule, today: date) -> list[str]:
    found = {
        "rule.office": rule.office not in offices(),
        "rule.above": rule.above is not None and rule.above not in offices(),
        "rule.level": rule.level not in LEVELS,
        "rule.past": rule.valid_from < today,
    }
    return [name for name, is_wrong in found.items() if is_wrong]
