"""Making a digest, and settling that it was sent: the one door to this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from bot.chains import ChainMoved, ChainStore
from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries, Statements
from bot.digests.figures import WeeklyFigures, monday_of
from bot.digests.items import MOST, Sight, items_for
from bot.digests.model import Digest, Window
from bot.digests.settings import FIRST_WINDOW, READERS, DigestSettings
from bot.digests.times import Rhythm
from bot.errors import MotCuaError
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.reports.cases.clocks import Law, Terms
from bot.sealing import ServerKey
from bot.staff import Member, Role, Scope, Staff
from bot.workdays.store import CalendarStore

#: What heads see of the weeks before.
WEEKS_SHOWN = 8
_MOST_BINDS = 500


class DigestMoved(MotCuaError):
    """Between making it and sending it something changed that it depends on. It is made anew."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A digest and where it goes: a private chat, or nowhere (it can still be previewed).

    ``rhythm``: the reader's, as it was when this was made. ``first``: nobody has set up when this member is told;
    sending it does.
    """

    digest: Digest
    chat: ChatRef | None
    sight: Sight
    rhythm: Rhythm
    first: bool


class DigestDesk:
    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        parameters: LegalParameters,
        calendar: CalendarStore,
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._law = Law(parameters, calendar, clock)
        self._chains = ChainStore(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)
        self.calendar = calendar
        self.staff = Staff(database, key, clock)
        self.settings = DigestSettings(database, clock)
        self.figures = WeeklyFigures(database, clock)

    async def make(self, staff_id: str) -> Ready | None:
        """What somebody would receive now; None: they are no active reader of digests."""
        member = await self.staff.member(staff_id)
        if member is None or not member.is_active or member.role not in READERS:
            return None
        now = self._clock.now()
        setting = await self.settings.of(member.id, member.role)
        window = Window(setting.last or now - FIRST_WINDOW, now)
        sight = await self.sight(member)
        digest, chat = await self._digest(sight, window), await self._private_chat(member.id)
        return Ready(digest, chat, sight, setting.rhythm, setting.last is None)

    async def reader(self, staff_id: str) -> tuple[Member, ChatRef] | None:
        """An active reader of digests with a private chat."""
        member = await self.staff.member(staff_id)
        chat = await self._private_chat(staff_id)
        reads = member is not None and member.is_active and member.role in READERS
        return (member, chat) if reads and member is not None and chat is not None else None

    async def terms(self) -> Terms:
        return await self._law.terms()

    async def sight(self, member: Member) -> Sight:
        acting_for = await self.staff.acting_for(member, local(self._clock.now()).date())
        async with self._database.brief_read() as connection:
            rows = await connection.execute(self._queries["excluded"], {"staff": member.id})
            return Sight(member, acting_for, frozenset(rows.scalars()))

    async def _digest(self, sight: Sight, window: Window) -> Digest:
        if window.end <= window.start:  # a clock that was set back: the stretch was told of already
            return Digest(sight.member, window, (), None)
        terms = await self.terms()
        async with self._database.read() as connection:
            items = await items_for(connection, sight, window, terms)
        figures = None
        if monday_of(window.start) < monday_of(window.end):
            weeks = WEEKS_SHOWN if sight.member.role is Role.HEAD else 2
            figures = await self.figures.of(sight.covers, weeks, everywhere=sight.everywhere, provinces=sight.provinces)
            figures = figures if figures.tell_something else None
        return Digest(sight.member, window, tuple(items[:MOST]), figures, full=len(items) > MOST)

    async def _private_chat(self, staff_id: str) -> ChatRef | None:
        """Never a group, whatever was bound: there the chat is not the person, and its id is below zero."""
        chat = await self.staff.chat_of(staff_id)
        return chat if chat is not None and chat.chat_id == chat.person and chat.chat_id > 0 else None

    async def settle(self, connection: Statements, ready: Ready, *, sent: bool) -> None:
        """In the transaction that queues it: recheck reader, reach and cases; close the window; mark what was told.

        :raises DigestMoved: something is not any more as it was; nothing may be sent.
        """
        member, window = ready.digest.member, ready.digest.window
        if sent:
            await self._recheck(connection, ready)
        end = epoch_ms(window.end)
        if ready.first:
            closed = await self.settings.begin(connection, member.id, member.role, told_until=window.end)
        else:
            binds = {"staff": member.id, "start": epoch_ms(window.start), "end": end}
            closed = (await connection.execute(self._queries["close_window"], binds)).rowcount == 1
        if not closed:
            raise DigestMoved
        told = [
            {"staff": member.id, "case_id": item.case_id, "reason": item.reason, "version": item.version, "now": end}
            for item in ready.digest.items
        ]
        if sent and told:
            await connection.execute(self._queries["mark_told"], told)

    async def _recheck(self, connection: Statements, ready: Ready) -> None:
        member, chat = ready.digest.member, ready.chat
        try:
            await self._chains.hold(connection, member.chains)
        except ChainMoved:
            raise DigestMoved from None
        staff = {"staff": member.id}
        row = (await connection.execute(self._queries["recipient"], staff)).one_or_none()
        if row is None or chat is None or row.role != member.role or row.person != chat.person_lookup(self._key):
            raise DigestMoved
        now = self._clock.now()
        scopes = await connection.execute(self._queries["scopes_now"], {**staff, "now": epoch_ms(now)})
        posts = await connection.execute(self._queries["posts_now"], staff)
        hands = await connection.execute(self._queries["hands_now"], {**staff, "day": local(now).date().toordinal()})
        excluded = await connection.execute(self._queries["excluded"], staff)
        reach = (_scopes(scopes.all()), _scopes(posts.all()), set(hands.scalars()), set(excluded.scalars()))
        sight = ready.sight
        absent = {each.id for each in sight.acting_for}
        if reach != (set(member.scopes), set(member.posts), absent, set(sight.excluded)):
            raise DigestMoved
        await self._recheck_cases(connection, ready.digest)

    async def _recheck_cases(self, connection: Statements, digest: Digest) -> None:
        """A colleague, or the citizen, may have been quicker."""
        made = {item.case_id: (item.seen, item.assigned) for item in digest.items}
        ids = sorted(made)
        for first in range(0, len(ids), _MOST_BINDS):
            some = ids[first : first + _MOST_BINDS]
            rows = (await connection.execute(self._queries["cases_now"], {"case_list": some})).all()
            if {row.id: (row.version, row.assigned) for row in rows} != {each: made[each] for each in some}:
                raise DigestMoved


def _scopes(rows: Sequence[Row[Any]]) -> set[Scope]:
    return {Scope(row.province, row.commune, row.office) for row in rows}
