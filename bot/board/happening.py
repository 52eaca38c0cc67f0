"""Cases by what came to pass with them in some days, as conditions on rows: ``bot.board.tally.settled``, for many."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, or_, select

from bot.board.tally import ANSWERED, PAUSED, REOPENED
from bot.clock import VIETNAM, epoch_ms
from bot.database.report_tables import case_event
from bot.database.report_tables import report_case as cases

_DAY_MS = 86_400_000
#: Name of a column that is worked out.
_NUMBER = "number"


def happened(what: str, since: int, until: int) -> ColumnElement[bool]:
    """Of rows of ``report_case``.

    :param what: "answered", "on_time" or "reopened"; ``since``, ``until``: epoch milliseconds, the last one excluded.
        On time is what the last answer in these days was.
    """
    event, before = case_event.alias(), case_event.alias()
    follows = and_(before.c.case_id == event.c.case_id, before.c.number == event.c.number - 1)
    state = REOPENED if what == "reopened" else ANSWERED
    entered = (
        select(event.c.case_id, func.max(event.c.number).label(_NUMBER))
        .select_from(event.join(before, follows))
        .where(event.c.at >= since, event.c.at < until, event.c.state == state, before.c.state != state)
        .group_by(event.c.case_id)
    )
    if what != "on_time":
        return cases.c.id.in_(select(entered.subquery().c.case_id))
    last = entered.subquery()
    answer, earlier = case_event.alias(), case_event.alias()
    both = last.join(answer, and_(answer.c.case_id == last.c.case_id, answer.c.number == last.c.number)).join(
        earlier, and_(earlier.c.case_id == last.c.case_id, earlier.c.number == last.c.number - 1)
    )
    in_time = or_(earlier.c.due_day.is_(None), earlier.c.state == PAUSED, answer.c.at < _after(earlier.c.due_day))
    return cases.c.id.in_(select(last.c.case_id).select_from(both).where(in_time))


def begins(day: date) -> int:
    """Epoch milliseconds of its midnight in Vietnam."""
    return epoch_ms(datetime.combine(day, time(), VIETNAM))


def _after(due_day: ColumnElement[int]) -> ColumnElement[int]:
    """When that day is over. Counted from a day of this century: the zone has had one offset since 1975."""
    known = date(2026, 1, 1)
    return (cast(due_day, BigInteger) + 1 - known.toordinal()) * _DAY_MS + begins(known)
