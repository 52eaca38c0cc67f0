"""The work list: one page of cases, by their clock or by age, and how many there are of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from bot.board.filters import Filters
from bot.board.handling import REASONS
from bot.board.narrowing import counted, named, narrowed, overdue
from bot.board.sight import Sight
from bot.clock import Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database
from bot.database.report_tables import report_case as cases
from bot.database.staff_tables import approval, case_assignment, staff
from bot.staff.approvals import LIVES
from bot.whole import whole
from bot.workdays.store import CalendarStore

#: Beyond any key of the list: days, or epoch milliseconds.
MOST_KEY = 10**14
PAGE = 40
#: A clock is near its end this many working days before.
NEAR = 2
#: Names of columns that are worked out.
_TOTAL, _STAFF_NAME = "total", "staff_name"


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list. ``left``: working days until it is due, negative when late; None: no clock runs."""

    id: str
    number: str
    received_at: datetime
    state: str
    category: str
    severity: int
    province: str | None
    commune: str | None
    office: str | None
    due_day: date | None
    left: int | None
    paused: bool
    restricted: bool
    wants_person: bool
    assigned: str | None
    assigned_name: str | None
    days_late: int | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """``after``: where the next one begins; None: this is the last."""

    lines: tuple[Line, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """``by_state``: within the other filters; ``mine``: open ones assigned to the member."""

    by_state: dict[str, int]
    mine: int
    overdue: int


class WorkList:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._calendar = CalendarStore(database, clock)

    async def page(self, sight: Sight, filters: Filters, after: str | None = None, most: int = PAGE) -> Page:
        """:param after: of the page before; one that is none of ours begins anew."""
        today = local(self._clock.now()).date()
        calendar = await self._calendar.current()
        near = calendar.add(today, NEAR)
        key = cases.c.due_day if filters.order == "clock" else cases.c.received_at
        found = select(cases.c.id).where(*narrowed(filters, sight, today, near))
        found = _from(_ordered(found, filters), filters, key, after).limit(most + 1)
        async with self._database.read() as connection:
            ids = list((await connection.execute(found)).scalars())
            rows = (await connection.execute(_lines(ids[:most]))).all() if ids else []
        by_id = {row.id: row for row in rows}
        lines = tuple(_line(by_id[one], today, calendar) for one in ids[:most] if one in by_id)
        if len(ids) <= most or not lines:
            return Page(lines, None)
        last = by_id[lines[-1].id]
        return Page(lines, f"{last.due_day if filters.order == 'clock' else last.received_at}.{last.id}")

    async def waiting(self, sight: Sight) -> list[tuple[str, str]]:
        """(number, kind) of cases where the member can be the second person."""
        wanted = (
            select(cases.c.number, approval.c.kind)
            .select_from(approval.join(cases, cases.c.id == approval.c.subject))
            .where(approval.c.decided_at.is_(None), approval.c.kind.in_(REASONS), sight.of_cases(cases))
            .where(approval.c.asked_by != sight.member.id, approval.c.asked_at > epoch_ms(self._clock.now() - LIVES))
            .order_by(approval.c.id)
            .limit(PAGE)
        )
        async with self._database.read() as connection:
            return [(row.number, row.kind) for row in await connection.execute(wanted)]

    async def found(self, sight: Sight, filters: Filters, counts: Counts) -> int:
        """How many the list of a figure holds on all its pages.

        :param counts: of the same filters; they tell it where they can, else rows are read, which costs more.
        """
        if filters.as_counted:
            wanted = counts.by_state if filters.states is None else filters.states
            return sum(counts.by_state.get(state, 0) for state in wanted)
        today = local(self._clock.now()).date()
        near = (await self._calendar.current()).add(today, NEAR)
        rows = select(func.count()).select_from(cases).where(*narrowed(filters, sight, today, near))
        async with self._database.read() as connection:
            return int((await connection.execute(rows)).scalar_one())

    async def counts(self, sight: Sight, filters: Filters) -> Counts:
        table, seen = sight.counts(named(filters))
        total = func.sum(table.c.count).label(_TOTAL)
        wanted = select(table.c.state, total).where(seen, *counted(filters, table)).group_by(table.c.state)
        own = counted(filters, cases)
        closed = sight.excluded()
        hidden = (
            select(cases.c.state, func.count().label(_TOTAL))
            .where(cases.c.id.in_(select(closed.c.case_id)), sight.of_counts(cases), *own)
            .group_by(cases.c.state)
        )
        mine = (
            select(func.count())
            .select_from(case_assignment.join(cases, cases.c.id == case_assignment.c.case_id))
            .where(case_assignment.c.staff_id.in_(sight.own), cases.c.closed_at.is_(None), sight.of_cases(cases))
        )
        today = local(self._clock.now()).date()
        late = select(func.count()).select_from(cases).where(overdue(today), sight.of_cases(cases), *own)
        async with self._database.read() as connection:
            by_state = {row.state: int(row.total) for row in await connection.execute(wanted)}
            for row in await connection.execute(hidden):
                by_state[row.state] = by_state.get(row.state, 0) - row.total
            count_mine = (await connection.execute(mine)).scalar_one()
            count_late = (await connection.execute(late)).scalar_one()
        return Counts({state: count for state, count in by_state.items() if count > 0}, count_mine, count_late)


def _ordered(found: Select[Any], filters: Filters) -> Select[Any]:
    if filters.order == "clock":
        return found.order_by(cases.c.due_day, cases.c.id)
    return found.order_by(cases.c.received_at.desc(), cases.c.id.desc())


def _from(found: Select[Any], filters: Filters, key: ColumnElement[Any], after: str | None) -> Select[Any]:
    value, _, case_id = (after or "").partition(".")
    number = whole(value, MOST_KEY)
    if number is None or not case_id:
        return found
    place, edge = tuple_(key, cases.c.id), tuple_(number, case_id)
    return found.where(place > edge if filters.order == "clock" else place < edge)


def _lines(ids: list[str]) -> Select[Any]:
    names = (
        *("id", "number", "received_at", "state", "category", "severity", "province", "commune", "office"),
        *("due_day", "paused_at", "restricted", "wants_person", "days_late", "verdict"),
    )
    return (
        select(*(cases.c[name] for name in names), case_assignment.c.staff_id, staff.c.name.label(_STAFF_NAME))
        .select_from(
            cases.outerjoin(case_assignment, case_assignment.c.case_id == cases.c.id).outerjoin(
                staff, staff.c.id == case_assignment.c.staff_id
            )
        )
        .where(cases.c.id.in_(ids))
    )


def _line(row: Any, today: date, calendar: Any) -> Line:
    due = date.fromordinal(row.due_day) if row.due_day is not None else None
    paused = row.paused_at is not None
    return Line(
        id=row.id,
        number=row.number,
        received_at=from_epoch_ms(row.received_at),
        state=row.state,
        category=row.category,
        severity=row.severity,
        province=row.province,
        commune=row.commune,
        office=row.office,
        due_day=due,
        left=calendar.between(today, due) if due is not None and not paused else None,
        paused=paused,
        restricted=bool(row.restricted),
        wants_person=bool(row.wants_person),
        assigned=row.staff_id,
        assigned_name=row.staff_name,
        days_late=row.days_late,
        verdict=row.verdict,
    )
