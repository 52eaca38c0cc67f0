"""What conversations may ask of cases; the one door to this room."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chains import ChainStore
from bot.clock import Clock, from_epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.reports.cases.address import address_of, drop_address, put_address
from bot.reports.cases.changing import Changes, Locked
from bot.reports.cases.clocks import Law
from bot.reports.cases.facts import Words, file_words
from bot.reports.cases.filing import Filer
from bot.reports.cases.history import RATED, may_rate
from bot.reports.cases.model import (
    Attempt,
    CaseAddress,
    CaseLine,
    CaseMoved,
    CaseView,
    DomainWrite,
    Filing,
    Joined,
    PreparedFile,
    Proof,
    Refused,
    Reply,
    ReplyAddress,
)
from bot.reports.cases.register import Register
from bot.reports.cases.secrets import COST, Cost, Secrets
from bot.reports.cases.states import Actor, State, table
from bot.reports.cases.thread import Thread
from bot.reports.cases.watch import plan_alert
from bot.reports.draft import MOST_FILES, MOST_STORY, ReportDraft
from bot.reports.vault import InspectorateKeys
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore

#: Of five; these ask for the next level.
POOR = 2
POORLY_RATED = "poor_rating"
SCORES = range(1, 6)


class ReportDesk:
    """:param cost: of a secret's hash; less in tests only."""

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        keys: InspectorateKeys,
        parameters: LegalParameters,
        calendar: CalendarStore,
        cost: Cost = COST,
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._secrets = Secrets(key, cost)
        self.law = Law(parameters, calendar, clock)
        self.chains = ChainStore(database, clock)
        self._filer = Filer(database, key, clock, keys, self.law, self._secrets)
        self._register = Register(database, key, self._secrets)
        self._changes = Changes(database, key, clock, self.law)
        self._thread = Thread(database, key, clock, self.law)
        self._queries = Queries.beside(__file__, database.dialect)

    # -- filing --------------------------------------------------------------------------------------------------

    async def prepare(
        self,
        draft: ReportDraft,
        chat: ChatRef,
        address: ReplyAddress | None,
        language: str,
        files: Sequence[PreparedFile] = (),
    ) -> Filing | Joined | Refused:
        """Make a case of a draft, up to the commit: ``write`` of what comes back belongs into the answer's.

        It checks limits and duplicates again and raises CountsMoved when they changed: the turn is answered anew.

        :param address: where to tell of replies; None when the citizen does not want that.
        :param files: those that ``draft.files`` names.
        """
        return await self._filer.prepare(draft, chat, address, language, files)

    # -- reading -------------------------------------------------------------------------------------------------

    async def mine(self, chat: ChatRef) -> list[CaseLine]:
        return await self._register.mine(chat, self._clock.now())

    async def open_to(self, number: str, chat: ChatRef) -> CaseView | None:
        """The case, if this chat may see it without being asked for the secret."""
        return await self._register.open_to(number, chat, await self.law.terms(), self._clock.now())

    async def attempt(self, number: str, secret: str, chat: ChatRef) -> Attempt:
        """Try a secret. :param number: as ``read_number`` gives it."""
        await asyncio.to_thread(self._secrets.prepare)
        return await self._register.attempt(number, secret, chat, await self.law.terms(), self._clock.now())

    async def replies(self, case_id: str) -> list[Reply]:
        async with self._database.read() as connection:
            return await self._thread.replies(connection, case_id)

    async def files_left(self, case_id: str) -> int:
        """How many files may still be added."""
        async with self._database.read() as connection:
            return await self._files_left(connection, case_id)

    async def verify(self, number: str, code: str) -> Proof | None:
        return await self._register.verify(number, code)

    async def address_of(self, case_id: str) -> CaseAddress | None:
        """Where a push goes, read when it is sent: the citizen may have stopped them since."""
        async with self._database.read() as connection:
            return await address_of(connection, self._key, case_id)

    # -- what citizens do to a case that is open to them -----------------------------------------------------------

    def add_message(self, case_id: str, text: str) -> DomainWrite:
        """Sealed to the case; if that waited for the citizen, it goes on."""

        async def write(connection: AsyncConnection) -> None:
            await self._thread.add(connection, case_id, _message(text))

        return write

    def add_files(self, case_id: str, files: Sequence[PreparedFile]) -> DomainWrite:
        """:raises CaseMoved: (inside the commit) that would be more files than a case may have."""

        async def write(connection: AsyncConnection) -> None:
            if len(files) > await self._files_left(connection, case_id):
                raise CaseMoved
            await self._thread.add(connection, case_id, [file_words(file) for file in files])

        return write

    def mark_read(self, case_id: str, items: Sequence[str]) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            await self._thread.mark_read(connection, case_id, items)

        return write

    def withdraw(self, case_id: str) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            case = await self._changes.lock(connection, case_id)
            await self._changes.step(connection, case, State.WITHDRAWN, Actor.CITIZEN, "withdrawn")

        return write

    def dispute(self, case_id: str, words: str | None = None) -> DomainWrite:
        """Open a closed case again and tell the next level. :raises CaseMoved: (inside) the time for it is over."""

        async def write(connection: AsyncConnection) -> None:
            case = await self._changes.lock(connection, case_id)
            if not await self._can_dispute(case):
                raise CaseMoved
            await self._thread.add(connection, case_id, _message(words or ""), quietly=True)
            await self._reopen(connection, case, "disputed")

        return write

    def rate(self, case_id: str, score: int) -> DomainWrite:
        """One to five, once a closing; a poor score disputes it while there is time.

        :raises ValueError: no such score. :raises CaseMoved: (inside) it is not over, or was rated already.
        """
        if score not in SCORES:
            raise ValueError("a score is 1 to 5")

        async def write(connection: AsyncConnection) -> None:
            case = await self._changes.lock(connection, case_id)
            over = table()[case.state].over and case.state is not State.WITHDRAWN
            if not over or not may_rate(case.events):
                raise CaseMoved
            rated = await self._changes.note(connection, case, Actor.CITIZEN, f"{RATED}{score}", rating=score)
            if score <= POOR and await self._can_dispute(rated):
                await self._reopen(connection, rated, POORLY_RATED)

        return write

    def ask_person(self, case_id: str) -> DomainWrite:
        """From here on an inspector answers in the thread; asking twice changes nothing."""

        async def write(connection: AsyncConnection) -> None:
            await self._thread.ask_person(connection, case_id)

        return write

    def notify(self, case_id: str, address: ReplyAddress, language: str) -> DomainWrite:
        """Push replies to this address from now on."""

        async def write(connection: AsyncConnection) -> None:
            await self._changes.lock(connection, case_id)
            await put_address(connection, self._key, case_id, address, language)

        return write

    def stop_notifying(self, case_id: str) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            await drop_address(connection, case_id)

        return write

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _reopen(self, connection: AsyncConnection, case: Locked, reason: str) -> None:
        opened = await self._changes.step(connection, case, State.DISPUTED, Actor.CITIZEN, reason)
        # For the next level: not for whoever has the case, or not for them alone.
        occasion, now = str(opened.events[-1].number), self._clock.now()
        await plan_alert(connection, self._key, case.id, case.number, occasion, reason, now)

    async def _can_dispute(self, case: Locked) -> bool:
        days = (await self.law.terms()).values["case_dispute_days"]
        closed = case.row.closed_at
        return closed is not None and self._clock.now() < from_epoch_ms(closed) + timedelta(days=days)

    async def _files_left(self, connection: AsyncConnection, case_id: str) -> int:
        taken = (await connection.execute(self._queries["files_of"], {"case_id": case_id})).scalar_one()
        return max(0, MOST_FILES - int(taken))


def _message(text: str) -> list[Words]:
    plain = text.strip()[:MOST_STORY].encode()
    return [Words("message", plain, len(plain))] if plain else []
