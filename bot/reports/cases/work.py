"""What inspectors do to a case: each is one transaction of event, clock, sealed words, the citizen's copy, the push.

Nothing here opens what is sealed: that takes the inspectorate's key, see bot.reports.vault.
"""

from __future__ import annotations

from copy import copy
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.database import Database
from bot.legal import LegalParameters
from bot.reports.cases.changing import Changes
from bot.reports.cases.clocks import Law
from bot.reports.cases.history import state_before_asking, steps
from bot.reports.cases.model import CaseMoved, DomainWrite, NoSuchCase, PreparedFile
from bot.reports.cases.states import Actor, State, allowed, table
from bot.reports.cases.thread import Thread
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore


class Finding(StrEnum):
    """What came out. "Not ours" is none of them: such a report is transferred."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    NOT_CONFIRMED = "not_confirmed"
    HONEST_MISTAKE = "honest_mistake"  # it happened, and nobody meant it
    UNVERIFIABLE = "unverifiable"  # neither shown nor ruled out
    NOTED = "noted"  # praise, ideas, information


class CaseWork:
    """Every method: :raises CaseMoved: not from where the case stands now. :raises NoSuchCase: erased, or never was."""

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        parameters: LegalParameters,
        calendar: CalendarStore,
    ) -> None:
        self._database = database
        law = Law(parameters, calendar, clock)
        self._changes = Changes(database, key, clock, law)
        self._thread = Thread(database, key, clock, law)

    def through(self, database: Database) -> CaseWork:
        """The same, with every transaction on ``database``, one that asks something first."""
        other = copy(self)
        other._database = database
        return other

    async def screen(self, case_id: str) -> None:
        """Somebody has begun to look at it."""
        await self._step(case_id, State.SCREENING, "screening")

    async def accept(self, case_id: str) -> None:
        """It is for this body to answer."""
        await self._step(case_id, State.ACCEPTED, "accepted")

    async def start(self, case_id: str) -> None:
        await self._step(case_id, State.IN_PROGRESS, "in_progress")

    async def ask(self, case_id: str, question: str) -> None:
        """Ask the citizen; the clock stands until they answer."""
        await self._step(case_id, State.NEEDS_INFORMATION, "asked", words=question)

    def asking(self, case_id: str, question: str) -> DomainWrite:
        """The same in somebody else's commit."""

        async def write(connection: AsyncConnection) -> None:
            await self._move(connection, case_id, State.NEEDS_INFORMATION, "asked", question, {})

        return write

    async def go_on(self, case_id: str) -> None:
        """Without the answer that was waited for."""
        async with self._database.write() as connection:
            case = await self._changes.lock(connection, case_id)
            before = state_before_asking(case.events)
            if case.state is not State.NEEDS_INFORMATION or before is None:
                raise CaseMoved
            back = table()[before].back or State.SCREENING
            await self._changes.step(connection, case, back, Actor.INSPECTOR, "went_on", tell=True)

    async def reply(self, case_id: str, text: str, also: DomainWrite | None = None) -> str:
        """Write to the citizen; the state stays.

        :param also: what is true only with these words, such as the day they promise: in the same commit.
        :returns: id of the item.
        """
        async with self._database.write() as connection:
            item = await self._thread.reply(connection, await self._changes.lock(connection, case_id), text)
            if also is not None:
                await also(connection)
            return item

    async def letter(self, case_id: str, file: PreparedFile, text: str = "") -> str:
        """Send the citizen a file, such as the signed answer. :returns: id of the item."""
        async with self._database.write() as connection:
            return await self._thread.reply(connection, await self._changes.lock(connection, case_id), text, file)

    async def note(self, case_id: str, text: str) -> None:
        """For those who can open the case; the citizen does not see it."""
        async with self._database.write() as connection:
            await self._thread.note(connection, await self._changes.lock(connection, case_id), text)

    async def transfer(
        self,
        case_id: str,
        office: str,
        province: str | None,
        commune: str | None,
        words: str,
        also: DomainWrite | None = None,
    ) -> None:
        """ "Not ours": the right body is named and the case moves there; its clock begins anew.

        Holders of that body's key open it only after the case was shared with them (bot.reports.vault.sharing).

        :param office: a kind of office, bot/reports/offices.tsv. :param words: why, for the citizen.
        :param also: in the same commit, such as the handing on.
        """
        place = {"office": office, "province": province, "commune": commune}
        await self._step(case_id, State.TRANSFERRED, "transferred", words=words, also=also, **place)

    async def resolve(self, case_id: str, finding: Finding, answer: str) -> None:
        """The answer is given; the citizen may rate and, for a while, dispute it."""
        if not answer.strip():
            raise ValueError("a report is not resolved without an answer")
        await self._step(case_id, State.RESOLVED, "resolved", words=answer, finding=finding)

    def reject(self, case_id: str, answer: str) -> DomainWrite:
        """Nothing in it can be looked into, as two persons agree: it is answered so, in the commit of that decision."""

        async def write(connection: AsyncConnection) -> None:
            case = await self._changes.lock(connection, case_id)
            if not allowed(case.state, State.RESOLVED, Actor.INSPECTOR):
                await self._changes.step(connection, case, State.SCREENING, Actor.INSPECTOR, "screening")
            columns = {"finding": Finding.NOT_CONFIRMED}
            await self._move(connection, case_id, State.RESOLVED, "resolved", answer, columns)

        return write

    async def close(self, case_id: str) -> None:
        """Nothing is left to do. By itself that happens once it can be disputed no more."""
        await self._step(case_id, State.CLOSED, "closed")

    def settle(self, case_id: str, number: int) -> DomainWrite:
        """Close by itself what was answered by event ``number`` and not disputed since."""

        async def write(connection: AsyncConnection) -> None:
            try:
                case = await self._changes.lock(connection, case_id)
            except NoSuchCase:
                return
            if case.state is State.RESOLVED and steps(case.events)[-1].number == number:
                await self._changes.step(connection, case, State.CLOSED, Actor.PROGRAM, "settled")

        return write

    async def seen(self, case_id: str) -> None:
        """The inspector has read all that the citizen sent."""
        async with self._database.write() as connection:
            await self._thread.mark_seen_by_inspector(connection, case_id)

    async def _step(
        self,
        case_id: str,
        to: State,
        reason: str,
        *,
        words: str | None = None,
        also: DomainWrite | None = None,
        **columns: Any,
    ) -> None:
        """A step with words is told by the push of the words, one without by that of the state."""
        async with self._database.write() as connection:
            await self._move(connection, case_id, to, reason, words, columns)
            if also is not None:
                await also(connection)

    async def _move(
        self,
        connection: AsyncConnection,
        case_id: str,
        to: State,
        reason: str,
        words: str | None,
        columns: dict[str, Any],
    ) -> None:
        case = await self._changes.lock(connection, case_id)
        moved = await self._changes.step(connection, case, to, Actor.INSPECTOR, reason, tell=words is None, **columns)
        if words is not None:
            await self._thread.reply(connection, moved, words)
