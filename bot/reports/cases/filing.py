"""Filing: everything expensive first, then one transaction in which the case comes to be whole, or not at all."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board import counter
from bot.chains import ChainMoved, Chains, ChainStore
from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.reports import taxonomy
from bot.reports.cases.address import put_address
from bot.reports.cases.clocks import ANSWER, Law, Terms, standing_of
from bot.reports.cases.clusters import WINDOW, Clusters, Newcomer
from bot.reports.cases.facts import columns_of, words_of
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
from bot.reports.vault import InspectorateKeys, new_case_key, seal_to_chain
from bot.sealing import ServerKey

FILED = "filed"
#: Clusters found before the commit are looked for again from so long before: a little overlap does no harm.
_OVERLAP = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class _Report:
    """What is to be filed. ``facts``: the columns that come from the draft; ``mine``: by which it is known again."""

    draft: ReportDraft
    files: Sequence[PreparedFile]
    address: ReplyAddress | None
    language: str
    facts: dict[str, Any]
    mine: Mine
    terms: Terms
    now: datetime
    chains: Chains


@dataclass(frozen=True, slots=True)
class _Case:
    """A case as its rows will be. ``like``: the cluster it was found to belong to."""

    columns: dict[str, Any]
    keys: list[dict[str, Any]]
    items: list[dict[str, Any]]
    event: CaseEvent
    newcomer: Newcomer
    like: str | None

    @property
    def id(self) -> str:
        return str(self.columns["id"])

    @property
    def number(self) -> str:
        return str(self.columns["number"])


@dataclass(frozen=True, slots=True)
class _Found:
    """The case that a report is already (``again``), or belongs to."""

    id: str
    number: str
    again: bool


class Filer:
    def __init__(
        self, database: Database, key: ServerKey, clock: Clock, keys: InspectorateKeys, law: Law, known: Secrets
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._keys = keys
        self._law = law
        self._chains = ChainStore(database, clock)
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
        now, terms = self._clock.now(), await self._law.terms()
        facts, chains = (
            await asyncio.to_thread(columns_of, draft, chat, self._key, language, now),
            await self._chains.current(),
        )
        facts |= _answering(chains, facts)
        report = _Report(draft, files, address, language, facts, Mine.of(facts, len(files)), terms, now, chains)
        async with self._database.read() as connection:
            found = await self._filed_before(connection, report.mine, now)
            if found is not None:
                return Joined(found.number, self._join(found, report), found.again, found.id)
            no = await refused(connection, report.mine.reporter, terms, now)
            if no is not None:
                return no
        secret = new_secret()
        case = await self._case(report, secret)
        return Filing(
            number=case.number,
            secret=secret,
            write=self._file(case, report),
            category=facts["category"],
            received_at=now,
            due=terms.due(ANSWER, now),
            due_reviewed=ANSWER in terms.reviewed,
            state=FIRST,
            proof=code_of(case.columns["proof"]),
            case_id=case.id,
        )

    async def _case(self, report: _Report, secret: str) -> _Case:
        """Seal everything, and look for what it is like."""
        draft, facts, now = report.draft, report.facts, report.now
        number = await self._free_number(now)
        case_key = new_case_key(secrets.token_urlsafe(16))
        chain = await self._keys.chain(facts["province"], restricted=draft.denunciation_like)
        words = words_of(draft, report.files, "narrative")
        items = await asyncio.to_thread(sealed_rows, case_key.case_id, case_key.public, Actor.CITIZEN, words, now)
        event = CaseEvent(1, now, FIRST, Actor.CITIZEN, FILED, None)
        standing, salt = standing_of([event], report.terms), new_salt()
        columns = {
            **facts,
            "id": case_key.case_id,
            "number": number,
            "secret": await asyncio.to_thread(self._secrets.stored, number, secret),
            "state": FIRST,
            "state_at": epoch_ms(now),
            "version": event.number,
            "clock": standing.clock,
            "due_day": standing.due.toordinal() if standing.due else None,
            "public": case_key.public,
            "proof_salt": salt,
            "proof": proof_of(
                salt, number, now, facts["category"], facts["office"], facts["province"], facts["commune"]
            ),
        }
        newcomer = _newcomer(columns)
        async with self._database.read() as connection:
            like = await self._clusters.like(connection, newcomer, now - WINDOW)
        return _Case(columns, seal_to_chain(case_key, chain), items, event, newcomer, like)

    def _file(self, case: _Case, report: _Report) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            now, reporter = self._clock.now(), report.mine.reporter
            await connection.execute(self._queries["lock_filing"])
            try:
                await self._chains.hold(connection, report.chains)
            except ChainMoved:
                raise CountsMoved from None
            if await self._filed_before(connection, report.mine, now) is not None:
                raise CountsMoved
            if await refused(connection, reporter, report.terms, now) is not None:
                raise CountsMoved
            like = case.like or await self._clusters.like(connection, case.newcomer, report.now - _OVERLAP)
            cluster = await self._clusters.enter(connection, case.newcomer, like, now)
            await connection.execute(self._queries["add_case"], {**case.columns, "cluster": cluster})
            await connection.execute(self._queries["add_case_key"], case.keys)
            await connection.execute(self._queries["add_item"], case.items)
            await connection.execute(self._queries["add_event"], _event_row(case))
            await counter.filed(connection, case.columns)
            await plan_watch(connection, self._key, case.id, case.number, [case.event], report.terms)
            await self._take_along(connection, case.id, report)

        return write

    def _join(self, found: _Found, report: _Report) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            if found.again:
                return
            await self._thread.add(connection, found.id, words_of(report.draft, report.files, "message"))
            if report.draft.wants_person:
                await self._thread.ask_person(connection, found.id)
            await self._take_along(connection, found.id, report)

        return write

    async def _take_along(self, connection: AsyncConnection, case_id: str, report: _Report) -> None:
        """Where to answer; and the files, which are in the case now."""
        if report.address is not None:
            await put_address(connection, self._key, case_id, report.address, report.language)
        if report.draft.files:
            await connection.execute(self._queries["drop_draft_files"], {"id_list": report.draft.files})

    async def _filed_before(self, connection: AsyncConnection, mine: Mine, now: datetime) -> _Found | None:
        row = (await connection.execute(self._queries["by_draft"], {"draft": mine.draft})).one_or_none()
        if row is not None:
            return _Found(row.id, row.number, again=True)
        row = await same_matter(connection, mine, now)
        return _Found(row.id, row.number, again=False) if row is not None else None

    async def _free_number(self, now: datetime) -> str:
        """One that nobody has yet. Should somebody take it until the commit, that fails and is done anew."""
        async with self._database.read() as connection:
            while True:
                number = new_number(local(now).year)
                taken = await connection.execute(self._queries["number_taken"], {"number": number})
                if taken.first() is None:
                    return number


def _answering(chains: Chains, facts: dict[str, Any]) -> dict[str, Any]:
    """Where it goes: to who answers today for the office that the citizen named."""
    heir = chains.heir((facts["province"], facts["commune"], facts["office"]))
    return dict(zip(("province", "commune", "office"), heir, strict=True))


def _newcomer(columns: dict[str, Any]) -> Newcomer:
    return Newcomer(
        case_id=columns["id"],
        number=columns["number"],
        sketch=columns["sketch"],
        category=columns["category"],
        province=columns["province"],
        commune=columns["commune"],
        reporter=columns["reporter"],
        alerts=taxonomy.categories()[columns["category"]].alert,
    )


def _event_row(case: _Case) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "number": case.event.number,
        "at": epoch_ms(case.event.at),
        "state": case.event.state,
        "actor": case.event.actor,
        "reason": case.event.reason,
        "due_day": case.columns["due_day"],
    }
