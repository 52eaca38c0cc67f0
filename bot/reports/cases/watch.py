"""Clocks that run out: planned when a report enters a state, raised for staff if it is still there then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM, epoch_ms
from bot.database import Database, Queries
from bot.reports.cases.clocks import Terms, standing_of
from bot.reports.cases.history import CaseEvent
from bot.reports.cases.model import DomainWrite
from bot.reports.cases.states import State
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

ALERT_KIND = "case-alert"
CLOCK_KIND = "case-clock"
CLOSE_KIND = "case-close"
LADDER_KIND = "case-ladder"
#: Why a case climbs: its clock has run out, or nobody took it.
OVERDUE, UNTAKEN = "overdue", "untaken"
#: States in which a case has come and nobody has it yet.
FRESH = frozenset({State.RECEIVED, State.TRANSFERRED, State.DISPUTED})
Which = Literal["approaching", "overdue"]
#: Kinds of notices by why somebody is alerted; a pressing report or a wave of copies has none of these reasons.
_ALERTS = {
    "disputed": "case-appeal",
    "poor_rating": "case-appeal",
    "asked_person": "case-person",
    "message": "case-message",
}
#: What stands for the number of a restricted case on lists that others than leads see.
UNNAMED = "—"


async def plan_watch(
    connection: AsyncConnection,
    key: ServerKey,
    case_id: str,
    number: str,
    events: Sequence[CaseEvent],
    terms: Terms,
) -> None:
    """Inside the commit of the last of ``events``. Older plans for the case find that it has moved, and do nothing."""
    standing = standing_of(events, terms)
    if events[-1].state is State.RESOLVED:
        await _plan_close(connection, key, case_id, events, terms)
    if events[-1].state in FRESH:
        await plan(connection, key, [_untaken(case_id, events[-1], terms)])
    if standing.due is None or standing.near is None or standing.paused_since is not None:
        return
    last = events[-1].number
    moments: dict[Which, datetime] = {
        "approaching": _opening(standing.near, terms),
        "overdue": _opening(standing.due + timedelta(days=1), terms),
    }
    await plan(
        connection,
        key,
        [
            Due(
                f"{CLOCK_KIND}|{case_id}|{last}|{which}",
                CLOCK_KIND,
                at,
                {"case": case_id, "number": number, "n": last, "which": which, "due": standing.due.toordinal()},
            )
            for which, at in moments.items()
        ],
    )
    overdue = {"case": case_id, "why": OVERDUE, "due": standing.due.toordinal(), "rung": 1}
    occasion = f"{OVERDUE}.{standing.due.toordinal()}"
    await plan(connection, key, [ladder_due(case_id, occasion, 1, moments["overdue"], overdue)])


def ladder_due(case_id: str, occasion: str, rung: int, at: datetime, subject: dict[str, Any]) -> Due:
    """One rung of the ladder that bot.escalation climbs, told of once an occasion."""
    return Due(f"{LADDER_KIND}|{case_id}|{occasion}|{rung}", LADDER_KIND, at, {**subject, "occasion": occasion})


def _untaken(case_id: str, event: CaseEvent, terms: Terms) -> Due:
    """It reached the body that has it, and somebody there should take it."""
    at = terms.opening(event.at + timedelta(hours=terms.values["ladder_untaken_hours"]))
    subject = {"case": case_id, "why": UNTAKEN, "due": None, "rung": 1}
    return ladder_due(case_id, f"{UNTAKEN}.{event.number}", 1, at, subject)


async def _plan_close(
    connection: AsyncConnection, key: ServerKey, case_id: str, events: Sequence[CaseEvent], terms: Terms
) -> None:
    """Answered and not disputed in time: it closes by itself."""
    last = events[-1]
    at = last.at + timedelta(days=terms.values["case_dispute_days"])
    subject = {"case": case_id, "n": last.number}
    await plan(connection, key, [Due(f"{CLOSE_KIND}|{case_id}|{last.number}", CLOSE_KIND, at, subject)])


async def plan_alert(
    connection: AsyncConnection, key: ServerKey, case_id: str, number: str, what: str, why: str, now: datetime
) -> None:
    """Somebody should look at this case now. ``what``: names the occasion, each of which is told of once."""
    subject = {"case": case_id, "number": number, "n": what, "why": why}
    await plan(connection, key, [Due(f"{ALERT_KIND}|{case_id}|{what}", ALERT_KIND, now, subject)])


class CaseWatch:
    """What the due rows of this room do for staff; bot.schedule runs them. Restricted cases are not named."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = Queries.beside(__file__, database.dialect)

    async def clock(self, subject: dict[str, Any], now: datetime) -> DomainWrite | None:
        """Raise it, if the clock planned for still runs."""
        row = await self._case(subject["case"])
        if row is None or row.due_day != subject["due"] or row.paused_at is not None:
            return None
        return self._raise(f"case-{subject['which']}", str(subject["n"]), row, now)

    async def alert(self, subject: dict[str, Any], now: datetime) -> DomainWrite | None:
        """A pressing case, a wave of copies, an appeal, or somebody who asks for a person."""
        row = await self._case(subject["case"])
        kind = _ALERTS.get(subject.get("why", ""), ALERT_KIND)
        return self._raise(kind, subject.get("n", ""), row, now) if row is not None else None

    def _raise(self, kind: str, what: str, row: Any, now: datetime) -> DomainWrite:
        notice = {
            "key": f"{kind}|{row.id}|{what}",
            "kind": kind,
            "subject": UNNAMED if row.restricted else row.number,
            "now": epoch_ms(now),
        }

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(self._queries["raise_case_notice"], notice)

        return write

    async def _case(self, case_id: str) -> Any:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["watched"], {"case_id": case_id})).one_or_none()


def _opening(day: date, terms: Terms) -> datetime:
    """When offices open on ``day``."""
    return datetime.combine(day, terms.hours.spans[0][0], VIETNAM)
