"""An administrator's change on its way: who may, which procedure, what stands in the way, sent for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.changes.model import STATE_KINDS, Change, Overtaken, StateKind
from bot.changes.telling import asked, state_asked
from bot.clock import Clock, local
from bot.database import Database
from bot.database.joined import Joined
from bot.people import ChatRef
from bot.schedule.due import plan
from bot.sealing import ServerKey
from bot.staff import Member
from bot.staff.approvals import Approvals
from bot.staff.authority import ever_allowed
from bot.staff.store import Staff
from knowledge.library import Library
from knowledge.life import Also, Draft, Entry, KnowledgeLife, LifeError, NoSuchEntry
from knowledge.model import PublicService
from knowledge.search.text import fold

#: Actions of bot/staff/authority.yaml.
SUBMIT, PUBLISH, DECIDE_STATE = "knowledge.submit", "knowledge.publish", "knowledge.decide_state"
#: Procedures offered for words that name several.
MOST_FOUND = 6
#: Why a change cannot be sent as it stands: published anew since; somebody else's draft, or one that was touched since,
#: or one that waits; nothing would change; a request of this kind waits; the procedure is gone or archived meanwhile.
Problem = Literal["moved", "busy", "same", "waiting", "gone"]


@dataclass(frozen=True, slots=True)
class Found:
    """What the change would be made to. ``now``: in force; ``begun``: what it goes on from, the member's own draft or
    ``now``. ``draft``: an undecided one, whoever's. ``request``: number of one about the status that waits."""

    entry: Entry
    now: PublicService
    draft: Draft | None
    request: int | None

    def own_draft(self, member: Member) -> Draft | None:
        """The draft, when it is still being written and nobody else had a hand in it."""
        draft = self.draft
        mine = (
            draft is not None and draft.row.state == "draft" and draft.row.editors | {draft.row.author} == {member.id}
        )
        return draft if mine else None


