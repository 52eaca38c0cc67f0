"""Filing: everything expensive first, then one transaction in which the case comes to be whole, or not at all."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.reports import taxonomy
from bot.reports.cases.address import put_address
from bot.reports.cases.clocks import ANSWER, Law, Terms, standing_of
from bot.reports.cases.clusters import WINDOW, Clusters, Newcomer
from bot.reports.cases.facts import Words, columns_of, words_of
from bot.reports.cases.history import CaseEvent
from bot.reports.cases.limits import refused
from bot.reports.cases.model import CountsMoved, DomainWrite, Filing, Joined, PreparedFile, Refused, ReplyAddress
from bot.reports.cases.numbers import new_number
from bot.reports.cases.proof import code_of, new_salt, proof_of
from bot.reports.cases.same import Mine, same_matter
from bot.reports.cases.secrets import Secrets, new_secret
from bot.reports.cases.states import FIRST, Actor
from bot.reports.cases.thread import Thread, sealed_rows
from bot.reports.cases.watch import plan_watch
from bot.reports.draft import ReportDraft
from bot.reports.vault import CaseKey, InspectorateKeys, new_case_key, seal_to_chain
from bot.sealing import ServerKey

FILED = "filed"


@dataclass(frozen=True, slots=True)
class _Case:
    """A case as its rows will be. ``like``: the cluster it was found to belong to, as of ``looked``."""

    columns: dict[str, Any]
    keys: list[dict[str, Any]]
    items: list[dict[str, Any]]
    event: CaseEvent
    newcomer: Newcomer
    like: str | None
    looked: datetime
    files: list[str]
    address: ReplyAddress | None

    @property
    def id(self) -> str:
        return str(self.columns["id"])


class Filer:
    def __init__(
        self, database: Database, key: ServerKey, clock: Clock, keys: InspectorateKeys, law: Law, known: Secrets
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._keys = keys
        self._law = law
        self._secrets = known
        self._clusters = Clusters(key, database.dialect)
        self._thread = Thread(database, key, clock, law)
        self._queries = Queries.beside(__file__, database.dialect)

    async def prepare(
        self,
        draft: ReportDraft,
        chat: ChatRef,
        address: ReplyAddress | None,
        language: str,
        files: Sequence[PreparedFile],
    ) -> Filing | Joined | Refused:
        """Nothing is written yet. See bot.reports.cases.desk."""
        now = self._clock.now()
        terms = await self._law.terms()
        columns = await asyncio.to_thread(columns_of, draft, chat, self._key, language, now)
        mine = Mine.of(columns)
        async with self._database.read() as connection:
            found = await self._filed_before(connection, mine, now)
            if found is not None:
                return self._joined(found, draft, files, address, language)
            no = await refused(connection, mine.reporter, terms, now)
            if no is not None:
                return no
        number, secret = await self._free_number(now), new_secret()
        case = await self._case(draft, columns, number, secret, files, address, terms, now)
        return Filing(
            number=number,
            secret=secret,
            write=self._write(case, mine, terms, language),
            category=columns["category"],
            received_at=now,
            due=terms.due(ANSWER, now),
            due_reviewed=ANSWER in terms.reviewed,
            state=FIRST,
            proof=code_of(case.columns["proof"]),
            case_id=case.id,
        )

    async def _case(
        self,
        draft: ReportDraft,
        columns: dict[str, Any],
        number: str,
        secret: str,
        files: Sequence[PreparedFile],
        address: ReplyAddress | None,
        terms: Terms,
        now: datetime,
    ) -> _Case:
        case_key = new_case_key(secrets.token_urlsafe(16))
        event = CaseEvent(1, now, FIRST, Actor.CITIZEN, FILED, None)
        standing = standing_of([event], terms)
        salt = new_salt()
        place = (columns["office"], columns["province"], columns["commune"])
        columns |= {
            "id": case_key.case_id,
            "number": number,
            "secret": await asyncio.to_thread(self._secrets.stored, number, secret),
            "state": FIRST,
            "state_at": epoch_ms(now),
            "version": 1,
            "clock": standing.clock,
            "due_day": standing.due.toordinal() if standing.due else None,
            "public": case_key.public,
            "proof_salt": salt,
            "proof": proof_of(salt, number, now, columns["category"], *place),
        }
        newcomer = Newcomer(
            case_key.case_id,
            number,
            columns["sketch"],
            columns["category"],
            columns["province"],
            columns["commune"],
            columns["reporter"],
            taxonomy.categories()[columns["category"]].alert,
        )
        words = words_of(draft, list(files), "narrative")
        keys = seal_to_chain(case_key, await self._keys.chain(draft.province, restricted=draft.denunciation_like))
        items = await asyncio.to_thread(_sealed, case_key, words, now)
        async with self._database.read() as connection:
            like = await self._clusters.like(connection, newcomer, now - WINDOW)
        return _Case(columns, keys, items, event, newcomer, like, now, list(draft.files), address)

    def _write(self, case: _Case, mine: Mine, terms: Terms, language: str) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            now = self._clock.now()
            await connection.execute(self._queries["lock_filing"])
            if await self._filed_before(connection, mine, now) or await refused(connection, mine.reporter, terms, now):
                raise CountsMoved
            # What came in while this case was being sealed; a little overlap does no harm.
            fresh = case.looked - timedelta(seconds=5)
            like = case.like or await self._clusters.like(connection, case.newcomer, fresh)
            cluster = await self._clusters.enter(connection, case.newcomer, like, now)
            await connection.execute(self._queries["add_case"], {**case.columns, "cluster": cluster})
            await connection.execute(self._queries["add_case_key"], case.keys)
            await connection.execute(self._queries["add_item"], case.items)
            await connection.execute(self._queries["add_event"], _event_row(case.id, case.event, case.columns))
            if case.address is not None:
                await put_address(connection, self._key, case.id, case.address, language)
            await plan_watch(connection, self._key, case.id, case.columns["number"], [case.event], terms)
            if case.files:
                await connection.execute(self._queries["drop_draft_files"], {"id_list": case.files})

        return write

    def _joined(
        self,
        found: tuple[str, str, bool],
        draft: ReportDraft,
        files: Sequence[PreparedFile],
        address: ReplyAddress | None,
        language: str,
    ) -> Joined:
        case_id, number, again = found

        async def write(connection: AsyncConnection) -> None:
            if again:
                return
            await self._thread.add(connection, case_id, words_of(draft, list(files), "message"))
            if address is not None:
                await put_address(connection, self._key, case_id, address, language)
            if draft.files:
                await connection.execute(self._queries["drop_draft_files"], {"id_list": draft.files})

        return Joined(number, write, again, case_id)

    async def _filed_before(
        self, connection: AsyncConnection, mine: Mine, now: datetime
    ) -> tuple[str, str, bool] | None:
        """Id and number of the case that this report is already, or belongs to; whether it is the very same report."""
        row = (await connection.execute(self._queries["by_draft"], {"draft": mine.draft})).one_or_none()
        if row is not None:
            return row.id, row.number, True
        row = await same_matter(connection, mine, now)
        return (row.id, row.number, False) if row is not None else None

    async def _free_number(self, now: datetime) -> str:
        """One that nobody has yet. Should somebody take it until the commit, that fails and is done anew."""
        async with self._database.read() as connection:
            while True:
                number = new_number(local(now).year)
                taken = await connection.execute(self._queries["number_taken"], {"number": number})
                if taken.first() is None:
                    return number


def _sealed(case_key: CaseKey, words: list[Words], now: datetime) -> list[dict[str, Any]]:
    return sealed_rows(case_key.case_id, case_key.public, Actor.CITIZEN, words, now)


def _event_row(case_id: str, event: CaseEvent, columns: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "number": event.number,
        "at": epoch_ms(event.at),
        "state": event.state,
        "actor": event.actor,
        "reason": event.reason,
        "due_day": columns["due_day"],
    }
