"""Reading cases for their citizens. What is sealed in them is not read here: the program cannot."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms, local
from bot.database import Database, Queries
from bot.dossiers.locks import Subjects, count_failure, locked_until, require_open
from bot.people import ChatRef
from bot.reports.cases import proof
from bot.reports.cases.changing import read_events
from bot.reports.cases.clocks import ANSWER, Terms, standing_of
from bot.reports.cases.history import may_rate
from bot.reports.cases.model import Attempt, CaseLine, CaseView, Proof
from bot.reports.cases.secrets import Secrets, read_secret
from bot.reports.cases.states import CLOCKS, Actor, State, allowed, table
from bot.sealing import ServerKey

#: Number and secret open a case to another chat for so long.
ACCESS = timedelta(minutes=30)
MOST_LISTED = 20


class Register:
    def __init__(self, database: Database, key: ServerKey, known: Secrets) -> None:
        self._database = database
        self._key = key
        self._secrets = known
        self._queries = Queries.beside(__file__, database.dialect)

    async def mine(self, chat: ChatRef, now: datetime) -> list[CaseLine]:
        """Cases of this chat, the newest first, and those it has lately opened with number and secret."""
        binds = {"chat": chat.lookup(self._key), "now": epoch_ms(now), "most": MOST_LISTED}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["cases_of_chat"], binds)).all()
        return [
            CaseLine(
                row.id,
                row.number,
                State(row.state),
                row.category,
                from_epoch_ms(row.received_at),
                _day(row.due_day),
                row.unread,
            )
            for row in rows
        ]

    async def open_to(self, number: str, chat: ChatRef, terms: Terms, now: datetime) -> CaseView | None:
        """The case, if it came from this chat or was lately opened by it with the secret."""
        binds = {"number": number, "chat": chat.lookup(self._key), "now": epoch_ms(now)}
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["case_of_chat"], binds)).one_or_none()
            return await self._view(connection, row, terms, now) if row is not None else None

    async def attempt(self, number: str, secret: str, chat: ChatRef, terms: Terms, now: datetime) -> Attempt:
        """Number and secret from any chat. A number that nobody has costs the same work as a secret that is wrong."""
        subjects = self._subjects(number, chat)
        async with self._database.read() as connection:
            until = await locked_until(connection, subjects, epoch_ms(now))
            if until is not None:
                return Attempt(locked_until=from_epoch_ms(until))
            row = (await connection.execute(self._queries["case_by_number"], {"number": number})).one_or_none()
        stored = row.secret if row is not None else None
        right = await asyncio.to_thread(self._secrets.fits, number, read_secret(secret) or "", stored)
        if not right or row is None:
            return Attempt(write=lambda connection: count_failure(connection, subjects, epoch_ms(now)))
        async with self._database.read() as connection:
            view = await self._view(connection, row, terms, now)

        async def admit(connection: AsyncConnection) -> None:
            await require_open(connection, subjects, epoch_ms(now))
            access = {"chat": chat.lookup(self._key), "case_id": row.id, "until": epoch_ms(now + ACCESS)}
            await connection.execute(self._queries["put_case_access"], access)

        return Attempt(view=view, write=admit)

    async def verify(self, number: str, code: str) -> Proof | None:
        """What may be shown to whoever holds number and code; None when they do not belong together."""
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["case_by_number"], {"number": number})).one_or_none()
        if row is None or not proof.fits(code, row.proof):
            return None
        received = from_epoch_ms(row.received_at)
        place = (row.office, row.province, row.commune)
        moved = proof.proof_of(bytes(row.proof_salt), number, received, row.category, *place) != row.proof
        office, province, commune = (None, None, None) if moved else place
        return Proof(number, received, row.category, office, province, commune, moved)

    async def _view(self, connection: AsyncConnection, row: Row[Any], terms: Terms, now: datetime) -> CaseView:
        binds = {"case_id": row.id}
        events = await read_events(connection, row.id)
        state, standing = State(row.state), standing_of(events, terms)
        unread = (await connection.execute(self._queries["unread"], binds)).scalar_one()
        notified = (await connection.execute(self._queries["has_address"], binds)).first() is not None
        due, running = _day(row.due_day), row.paused_at is None
        today = local(now).date()
        late = terms.calendar.between(due, today) if due is not None and running and today > due else 0
        return CaseView(
            id=row.id,
            number=row.number,
            state=state,
            category=row.category,
            categories=tuple(row.categories.split(",")),
            office=row.office,
            province=row.province,
            commune=row.commune,
            procedure=row.procedure_code,
            received_at=from_epoch_ms(row.received_at),
            state_at=from_epoch_ms(row.state_at),
            due_day=due,
            answer_day=terms.due(ANSWER, standing.start, standing.pauses) if standing.clock is not None else None,
            reviewed=all(clock in terms.reviewed for clock in CLOCKS),
            paused=not running,
            late=late,
            days_late=row.days_late,
            events=events,
            unread=unread,
            wants_person=bool(row.wants_person),
            rating=row.rating,
            can_rate=table()[state].over and state is not State.WITHDRAWN and may_rate(events) and _whole(row),
            can_withdraw=allowed(state, State.WITHDRAWN, Actor.CITIZEN) and _whole(row),
            closed_at=from_epoch_ms(row.closed_at) if row.closed_at is not None else None,
            can_dispute_until=self._dispute_until(row, state, terms, now),
            linked_until=_linked_until(row, terms),
            notified=notified,
            erased=not _whole(row),
            proof=proof.code_of(row.proof),
            restricted=bool(row.restricted),
        )

    def _dispute_until(self, row: Row[Any], state: State, terms: Terms, now: datetime) -> datetime | None:
        if row.closed_at is None or not allowed(state, State.DISPUTED, Actor.CITIZEN) or not _whole(row):
            return None
        until = from_epoch_ms(row.closed_at) + timedelta(days=terms.values["case_dispute_days"])
        return until if now < until else None

    def _subjects(self, number: str, chat: ChatRef) -> Subjects:
        user = self._key.lookup("case-user", chat.channel, chat.bot, chat.person)
        return Subjects(user, self._key.lookup("case-number", number))


def _linked_until(row: Row[Any], terms: Terms) -> datetime | None:
    if row.closed_at is None or row.owner is None or not _whole(row):
        return None
    return from_epoch_ms(row.closed_at) + timedelta(days=terms.values["case_link_days"])


def _whole(row: Row[Any]) -> bool:
    return row.erased_at is None


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal is not None else None
