"""What members do from their chat: see what waits for them, look at a case's facts, take it. Everything is asked anew
each time, for buttons stay in a chat for years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.board.handling import Handlings, Taken
from bot.board.words import rendered
from bot.chains import ChainStore
from bot.clock import Clock
from bot.database import Database, Queries
from bot.digests.desk import WEEKS_SHOWN, DigestDesk
from bot.digests.figures import Figures
from bot.digests.items import MOST, Sight, item_of, items_for
from bot.digests.model import Digest, Reason, Window
from bot.people import ChatRef
from bot.reports.cases import Actor, CaseMoved, CaseWork, State
from bot.reports.cases.model import DomainWrite
from bot.reports.cases.states import allowed as may_step
from bot.sealing import ServerKey
from bot.staff import CaseFacts, Member, Verdict, allowed, relation
from bot.staff.chats import ChatBinding

#: How far /viec looks back for what happened; clocks are seen however old they are.
LOOK_BACK = timedelta(days=30)
TAKE, ASK = "case.take", "case.ask"
#: Questions that stand ready: files asked-<name>.txt of bot/board/replies. No other words go out from the messenger.
QUESTIONS = ("when", "slip", "code", "papers")
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Card:
    """``row``: the case's facts. ``can_take``: nobody has it, and the matrix allows it. ``askable``: the matrix and the
    state allow whoever has it to ask the citizen."""

    row: Row[Any]
    holder: str | None
    is_mine: bool
    can_take: bool
    askable: bool

    @property
    def can_ask(self) -> bool:
        return self.is_mine and self.askable


class StaffTalk:
    """:param console: address of the console, without a slash at the end; None: there is none to link to."""

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        desk: DigestDesk,
        chats: ChatBinding,
        work: CaseWork,
        console: str | None,
    ) -> None:
        self.console = console
        self._database = database
        self._clock = clock
        self._desk = desk
        self._chats = chats
        self._work = work
        self._trail = AuditTrail(database, key, clock)
        self._handlings = Handlings(database, clock)
        self._chains = ChainStore(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def who(self, chat: ChatRef) -> Member | None:
        """The active member whose private chat this is."""
        return await self._desk.staff.by_chat(chat)

    async def who_is(self, staff_id: str) -> Member | None:
        """The member as of now, if still active."""
        member = await self._desk.staff.member(staff_id)
        return member if member is not None and member.is_active else None

    async def bind(self, chat: ChatRef, code: str) -> DomainWrite | None:
        """What binds this chat, in the turn's commit; None: the code does not fit."""
        return self._chats.binding(chat, code) if await self._chats.fits(chat, code) else None

    async def waiting(self, member: Member) -> Digest:
        """What waits for them, told of before or not, and after it what else is in their hands."""
        now = self._clock.now()
        window = Window(now - LOOK_BACK, now + timedelta(milliseconds=1))
        sight, terms = await self._desk.sight(member), await self._desk.terms()
        async with self._database.read() as connection:
            items = await items_for(connection, sight, window, terms, told_to=NOBODY)
            binds = {"hand_list": sight.hands, "most": MOST}
            rows = (await connection.execute(self._queries["held"], binds)).all()
        named = {item.case_id for item in items}
        held = [row for row in rows if row.id not in named and sight.may_list(dict(row._mapping), row.assigned)]
        items += [item_of(row, Reason.HELD, 0) for row in held]
        return Digest(member, Window(window.start, now), tuple(items), None, full=len(items) > MOST)

    async def figures(self, member: Member) -> Figures | None:
        """Of the last whole week; None when there are too few reports."""
        sight = await self._desk.sight(member)
        figures = await self._desk.figures.of(
            sight.covers, WEEKS_SHOWN, everywhere=sight.everywhere, provinces=sight.provinces
        )
        return figures if figures.tell_something else None

    async def card(self, member: Member, number: str) -> Card | None:
        """None: there is no such case, or not for them; in the same way."""
        sight = await self._desk.sight(member)
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["case_by_number"], {"number": number})).one_or_none()
        if row is None or not sight.may_list(dict(row._mapping), row.assigned):
            return None
        free = row.assigned is None and _may(sight, row, row.assigned, TAKE)
        stands = may_step(State(row.state), State.NEEDS_INFORMATION, Actor.INSPECTOR)
        askable = stands and _may(sight, row, row.assigned or member.id, ASK)
        return Card(row, row.assigned, row.assigned in sight.hands, free, askable)

    def take(self, member: Member, number: str) -> DomainWrite:
        """Runs in the turn's commit. :raises Taken: a colleague was quicker; the turn is answered anew."""

        async def write(connection: AsyncConnection) -> None:
            now = await self.who_is(member.id)
            card = await self.card(now, number) if now is not None else None
            if now is None or card is None or not card.can_take:
                raise Taken
            await self._chains.hold(connection, now.chains)
            await self._handlings.take(connection, card.row.id, member.id)
            await self._trail.note(connection, member.id, TAKE, card.row.id)

        return write

    def ask(self, member: Member, number: str, question: str) -> DomainWrite:
        """Ask the citizen what stands ready; the clock stands. Runs in the turn's commit.

        :param question: of :data:`QUESTIONS`. :raises CaseMoved: not any more; the turn is answered anew.
        """

        async def write(connection: AsyncConnection) -> None:
            now = await self.who_is(member.id)
            card = await self.card(now, number) if now is not None else None
            if now is None or card is None or not card.can_ask:
                raise CaseMoved
            await self._chains.hold(connection, now.chains)
            await self._trail.note(connection, member.id, ASK, card.row.id)
            await self._work.asking(card.row.id, question_words(question))(connection)

        return write


def question_words(question: str) -> str:
    """:raises KeyError: it is none of :data:`QUESTIONS`."""
    if question not in QUESTIONS:
        raise KeyError(question)
    return rendered(f"asked-{question}")


def _may(sight: Sight, row: Row[Any], assigned: str | None, action: str) -> bool:
    excluded = frozenset({sight.member.id}) if row.id in sight.excluded else frozenset[str]()
    facts = CaseFacts.of(dict(row._mapping), assigned, excluded)
    how = relation(sight.member, facts, sight.acting_for)
    return allowed(sight.member.role, how, action) is Verdict.ALLOW
