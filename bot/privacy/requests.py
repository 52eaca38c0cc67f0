"""What somebody asked for and only an inspector can do: kept with its legal time limits, and staff are reminded.

Each request plans three reminders: at once, on the morning its answer is due, and some days before it must be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM, epoch_ms, from_epoch_ms, local
from bot.database import Queries
from bot.legal import LegalParameter, LegalParameters
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey
from bot.workdays import OFFICE_HOURS, Allowance, due_day
from bot.workdays.calendar import WorkCalendar
from bot.workdays.deadline import Unit

#: The kind of the due rows and of the staff's notices.
KIND = "privacy-request"
ERASE, CORRECT, EXPORT, WITHDRAW = "erase", "correct", "export", "withdraw"
KINDS = (ERASE, CORRECT, EXPORT, WITHDRAW)
STAGES = ("asked", "answer", "done")
#: The last reminder leaves so long to act.
NOTICE = timedelta(days=3)
HOUR = time(8, 0)
_UNITS: dict[str, Unit] = {"working_day": "working", "calendar_day": "calendar"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when a request of now is answered and done; ``reviewed``: somebody has checked both numbers."""

    answer: date
    done: date
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Request:
    """``number``: of the report it is about. Who asked is nowhere in it."""

    id: int
    kind: str
    number: str | None
    asked_at: datetime
    answer_due: date
    done_due: date

    @classmethod
    def of(cls, row: Row[Any]) -> Request:
        due = date.fromordinal(row.answer_due), date.fromordinal(row.done_due)
        return cls(row.id, row.kind, row.number, from_epoch_ms(row.asked_at), *due)


async def limits(parameters: LegalParameters, calendar: WorkCalendar, now: datetime) -> Limits:
    """:raises LookupError: a parameter is not in the table."""
    days: list[date] = []
    found: list[LegalParameter] = []
    for name in ("data_request_answer", "data_request_done"):
        parameter = await parameters.in_force(name, local(now).date())
        if parameter is None:
            raise LookupError(f"legal parameter {name}")
        found.append(parameter)
        allowance = Allowance(int(parameter.value), _UNITS[parameter.unit])
        days.append(due_day(calendar, OFFICE_HOURS, now, allowance))
    return Limits(days[0], days[1], all(parameter.is_reviewed for parameter in found))


async def add_request(
    connection: AsyncConnection, key: ServerKey, person: str, kind: str, case_id: str, until: Limits, now: datetime
) -> None:
    """:raises ValueError: there is no such request."""
    if kind not in KINDS:
        raise ValueError(f"no such request: {kind}")
    row = {
        "person": person,
        "kind": kind,
        "case_id": case_id,
        "now": epoch_ms(now),
        "answer_due": until.answer.toordinal(),
        "done_due": until.done.toordinal(),
    }
    number = (await connection.execute(_queries(connection)["add_request"], row)).scalar_one_or_none()
    if number is not None:
        await plan(connection, key, _reminders(number, until, now))


async def requests_of(connection: AsyncConnection, person: str) -> Sequence[Request]:
    rows = await connection.execute(_queries(connection)["requests_of"], {"person": person})
    return [Request.of(row) for row in rows]


async def open_requests(connection: AsyncConnection) -> Sequence[Request]:
    """What waits for inspectors, the most urgent first."""
    return [Request.of(row) for row in await connection.execute(_queries(connection)["open_requests"])]


async def open_request(connection: AsyncConnection, number: int) -> Request | None:
    """None when it is done or never was."""
    row = (await connection.execute(_queries(connection)["open_request"], {"id": number})).one_or_none()
    return Request.of(row) if row is not None else None


async def finish_request(connection: AsyncConnection, number: int, now: datetime) -> bool:
    """:returns: whether it was open."""
    queries, at = _queries(connection), epoch_ms(now)
    done = await connection.execute(queries["finish_request"], {"id": number, "now": at})
    keys = [reminder_key(number, stage) for stage in STAGES]
    await connection.execute(queries["settle_reminders"], {"key_list": keys, "now": at})
    return done.rowcount == 1


def reminder_key(number: int, stage: str) -> str:
    return f"{KIND}|{number}|{stage}"


def _reminders(number: int, until: Limits, now: datetime) -> list[Due]:
    at = {
        "asked": now,
        "answer": datetime.combine(until.answer, HOUR, VIETNAM),
        "done": datetime.combine(until.done - NOTICE, HOUR, VIETNAM),
    }
    return [Due(reminder_key(number, s), KIND, max(now, at[s]), {"id": number, "stage": s}) for s in STAGES]


def _queries(connection: AsyncConnection) -> Queries:
    return Queries.beside(__file__, connection.dialect.name)
