"""A case as one member may have it: opened with their keys, judged by the matrix, every look and act written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.board.handling import Handling, Handlings
from bot.board.sharing import Shares
from bot.board.sight import Sight
from bot.chains import ChainStore
from bot.clock import Clock, local
from bot.database import Database
from bot.database.guarded import Guarded
from bot.reports.cases import CaseWork, read_number
from bot.reports.vault import InspectorateKeys
from bot.reports.vault.reading import CaseReader, OpenCase
from bot.staff.authority import Relation, Verdict, allowed, relation
from bot.staff.desk import StaffDesk
from bot.staff.member import CaseFacts
from bot.web.console.frame import Refused
from bot.web.console.signed import Signed


class CannotBe(Exception):
    """A form says something that cannot be done. ``problem``: see ``problems`` of bot/board/words.yaml."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that a member has opened and may see.

    ``database``, ``work``: what they do to it goes through these; a write raises ChainMoved when the chains by which
    the member was judged have changed since.
    """

    signed: Signed
    sight: Sight
    case: OpenCase
    handling: Handling
    relation: Relation
    database: Database
    work: CaseWork

    @property
    def id(self) -> str:
        return self.case.id

    @property
    def number(self) -> str:
        return self.case.number

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.case.facts

    def verdict(self, action: str) -> Verdict:
        return allowed(self.signed.member.role, self.relation, action)

    def may(self, action: str) -> bool:
        return self.verdict(action) is not Verdict.REFUSE


class CaseRoom:
    """Built once; shared by the case's pages."""

    def __init__(
        self, database: Database, clock: Clock, desk: StaffDesk, keys: InspectorateKeys, work: CaseWork
    ) -> None:
        self.database = database
        self.clock = clock
        self.desk = desk
        self.keys = keys
        self.work = work
        self.reader = CaseReader(database)
        self.handlings = Handlings(database, clock)
        self.shares = Shares(database, clock)
        self.chains = ChainStore(database, clock)

    async def sight(self, signed: Signed) -> Sight:
        day = local(self.clock.now()).date()
        return Sight(signed.member, tuple(await self.desk.staff.acting_for(signed.member, day)))

    async def open(self, signed: Signed, number: str, action: str) -> Opened:
        """Before anything is done; the look is written down, or does not happen.

        :raises Refused: no such case, erased, sealed to others, in conflict, not theirs to do: all alike.
        """
        opened = await self._opened(signed, number)
        if opened is None or not opened.may(action):
            raise Refused
        await self.note(signed, action, opened.id)
        return opened

    async def still_theirs(self, opened: Opened) -> bool:
        """Whether the member may read the case as it stands now, after what they did to it."""
        after = await self._opened(opened.signed, opened.number)
        return after is not None and after.may("case.read")

    async def _opened(self, signed: Signed, number: str) -> Opened | None:
        written = read_number(number)
        case = await self.reader.open(written, signed.keys) if written is not None and signed.keys else None
        if case is None:
            return None
        sight, handling = await self.sight(signed), await self.handlings.of(case.id)
        shared = frozenset(reader.id for reader in await self.shares.of(case.id))
        facts = CaseFacts.of(case.facts, handling.assigned, await self.desk.staff.exclusions(case.id), shared)
        database = Guarded(self.database, partial(self.chains.hold, seen=signed.member.chains))
        how = relation(signed.member, facts, sight.acting_for)
        return Opened(signed, sight, case, handling, how, database, self.work.through(database))

    async def note(self, signed: Signed, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
        """Write down what is about to happen: nothing happens of which there is no row."""
        async with self.database.write() as connection:
            await self.desk.trail.note(connection, signed.member.id, action, subject, detail)
