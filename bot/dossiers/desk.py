"""What conversations may ask of dossiers; the one door to this room."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agencies import Agencies
from bot.clock import Clock, local
from bot.database import Database
from bot.dossiers.follow import Follows
from bot.dossiers.law import ProcedureTime, ProcedureTimes, Services
from bot.dossiers.opening import ACCESS_AFTER_RESULT, Attempt, DomainWrite, DossierFile, Opening
from bot.dossiers.reminders import plan_reminder
from bot.dossiers.standing import Standing, standing_of
from bot.dossiers.survey import Factor, Survey
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey
from bot.workdays import OFFICE_HOURS, OfficeHours
from bot.workdays.store import CalendarStore


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything an answer is made of. ``agency``: from the table of codes; ``hours_reviewed``: see bot.legal.

    ``successor``: who has taken over from the agency that is written on the dossier.
    """

    file: DossierFile
    time: ProcedureTime
    standing: Standing
    agency: str | None
    hours_reviewed: bool
    followed: bool
    today: datetime
    successor: str | None = None


class DossierDesk:
    """:param services: where the procedures in force now are found."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, services: Services) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self.calendar = CalendarStore(database, clock)
        self.agencies = Agencies(database, clock)
        self.parameters = LegalParameters(database, clock)
        self.opening = Opening(database, key)
        self.follows = Follows(key, database.dialect)
        self.survey = Survey(key, database.dialect)
        self._times = ProcedureTimes(database, services)

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._database.read()

    async def open_to(self, code: str, chat: ChatRef) -> DossierFile | None:
        """The dossier, if this chat may see it without being asked again."""
        return await self.opening.known_to(code, chat, self._clock.now())

    async def attempt(self, code: str, digits: str, chat: ChatRef) -> Attempt:
        return await self.opening.attempt(code, digits, chat, self._clock.now())

    async def answer(self, file: DossierFile, chat: ChatRef | None = None) -> Answer:
        """Measure ``file`` against its deadlines, as of now."""
        now = self._clock.now()
        time = await self._times.of(file)
        hours, reviewed = await self._hours(file)
        standing = standing_of(file, time, await self.calendar.current(), hours, now)
        agency = await self.agencies.name_today(file.agency_code, file.agency_name)
        followed = False
        if chat is not None:
            async with self.reading() as connection:
                followed = await self.follows.is_followed(connection, file.code, chat)
        successor = await self.agencies.successor_of(file.agency_name)
        return Answer(file, time, standing, agency, reviewed, followed, now, successor)

    async def followed_by(self, chat: ChatRef) -> Sequence[str]:
        async with self.reading() as connection:
            return await self.follows.codes_of(connection, chat)

    def follow(self, answer: Answer, chat: ChatRef, language: str) -> DomainWrite:
        """Follow, and be reminded on the due day."""

        async def write(connection: AsyncConnection) -> None:
            now = self._clock.now()
            await self.follows.start(connection, answer.file.code, chat, language, now)
            await plan_reminder(connection, self._key, answer.file.code, answer.standing, now)

        return write

    def unfollow(self, code: str, chat: ChatRef) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            await self.follows.stop(connection, code, chat)
            await self.opening.admit(
                connection, code, chat.lookup(self._key), self._clock.now() + timedelta(minutes=30)
            )

        return write

    async def next_question(self, code: str, beside: Factor | None = None) -> Factor | None:
        """The first question that is open, ``beside`` the one just being answered."""
        async with self.reading() as connection:
            return await self.survey.next_question(connection, code, beside)

    def read_photo(self, turn: str, bot: str, update_id: int, file_id: str, message: dict[str, Any]) -> DomainWrite:
        """Have a Telegram photo read; what it says comes back as a message of the same chat."""
        subject = {"bot": bot, "update_id": update_id, "file_id": file_id, "message": message}

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [Due(f"photo|{turn}", "photo", self._clock.now(), subject)])

        return write

    def rate(self, file: DossierFile, factor: Factor, score: int) -> DomainWrite:
        async def write(connection: AsyncConnection) -> None:
            await self.survey.answer(connection, file, factor, score, self._clock.now())

        return write

    async def end_following(self, connection: AsyncConnection, code: str, chats: Sequence[str]) -> None:
        """The result is out: nobody is told any more, but those who followed can still open and rate it."""
        until = self._clock.now() + ACCESS_AFTER_RESULT
        for chat in chats:
            await self.opening.admit(connection, code, chat, until)
        await self.follows.stop_all(connection, code)

    async def _hours(self, file: DossierFile) -> tuple[OfficeHours, bool]:
        parameter = await self.parameters.in_force("office_hours", local(file.received_at).date())
        if parameter is None:
            return OFFICE_HOURS, False
        return OfficeHours.parse(parameter.value), parameter.is_reviewed


def draft_of(answer: Answer, apology: bool | None) -> dict[str, Any]:
    """A delay report, filled in: what an inspector needs to check it. JSON values."""
    file, standing = answer.file, answer.standing
    return {
        "kind": "delay",
        "code": file.code,
        "procedure_code": file.procedure_code,
        "procedure_version": answer.time.version,
        "agency_code": file.agency_code,
        "agency_name": answer.successor or file.agency_name,
        "agency_formerly": file.agency_name if answer.successor else None,
        "received": local(file.received_at).date().isoformat(),
        "agency_due": standing.agency_due.isoformat() if standing.agency_due else None,
        "law_due": standing.law_due.isoformat() if standing.law_due else None,
        "finished": standing.finished.isoformat() if standing.finished else None,
        "days_late": standing.days_late,
        "as_of": local(answer.today).date().isoformat(),
        "apology": apology,
    }