class ChangeDesk:
    """:param console: address of the console, without a slash at the end; None: there is none to link to."""

    def __init__(
        self, database: Database, key: ServerKey, clock: Clock, library: Library, console: str | None = None
    ) -> None:
        self.console = console
        self._database = database
        self._key = key
        self._clock = clock
        self._library = library
        self._trail = AuditTrail(database, key, clock)

    # -- who ---------------------------------------------------------------------------------------------------------

    async def who(self, chat: ChatRef) -> Member | None:
        """The active member whose private chat this is, if their role changes procedures."""
        member = await Staff(self._database, self._key, self._clock).by_chat(chat)
        return member if member is not None and ever_allowed(member.role, SUBMIT) else None

    async def who_is(self, staff_id: str) -> Member:
        """:raises Overtaken: nobody goes by this id."""
        member = await Staff(self._database, self._key, self._clock).member(staff_id)
        if member is None:
            raise Overtaken
        return member

    async def still(self, connection: AsyncConnection, member: Member, action: str) -> None:
        """Asked again inside the commit. :raises Overtaken: not any more."""
        now = await self.within(connection).who_is(member.id)
        if not now.is_active or not ever_allowed(now.role, action):
            raise Overtaken

    async def seconds(self, others_than: frozenset[str]) -> list[tuple[Member, ChatRef]]:
        """Who could decide, and where they are written to."""
        staff = Staff(self._database, self._key, self._clock)
        found = []
        for member in await staff.all():
            if member.is_active and member.id not in others_than and ever_allowed(member.role, PUBLISH):
                chat = await staff.chat_of(member.id)
                found += [(member, chat)] if chat is not None else []
        return found

    async def names(self) -> dict[str, str]:
        """Members' names by id."""
        return {member.id: member.name for member in await Staff(self._database, self._key, self._clock).all()}

    # -- which procedure ---------------------------------------------------------------------------------------------

    async def named(self, text: str) -> list[Entry]:
        """By code, or by words with or without diacritics; archived ones too. The likeliest first."""
        entries = {entry.code: entry for entry in await self.life.entries.all()}
        words = text.strip()
        if words.upper() in entries:
            return [entries[words.upper()]]
        archived = [each for each in entries.values() if each.archived and fold(words) in fold(each.title)]
        found = self._library.search(words)
        likely = found.codes if found.action != "decline" else []
        shown = [entries[code] for code in likely if code in entries and not entries[code].archived]
        sure = found.action == "answer" and not archived
        return shown[:1] if sure else [*shown, *archived][:MOST_FOUND]

    async def found(self, code: str) -> Found | None:
        """As it stands now; None: there is no such procedure."""
        try:
            entry = await self.life.entries.one(code)
        except NoSuchEntry:
            return None
        now = (await self.life.entries.version(code, entry.version)).service
        waiting = await self._approvals(self._database).open(STATE_KINDS)
        request = next((row.id for row in waiting if row.subject == code), None)
        return Found(entry, now, await self.life.open_of(code), request)

    def begun(self, found: Found, member: Member) -> Change:
        """A change of what stands now, or of the member's own undecided draft."""
        own = found.own_draft(member)
        if own is None:
            return Change(code=found.entry.code, base=found.entry.version)
        return Change(code=found.entry.code, base=found.entry.version, draft=own.row.id, revision=own.row.revision)

    def problem(self, change: Change, found: Found | None, member: Member) -> Problem | None:
        """Why it cannot be sent as it stands now; None: it can."""
        if found is None or found.entry.archived != (change.kind == "restore"):
            return "gone"
        if change.kind in STATE_KINDS:
            return "waiting" if found.request is not None else None
        if found.entry.version != change.base:
            return "moved"
        own = found.own_draft(member)
        seen = (own.row.id, own.row.revision) if own is not None else (None, None)
        if (found.draft is not None and own is None) or seen != (change.draft, change.revision):
            return "busy"
        if own is not None and own.row.base != found.entry.version:
            return "moved"
        return "same" if change.applied(self.before(found, member)) == found.now else None

    def before(self, found: Found, member: Member) -> PublicService:
        """What the change is made to."""
        own = found.own_draft(member)
        return own.service if own is not None else found.now

    # -- sending -----------------------------------------------------------------------------------------------------

    def send(self, member: Member, change: Change) -> Also:
        """Handed in for a second person, in the turn's commit. :raises Overtaken: then, something stands in the way."""

        async def write(connection: AsyncConnection) -> None:
            await self.still(connection, member, SUBMIT)
            desk = self.within(connection)
            found = await desk.found(change.code)
            if found is None or desk.problem(change, found, member) is not None:
                raise Overtaken
            service = change.applied(desk.before(found, member))
            told = {"reason": change.reason or "", "source": change.source or ""}
            try:
                draft = await self._kept(desk.life, change, service, member, **told)
                await desk.life.submit(draft.row.id, draft.row.revision)
            except LifeError:
                raise Overtaken from None
            await self._trail.note(connection, member.id, SUBMIT, change.code, {**told, "chat": True})
            await plan(connection, self._key, [asked(draft.row.id, draft.row.revision + 1, self._clock.now())])

        return write

    def send_request(self, member: Member, change: Change, kind: StateKind) -> Also:
        """Asked of a second person: no longer answered with, or again. :raises Overtaken: see :meth:`send`."""

        async def write(connection: AsyncConnection) -> None:
            await self.still(connection, member, SUBMIT)
            desk = self.within(connection)
            if desk.problem(change, await desk.found(change.code), member) is not None:
                raise Overtaken
            number = await self._approvals(Joined(connection)).ask(
                kind, change.code, _request_reason(change), member.id
            )
            await plan(connection, self._key, [state_asked(number, self._clock.now())])

        return write

    # -- inside ------------------------------------------------------------------------------------------------------

    @property
    def life(self) -> KnowledgeLife:
        return KnowledgeLife(self._database, self._clock)

    def within(self, connection: AsyncConnection) -> ChangeDesk:
        """The same desk inside an open transaction."""
        return ChangeDesk(Joined(connection), self._key, self._clock, self._library, self.console)

    def today(self) -> date:
        return local(self._clock.now()).date()

    def _approvals(self, database: Database) -> Approvals:
        return Approvals(database, self._clock, self._trail)

    async def _kept(
        self, life: KnowledgeLife, change: Change, service: PublicService, member: Member, *, reason: str, source: str
    ) -> Draft:
        if change.draft is None or change.revision is None:
            return await life.new_draft(service, member.id, reason, source, base=change.base)
        day = (await life.draft(change.draft)).row.effective_from
        return await life.save(
            change.draft, change.revision, service, member.id, reason=reason, source=source, effective_from=day
        )


def _request_reason(change: Change) -> str:
    """Why, and by which document, in the one text that a request has."""
    return f"{change.reason} ({change.source})"
