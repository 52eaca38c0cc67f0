"""Who may see a dossier: whoever follows it, has shown lately that it is theirs, or knows the second factor."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.dossiers.locks import Subjects, count_failure, locked_until, require_open
from bot.dossiers.register import note_context, person_context
from bot.dossiers.states import State
from bot.people import ChatRef
from bot.sealing import ServerKey

#: Buttons under an answer work so long without asking again.
ACCESS = timedelta(minutes=30)
#: After the last message about a followed dossier it can still be opened and rated.
ACCESS_AFTER_RESULT = timedelta(days=14)
#: As long as a person's name usually is: opening it costs what opening a real one does.
_DECOY = orjson.dumps(["Nguyễn Văn Không Có", "----"])
_FOUR = re.compile(r"[0-9]{4}")
_PHONE = re.compile(r"(?:0|\+?84)[0-9]{9}")

DomainWrite = Callable[[AsyncConnection], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Event:
    state: State
    at: datetime
    note: str | None


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A dossier, opened. ``due_day`` is an ordinal, ``due_set_at`` when the agency set it."""

    code: str
    procedure_code: str
    procedure_version: int | None
    agency_code: str
    agency_name: str
    received_at: datetime
    due_day: int | None
    due_set_at: datetime | None
    state: State
    state_at: datetime
    supplements: int
    finished_at: datetime | None
    applicant: str
    events: tuple[Event, ...]

    @classmethod
    def of(cls, row: Row[Any], applicant: str, events: tuple[Event, ...]) -> DossierFile:
        """:param row: of a query that brings the columns named here, times in epoch milliseconds."""
        return cls(
            code=row.code,
            procedure_code=row.procedure_code,
            procedure_version=row.procedure_version,
            agency_code=row.agency_code,
            agency_name=row.agency_name,
            received_at=from_epoch_ms(row.received_at),
            due_day=row.due_day,
            due_set_at=from_epoch_ms(row.due_set_at) if row.due_set_at is not None else None,
            state=State(row.state),
            state_at=from_epoch_ms(row.state_at),
            supplements=row.supplements,
            finished_at=from_epoch_ms(row.finished_at) if row.finished_at is not None else None,
            applicant=applicant,
            events=events,
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a try brought: a file, or a lock, or neither. ``write`` belongs into the commit of the answer."""

    file: DossierFile | None = None
    locked_until: datetime | None = None
    write: DomainWrite | None = None


def factor_in(text: str) -> str | None:
    """The last four digits of the phone: alone, or at the end of a whole Vietnamese number. None for anything else,
    ID-card numbers above all."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if _FOUR.fullmatch(digits) or _PHONE.fullmatch(digits):
        return digits[-4:]
    return None


def factor_behind(text: str) -> str | None:
    """The digits where a citizen wrote them right behind the code, whatever follows them."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return factor_in(text) or (first if _FOUR.fullmatch(first) else None)


class Opening:
    def __init__(self, database: Database, key: ServerKey) -> None:
        self._database = database
        self._key = key
        self._queries = Queries.beside(__file__, database.dialect)
        self._decoy = key.seal(_DECOY, person_context(""))

    async def known_to(self, code: str, chat: ChatRef, now: datetime) -> DossierFile | None:
        """The dossier, if this chat follows it or has lately shown the second factor."""
        binds = {"code": code, "chat": chat.lookup(self._key), "now": epoch_ms(now)}
        async with self._database.read() as connection:
            if not await self._is_known(connection, binds):
                return None
            return await self.read(connection, code)

    async def attempt(self, code: str, digits: str, chat: ChatRef, now: datetime) -> Attempt:
        """Try the second factor. A code that does not exist costs the same work as a factor that does not match."""
        subjects = self._subjects(code, chat)
        async with self._database.read() as connection:
            until = await locked_until(connection, subjects, epoch_ms(now))
            if until is not None:
                return Attempt(locked_until=from_epoch_ms(until))
            row = (await connection.execute(self._queries["dossier"], {"code": code})).one_or_none()
            _, phone4 = self._person(row)
            matches = hmac.compare_digest(phone4.encode(), digits.encode())
            if not matches or row is None:
                return Attempt(write=lambda c: count_failure(c, subjects, epoch_ms(now)))
            file = await self.read(connection, code)

        async def admit(connection: AsyncConnection) -> None:
            await require_open(connection, subjects, epoch_ms(now))
            await self.admit(connection, code, chat.lookup(self._key), now + ACCESS)

        return Attempt(file=file, write=admit)

    async def admit(self, connection: AsyncConnection, code: str, chat: str, until: datetime) -> None:
        await connection.execute(self._queries["put_access"], {"code": code, "chat": chat, "until": epoch_ms(until)})

    async def read(self, connection: AsyncConnection, code: str) -> DossierFile | None:
        """The dossier with its history, whoever asks: the caller has seen to that."""
        row = (await connection.execute(self._queries["dossier"], {"code": code})).one_or_none()
        if row is None:
            return None
        events = (await connection.execute(self._queries["events"], {"code": code})).all()
        history = tuple(self._event(code, event) for event in events)
        return DossierFile.of(row, self._person(row)[0], history)

    async def _is_known(self, connection: AsyncConnection, binds: dict[str, Any]) -> bool:
        for query in ("access", "follows"):
            wanted = {name: binds[name] for name in ("code", "chat", "now")[: 3 if query == "access" else 2]}
            if (await connection.execute(self._queries[query], wanted)).first() is not None:
                return True
        return False

    def _subjects(self, code: str, chat: ChatRef) -> Subjects:
        user = self._key.lookup("dossier-user", chat.channel, chat.bot, chat.person)
        return Subjects(user, self._key.lookup("dossier-code", code))

    def _person(self, row: Row[Any] | None) -> tuple[str, str]:
        sealed, code = (self._decoy, "") if row is None else (bytes(row.person), row.code)
        name, phone4 = orjson.loads(self._key.open(sealed, person_context(code)))
        return name, phone4

    def _event(self, code: str, row: Row[Any]) -> Event:
        note = self._key.open(bytes(row.note), note_context(code, row.number)).decode() if row.note else None
        return Event(State(row.state), from_epoch_ms(row.state_at), note)
