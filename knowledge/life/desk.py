"""The way of a draft: written, reviewed by a second person, published on its day.

Every act is one transaction. ``also`` runs inside it, last: that is how the house writes its audit chain and plans what
falls due, which this package knows nothing of.
"""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from knowledge.forms.uses import named
from knowledge.life.entries import Also, Entries, nothing_else
from knowledge.life.merge import merge
from knowledge.life.model import (
    Draft,
    DraftRow,
    DraftState,
    EditedMeanwhile,
    NoSuchDraft,
    NothingChanged,
    NotNow,
    OwnWork,
)
from knowledge.life.rows import draft_of, row_of
from knowledge.model import PublicService
from knowledge.store import COMPRESSION, Described, KnowledgeStore

OPEN: tuple[DraftState, ...] = ("draft", "review", "scheduled")
MOST_LISTED = 500

AlsoOf = Callable[[AsyncConnection, DraftRow], Awaitable[None]]


class KnowledgeLife:
    def __init__(self, database: Database, clock: Clock, store: KnowledgeStore | None = None) -> None:
        self._database = database
        self._clock = clock
        self.entries = Entries(database, clock, store or KnowledgeStore(database, clock))
        self._queries = Queries.beside(__file__, database.dialect)

    # -- looking -----------------------------------------------------------------------------------------------------

    async def draft(self, draft_id: int) -> Draft:
        """:raises NoSuchDraft: there is none."""
        async with self._database.read() as connection:
            return await self._draft(connection, draft_id)

    async def open_of(self, code: str) -> Draft | None:
        """The undecided draft of a procedure."""
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["open_of"], {"code": code})).one_or_none()
        return draft_of(row) if row is not None else None

    async def drafts(self, states: Sequence[DraftState] = OPEN) -> list[DraftRow]:
        """The last touched first, :data:`MOST_LISTED` at most."""
        async with self._database.read() as connection:
            binds = {"state_list": list(states), "most": MOST_LISTED}
            return [row_of(row) for row in await connection.execute(self._queries["drafts"], binds)]

    # -- drafts ------------------------------------------------------------------------------------------------------

    async def open_draft(self, code: str, author: str | None, also: Also = nothing_else) -> Draft:
        """The undecided draft of a procedure, or a copy of its last version. :raises NoSuchEntry: there is none."""
        if (found := await self.open_of(code)) is not None:
            return found
        entry = await self.entries.one(code)
        current = await self.entries.version(code, entry.version)
        return await self.new_draft(current.service, author, "", "", base=entry.version, also=also)

    async def new_draft(
        self,
        service: PublicService,
        author: str | None,
        reason: str,
        source: str,
        *,
        base: int | None = None,
        effective_from: date | None = None,
        also: Also = nothing_else,
    ) -> Draft:
        """:param base: the version it began from; by default the one in force now, 0 for a new procedure.

        :raises NotNow: there is an undecided draft of this procedure.
        """
        code = service.identifier
        async with self._database.write() as connection:
            if base is None:
                row = (await connection.execute(self._queries["entry"], {"code": code})).one_or_none()
                base = row.current_version if row is not None else 0
            values = {
                **self._content(service, reason, source, effective_from),
                "code": code,
                "base": base,
                "author": author,
                "editors": author or "",
            }
            try:
                draft_id = (await connection.execute(self._queries["add_draft"], values)).scalar_one()
            except IntegrityError:
                raise NotNow from None
            await named(connection, [service], draft_id)
            await also(connection)
        return await self.draft(draft_id)

    async def save(
        self,
        draft_id: int,
        revision: int,
        service: PublicService,
        by: str | None,
        *,
        reason: str,
        source: str,
        effective_from: date | None = None,
        also: Also = nothing_else,
    ) -> Draft:
        """:param revision: of the draft as ``by`` opened it.

        :raises EditedMeanwhile: somebody else saved it since; nothing was saved.
        :raises NotNow: it is no longer a draft, or ``service`` is another procedure.
        """
        async with self._database.write() as connection:
            current = await self._draft(connection, draft_id)
            if current.row.state != "draft" or current.row.code != service.identifier:
                raise NotNow
            editors = current.row.editors | ({by} if by else set())
            values = {
                **self._content(service, reason, source, effective_from),
                "id": draft_id,
                "revision": revision,
                "by": by,
                "editors": " ".join(sorted(editors)),
            }
            if (await connection.execute(self._queries["save_draft"], values)).rowcount != 1:
                raise EditedMeanwhile(current)
            await named(connection, [service], draft_id)
            await also(connection)
        return await self.draft(draft_id)

    async def catch_up(
        self, draft_id: int, revision: int, by: str | None, also: Also = nothing_else
    ) -> tuple[Draft, tuple[str, ...]]:
        """Go on from what was published since the draft began. :returns: the draft, and the fields that both changed:
        they stay as the draft has them, for a person to look at.

        :raises EditedMeanwhile: see :meth:`save`. :raises NotNow: it is no longer a draft, or nothing was published.
        """
        async with self._database.write() as connection:
            draft = await self._draft(connection, draft_id)
            row = (await connection.execute(self._queries["entry"], {"code": draft.row.code})).one_or_none()
            if draft.row.state != "draft" or row is None or row.current_version == draft.row.base:
                raise NotNow
            now = (await self.entries.version(draft.row.code, row.current_version)).service
            base = (await self.entries.version(draft.row.code, draft.row.base)).service if draft.row.base else None
            merged, clashes = merge(base, draft.service, now)
            content = self._content(merged, draft.row.reason, draft.row.source, draft.row.effective_from)
            editors = " ".join(sorted(draft.row.editors | ({by} if by else set())))
            values = {"id": draft_id, "revision": revision, "by": by, "editors": editors, "base": row.current_version}
            values |= {"body": content["body"], "now": content["now"]}
            if (await connection.execute(self._queries["catch_up"], values)).rowcount != 1:
                raise EditedMeanwhile(draft)
            await named(connection, [merged], draft_id)
            await also(connection)
        return await self.draft(draft_id), clashes

    async def submit(self, draft_id: int, revision: int, also: Also = nothing_else) -> None:
        """For review. :raises NothingChanged: it says what is published already. :raises NotNow: see :meth:`save`."""
        draft = await self.draft(draft_id)
        if draft.row.base and (await self.entries.version(draft.row.code, draft.row.base)).service == draft.service:
            raise NothingChanged
        await self._move(draft_id, revision, ("draft",), "review", also=also)

    async def send_back(self, draft_id: int, revision: int, note: str, also: Also = nothing_else) -> None:
        """From review, or before its day, to whoever writes. :raises NotNow: it has moved on."""
        await self._move(draft_id, revision, ("review", "scheduled"), "draft", note=note, also=also)

    async def discard(self, draft_id: int, revision: int, also: Also = nothing_else) -> None:
        """:raises NotNow: it has moved on."""
        await self._move(draft_id, revision, OPEN, "discarded", also=also)

    async def approve(self, draft_id: int, revision: int, by: str | None, also: Also = nothing_else) -> DraftState:
        """Published at once, or on its day. :returns: ``published`` or ``scheduled``.

        :param by: None: the operator at the machine.
        :raises OwnWork: ``by`` had a hand in it.
        :raises NotNow: it has moved on, or the procedure was published anew since the draft began.
        """
        async with self._database.write() as connection:
            draft = await self._draft(connection, draft_id)
            if by is not None and by in draft.row.editors | {draft.row.author}:
                raise OwnWork
            await self._still_based(connection, draft.row)
            later = draft.row.effective_from is not None and draft.row.effective_from > self._today()
            state: DraftState = "scheduled" if later else "published"
            await self._moved(connection, draft_id, revision, ("review",), state, approver=by)
            if not later:
                await self._publish(connection, draft, by)
            await also(connection)
        return state

    async def publish_due(self, also: AlsoOf | None = None) -> list[str]:
        """Publish what was approved for today or earlier. :returns: codes; a draft whose procedure changed since goes
        back to its writers instead."""
        async with self._database.read() as connection:
            binds = {"today": self._today().toordinal()}
            ids = (await connection.execute(self._queries["due_drafts"], binds)).scalars().all()
        return [code for draft_id in ids if (code := await self._publish_one(draft_id, also)) is not None]

    # -- inside ------------------------------------------------------------------------------------------------------

    def _today(self) -> date:
        return local(self._clock.now()).date()

    def _content(
        self, service: PublicService, reason: str, source: str, effective_from: date | None
    ) -> dict[str, object]:
        return {
            "body": zlib.compress(service.canonical(), COMPRESSION),
            "reason": reason,
            "source": source,
            "effective_from": effective_from.toordinal() if effective_from is not None else None,
            "now": epoch_ms(self._clock.now()),
        }

    async def _draft(self, connection: AsyncConnection, draft_id: int) -> Draft:
        row = (await connection.execute(self._queries["draft"], {"id": draft_id})).one_or_none()
        if row is None:
            raise NoSuchDraft
        return draft_of(row)

    async def _still_based(self, connection: AsyncConnection, row: DraftRow) -> None:
        """What somebody else published meanwhile is not overwritten unseen."""
        now = (await connection.execute(self._queries["entry"], {"code": row.code})).one_or_none()
        if (now.current_version if now is not None else 0) != row.base:
            raise NotNow

    async def _move(
        self,
        draft_id: int,
        revision: int,
        seen: Sequence[DraftState],
        state: DraftState,
        *,
        also: Also,
        note: str | None = None,
    ) -> None:
        async with self._database.write() as connection:
            await self._moved(connection, draft_id, revision, seen, state, note=note)
            await also(connection)

    async def _moved(
        self,
        connection: AsyncConnection,
        draft_id: int,
        revision: int,
        seen: Sequence[DraftState],
        state: DraftState,
        *,
        note: str | None = None,
        approver: str | None = None,
    ) -> None:
        now = epoch_ms(self._clock.now())
        binds: dict[str, Any] = {"id": draft_id, "revision": revision, "from_list": list(seen), "state": state}
        binds |= {"note": note, "approver": approver, "now": now}
        binds["decided_at"] = now if state in ("published", "discarded") else None
        if (await connection.execute(self._queries["move_draft"], binds)).rowcount != 1:
            raise NotNow

    async def _publish_one(self, draft_id: int, also: AlsoOf | None) -> str | None:
        async with self._database.write() as connection:
            draft = await self._draft(connection, draft_id)
            if draft.row.state != "scheduled":  # another process did it
                return None
            try:
                await self._still_based(connection, draft.row)
            except NotNow:
                await self._moved(connection, draft_id, draft.row.revision, ("scheduled",), "draft", note=str(NotNow()))
                return None
            await self._moved(connection, draft_id, draft.row.revision, ("scheduled",), "published")
            await self._publish(connection, draft, draft.row.approver)
            if also is not None:
                await also(connection, draft.row)
        return draft.row.code

    async def _publish(self, connection: AsyncConnection, draft: Draft, approver: str | None) -> None:
        row = draft.row
        day = row.effective_from or self._today()
        told = Described("edit", row.author, approver, row.reason, row.source, day)
        await self.entries.put_in_force(connection, draft.service, told)
