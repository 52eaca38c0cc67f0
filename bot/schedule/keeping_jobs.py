"""Some days before a chat stops knowing its report, whoever wrote is told that there is something: number and secret
open it afterwards, and can still be noted down. What it is stands in /theodoi, not in the push."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.reports.cases import ReportDesk
from bot.schedule.due import Due, each_day, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.views.case_notices import notice_message

KIND = "keeping-day"
AT = time(8, 30)
#: Told in one morning; the others the next one, and the term leaves several mornings.
MOST = 2_000


class KeepingJobs:
    def __init__(self, desk: ReportDesk, database: Database, key: ServerKey, texts: Texts, clock: Clock) -> None:
        self._desk = desk
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.warn}

    async def plan_first(self) -> None:
        """At start: the next morning, unless it is planned already."""
        async with self._database.write() as connection:
            await plan(connection, self._key, [self._next()])

    async def warn(self, _: dict[str, Any]) -> Outcome:
        """Each closed case once: its message is known by its key for longer than the term of the warning."""
        until = self._clock.now() - timedelta(days=await self._parameters.number("case_link_days"))
        begun = until + timedelta(days=await self._parameters.number("case_warning_days"))
        async with self._database.read() as connection:
            binds = {"until": epoch_ms(until), "begun": epoch_ms(begun), "most": MOST}
            cases = (await connection.execute(self._queries["leaving"], binds)).all()
        messages = [await self._message(row.id, row.closed_at) for row in cases]
        told = [message for message in messages if message is not None]
        return Outcome(told, lambda connection: plan(connection, self._key, [self._next()]))

    async def _message(self, case_id: str, closed_at: int) -> Outgoing | None:
        to = await self._desk.address_of(case_id)
        if to is None:  # pushes were stopped since
            return None
        said = notice_message(self._texts, to.language, to.number).as_json()
        address = Address(to.channel, to.bot, to.chat_id)
        return Outgoing(f"case-leaving|{case_id}|{closed_at}", address, Kind.SAY, said, priority=Priority.ALERT)

    def _next(self) -> Due:
        return each_day(KIND, AT, self._clock.now())
