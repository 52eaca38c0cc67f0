"""The second person: what waits, what it would do to answers, published or sent back, in the commit of their turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.changes.desk import DECIDE_STATE, PUBLISH, ChangeDesk
from bot.changes.model import STATE_KINDS, Overtaken, StateKind
from bot.changes.telling import decided, state_decided, weighed
from bot.clock import Clock, from_epoch_ms
from bot.database import Database
from bot.database.joined import Joined
from bot.schedule.due import plan
from bot.sealing import ServerKey
from bot.staff import Member
from bot.staff.approvals import Approvals
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from knowledge.life import Also, Draft, KnowledgeLife, LifeError, NoSuchDraft
from knowledge.model import PublicService
from knowledge.preflight import Preflight
from knowledge.preflight.scoring import Report


@dataclass(frozen=True, slots=True)
class StateRequest:
    """``kind``: archive, or restore. ``reason``: with the document. ``by``: staff id of who asked."""

    number: int
    kind: StateKind
    code: str
    title: str
    reason: str
    by: str
    asked_at: datetime


class Deciding:
    def __init__(
        self, desk: ChangeDesk, preflight: Preflight, database: Database, key: ServerKey, clock: Clock
    ) -> None:
        self.desk = desk
        self._preflight = preflight
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = AuditTrail(database, key, clock)

    # -- drafts ------------------------------------------------------------------------------------------------------

    async def waiting(self, draft_id: int, revision: int) -> Draft | None:
        """The draft, if it still waits as it was shown."""
        try:
            draft = await self.desk.life.draft(draft_id)
        except NoSuchDraft:
            return None
        return draft if (draft.row.state, draft.row.revision) == ("review", revision) else None

    async def base_of(self, draft: Draft) -> PublicService | None:
        """What it changes; None: the procedure is new."""
        if not draft.row.base:
            return None
        return (await self.desk.life.entries.version(draft.row.code, draft.row.base)).service

    async def report(self, draft: Draft) -> Report:
        """What publishing would do to answers. Asking takes seconds: for what falls due, not for a turn."""
        return await self._preflight.report(draft)

    async def known_report(self, draft: Draft) -> Report | None:
        """The same at once; None: nobody asked yet, or the base has changed since."""
        return await self._preflight.known(draft)

    def weigh(self, member: Member, draft: Draft) -> Also:
        """Have the questions asked beside the chats; ``member`` is told what came of it."""

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [weighed(draft.row.id, draft.row.revision, member.id, self._clock.now())])

        return write

    def publish(self, member: Member, draft: Draft, worse: int) -> Also:
        """:param worse: how many questions are known, and accepted, to be answered worse.

        :raises Overtaken: in the commit, it has moved on, or ``member`` may not any more; the turn is answered anew.
        """
        row = draft.row
        return self._decide(
            member,
            draft,
            lambda life: life.approve(row.id, row.revision, member.id),
            {"approved": True, "worse": worse},
        )

    def send_back(self, member: Member, draft: Draft, note: str) -> Also:
        """To whoever wrote it, saying what is still wrong. :raises Overtaken: see :meth:`publish`."""
        row = draft.row
        return self._decide(
            member, draft, lambda life: life.send_back(row.id, row.revision, note), {"approved": False, "note": note}
        )

    def _decide(
        self, member: Member, draft: Draft, act: Callable[[KnowledgeLife], Awaitable[object]], detail: dict[str, object]
    ) -> Also:
        async def write(connection: AsyncConnection) -> None:
            await self.desk.still(connection, member, PUBLISH)
            row = draft.row
            try:
                await act(self._life(connection))
            except LifeError:
                raise Overtaken from None
            await self._trail.note(connection, member.id, PUBLISH, row.code, {**detail, "draft": row.id, "chat": True})
            await plan(connection, self._key, [decided(row, member.id, self._clock.now())])

        return write

    # -- status ------------------------------------------------------------------------------------------------------

    async def requests(self) -> list[StateRequest]:
        """Those that wait, the oldest first."""
        rows = await self._approvals(self._database).open(STATE_KINDS)
        titles = {entry.code: entry.title for entry in await self.desk.life.entries.all()} if rows else {}
        return [
            StateRequest(
                row.id,
                cast(StateKind, row.kind),
                row.subject,
                titles.get(row.subject, row.subject),
                row.reason,
                row.asked_by,
                from_epoch_ms(row.asked_at),
            )
            for row in rows
        ]

    async def request(self, number: int) -> StateRequest | None:
        """One that waits."""
        return next((each for each in await self.requests() if each.number == number), None)

    def decide(self, member: Member, request: StateRequest, granted: bool) -> Also:
        """:raises Overtaken: see :meth:`publish`."""

        async def write(connection: AsyncConnection) -> None:
            await self.desk.still(connection, member, DECIDE_STATE)
            try:
                await self._approvals(Joined(connection)).decide(request.number, member.id, granted, self._carry_out)
            except (NoSuchAccount, NotBySamePerson, LifeError):
                raise Overtaken from None
            told = (request.number, request.code, request.kind, request.by, member.id, granted)
            await plan(connection, self._key, [state_decided(*told, self._clock.now())])

        return write

    async def _carry_out(self, connection: AsyncConnection, kind: str, code: str) -> None:
        entries = self._life(connection).entries
        await (entries.archive(code) if kind == "archive" else entries.restore(code))

    # -- inside ------------------------------------------------------------------------------------------------------

    def _life(self, connection: AsyncConnection) -> KnowledgeLife:
        return KnowledgeLife(Joined(connection), self._clock)

    def _approvals(self, database: Database) -> Approvals:
        return Approvals(database, self._clock, self._trail)


def decides_own(member: Member, draft: Draft) -> bool:
    """Whether they had a hand in it: a second person decides."""
    return member.id in draft.row.editors | {draft.row.author}
