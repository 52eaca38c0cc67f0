"""After a publication: whoever keeps a list of a procedure that changed, and wants to know, is told. Which one, only
the opened chat says."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.checklists import ChecklistDesk, Kept, changes, facts_of
from bot.clock import Clock
from bot.database import Database
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.schedule.due import Due, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.texts import Texts
from knowledge.cases import UnknownCase
from knowledge.store import KnowledgeStore, StoredService

KIND = "checklists"
#: Lists of one job: it is one transaction, and chats wait for nobody.
BATCH = 200
#: A push may come a little later than the publication.
LOOK_S = 30.0

log = structlog.get_logger(__name__)


class ChecklistJobs:
    def __init__(
        self, desk: ChecklistDesk, store: KnowledgeStore, database: Database, key: ServerKey, texts: Texts, clock: Clock
    ) -> None:
        self._desk = desk
        self._store = store
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock
        self._planned = 0

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.tell}

    async def watch(self) -> None:
        """For ever: look for publications made by any process."""
        while True:
            try:
                await self.look()
            except (SQLAlchemyError, OSError) as error:
                log.warning("publications_unreachable", error=type(error).__name__)
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Plan the telling after the newest publication, unless that was planned before."""
        last = await self._desk.last_publication()
        if last != self._planned:
            self._planned = last
            async with self._database.write() as connection:
                await plan(connection, self._key, [self._due(last, 0)])

    async def tell(self, subject: dict[str, Any]) -> Outcome:
        """One batch; the next one is planned with it, until none is left."""
        publication, batch = subject["publication"], subject["batch"]
        outdated = await self._desk.outdated(BATCH)
        versions = _Versions(self._store)
        held = [(kept, now) for kept in outdated if (now := await versions.current(kept.checklist.code)) is not None]
        told = [(kept, now) for kept, now in held if await self._matters(versions, kept, now)]

        async def write(connection: AsyncConnection) -> None:
            for kept, stored in held:
                await self._desk.held_against(connection, kept, stored.version)
            if len(outdated) == BATCH and held:
                await plan(connection, self._key, [self._due(publication, batch + 1)])

        return Outcome([self._push(kept, stored) for kept, stored in told], write)

    async def _matters(self, versions: _Versions, kept: Kept, now: StoredService) -> bool:
        """Whether this person's papers, fee or time changed since they were last told; a procedure is published anew
        for many reasons, and nobody is told twice of one."""
        before = await versions.one(kept.checklist.code, kept.checklist.version)
        if before is None:
            return True
        try:
            return bool(changes(*(facts_of(each.service, kept.checklist.choice) for each in (before, now))))
        except UnknownCase:
            return True

    def _due(self, publication: int, batch: int) -> Due:
        subject = {"publication": publication, "batch": batch}
        return Due(f"{KIND}|{publication}|{batch}", KIND, self._clock.now(), subject)

    def _push(self, kept: Kept, stored: StoredService) -> Outgoing:
        open_it = Button(self._texts.label("☑️ Open my list", kept.language), data("chk", "show", kept.checklist.code))
        message = Message(str(self._texts.render("checklist/changed_pushed", kept.language)), ((open_it,),))
        address = Address(kept.where.channel, kept.where.bot, kept.where.chat_id)
        dedup = f"{KIND}|{kept.checklist.code}|{stored.version}|{kept.chat}"
        return Outgoing(dedup, address, Kind.SAY, message.as_json(), priority=Priority.BULK)


class _Versions:
    """Versions of procedures, each read once for a whole batch."""

    def __init__(self, store: KnowledgeStore) -> None:
        self._store = store
        self._current: dict[str, StoredService | None] = {}
        self._past: dict[tuple[str, int], StoredService | None] = {}

    async def current(self, code: str) -> StoredService | None:
        if code not in self._current:
            self._current[code] = await self._store.current(code)
        return self._current[code]

    async def one(self, code: str, number: int) -> StoredService | None:
        if (code, number) not in self._past:
            self._past[code, number] = await self._store.version(code, number)
        return self._past[code, number]
