"""What the filters of the work list mean, as conditions on rows of cases and on rows of their counts."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, FromClause, and_, false, func, or_, select

from bot.board.filters import UNNAMED, Filters
from bot.board.happening import begins, happened
from bot.board.sight import Sight
from bot.database.report_tables import report_case as cases
from bot.database.staff_tables import case_assignment, case_escalation
from bot.reports.cases.counts import FEE, OVER
from bot.reports.taxonomy import categories, groups

_PLACES = ("province", "commune", "office")


def named(filters: Filters) -> list[str]:
    """Those of the columns that counts have by which ``filters`` narrow."""
    return [name for name in (*_PLACES, "category") if getattr(filters, name)]


def counted(filters: Filters, rows: FromClause) -> list[ColumnElement[bool]]:
    """:param rows: ``report_case``, or a table of counts, in which "" stands for what was not named."""
    found: list[ColumnElement[bool]] = []
    for name in _PLACES:
        value = getattr(filters, name)
        if value == UNNAMED:
            found.append(or_(rows.c[name].is_(None), rows.c[name] == ""))
        elif value:
            found.append(rows.c[name] == value)
    if filters.category in groups():
        within = [one.code for one in categories().values() if one.group == filters.category]
        found.append(rows.c.category.in_(within))
    elif filters.category:
        found.append(rows.c.category == filters.category)
    return found


def narrowed(filters: Filters, sight: Sight, today: date, near: date) -> list[ColumnElement[bool]]:
    """Rows of ``report_case`` that the list shows, the member's reach among the conditions.

    :param near: the last day that counts as near.
    """
    found = [sight.of_figures(cases) if filters.among else sight.of_cases(cases), *counted(filters, cases)]
    if filters.among in ("told", "valid"):
        found.append(cases.c.restricted == false())
    if filters.among == "valid":
        found.append(cases.c.state != "withdrawn")
    found += _by_day(filters)
    if filters.paper:
        found.append(and_(cases.c.verdict.in_(OVER), func.coalesce(cases.c.paper, FEE) == filters.paper))
    if filters.states is not None:
        found.append(cases.c.state.in_(filters.states))
    return [*found, *_by_clock(filters, today, near), *_by_handler(filters, sight)]


def overdue(today: date) -> ColumnElement[bool]:
    return and_(cases.c.due_day.is_not(None), cases.c.due_day < today.toordinal(), cases.c.paused_at.is_(None))


def _by_clock(filters: Filters, today: date, near: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.by_clock:
        found.append(cases.c.due_day.is_not(None))
    if filters.clock == "overdue":
        found.append(overdue(today))
    if filters.clock == "paused":
        found.append(cases.c.paused_at.is_not(None))
    elif filters.clock:
        found.append(cases.c.paused_at.is_(None))
    if filters.clock == "near":
        found.append(cases.c.due_day.between(today.toordinal(), near.toordinal()))
    return found


def _by_handler(filters: Filters, sight: Sight) -> list[ColumnElement[bool]]:
    given = select(case_assignment.c.case_id)
    if filters.whose == "mine":
        return [cases.c.id.in_(given.where(case_assignment.c.staff_id.in_(sight.own)))]
    if filters.whose == "unassigned":
        return [~given.where(case_assignment.c.case_id == cases.c.id).exists()]
    if filters.whose == "escalated":
        return [select(case_escalation.c.case_id).where(case_escalation.c.case_id == cases.c.id).exists()]
    return []


def _by_day(filters: Filters) -> list[ColumnElement[bool]]:
    """The days are those of receipt, or of what happened then."""
    since = begins(date.fromisoformat(filters.since)) if filters.since else None
    until = begins(date.fromisoformat(filters.until) + timedelta(days=1)) if filters.until else None
    if filters.happened and since is not None and until is not None:
        return [happened(filters.happened, since, until)]
    found = [cases.c.received_at >= since] if since is not None else []
    return [*found, cases.c.received_at < until] if until is not None else found
