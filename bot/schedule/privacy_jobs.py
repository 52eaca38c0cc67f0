"""What data subjects asked for: staff are reminded in time; and who reported is forgotten when it counts no more."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.privacy.erasing import (
    LATE_KIND,
    UNLINK_KIND,
    drop_waiting_pictures,
    forget_reporter,
    leaving_pictures,
)
from bot.privacy.requests import KIND, open_request, reminder_key
from bot.schedule.runner import Job, Outcome


class StillLeaving(MotCuaError):
    """A message is being sent at this moment."""


class PrivacyJobs:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.remind, UNLINK_KIND: self.unlink, LATE_KIND: self.take_back}

    async def remind(self, subject: dict[str, Any]) -> Outcome:
        """Raise a notice for staff, unless the request is done by now. It says what and until when, never who."""
        number, stage = int(subject["id"]), str(subject["stage"])
        async with self._database.read() as connection:
            request = await open_request(connection, number)
        if request is None:
            return Outcome()
        due = f"answer by {request.answer_due.isoformat()}, done by {request.done_due.isoformat()}"
        row = {
            "key": reminder_key(number, stage),
            "kind": KIND,
            "subject": f"request {number}: {request.kind} {request.number or '-'}, {due}",
            "now": epoch_ms(self._clock.now()),
        }

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(self._queries["raise_notice"], row)

        return Outcome(write=write)

    async def unlink(self, subject: dict[str, Any]) -> Outcome:
        """The link of a report to its chat was cut a day ago: who reported goes too."""
        case_id = str(subject["case"])

        async def write(connection: AsyncConnection) -> None:
            await forget_reporter(connection, case_id)

        return Outcome(write=write)

    async def take_back(self, subject: dict[str, Any]) -> Outcome:
        """A picture was on its way when all messages of its chat were taken back.

        :raises StillLeaving: it still is; the schedule tries again.
        """
        chat, since = str(subject["chat"]), from_epoch_ms(subject["since"])
        async with self._database.read() as connection:
            found = await leaving_pictures(connection, chat, since)
        come = [number for number in found if number is not None]
        if len(come) < len(found):
            raise StillLeaving
        where = Address(subject["channel"], subject["bot"], subject["chat_id"])
        gone = Outgoing(f"{LATE_KIND}|{chat}|{subject['since']}", where, Kind.DELETE, {"message_ids": come})

        async def write(connection: AsyncConnection) -> None:
            # It was turned away, and would go once more.
            await drop_waiting_pictures(connection, chat, self._clock.now())

        return Outcome([gone] if come else [], write=write)
