"""The dashboard's figures, from counts that are kept: a page of it costs the same with ten cases and with a million."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, Table, and_, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board.sight import Sight
from bot.board.tally import Mark, Measure, monday, settled, week_of
from bot.clock import VIETNAM, Clock, epoch_ms, from_epoch_ms, local
from bot.database import Database
from bot.database.count_tables import commune_tally
from bot.database.report_tables import case_event
from bot.database.report_tables import report_case as cases
from bot.database.staff_tables import case_count, case_tally
from bot.dossiers.interval import Share, share_of
from bot.reports.cases.counts import FEE, FEWEST, OVER

WEEKS = 12
#: Rows of the heat map and of the list of papers.
MOST_ROWS = 20
SATISFIED = 4
#: Names of columns that are worked out.
_PAPER, _REPORTS, _REPORTERS = "paper", "reports", "reporters"


@dataclass(frozen=True, slots=True)
class Week:
    """``on_time``: of what was answered in it."""

    monday: date
    received: int
    on_time: Share
    reopened: int


@dataclass(frozen=True, slots=True)
class Paper:
    """What was asked for beyond the list. ``reporters``: distinct; cells of fewer than FEWEST are not shown."""

    office: str | None
    paper: str
    reports: int
    reporters: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``since``: the first day of the first week; ``heat``: cases by (office, category group); ``hours_read``,
    ``days_answered``: medians over the weeks shown, of ``n_read`` and ``n_answered`` reports; None: of none;
    ``satisfied``: scores of 4 and 5."""

    since: date
    weeks: tuple[Week, ...]
    open: int
    whole: int
    heat: dict[tuple[str, str], int]
    hours_read: int | None
    n_read: int
    days_answered: int | None
    n_answered: int
    satisfied: Share
    reopened: Share
    papers: tuple[Paper, ...]


class _Event(NamedTuple):
    at: datetime
    state: str
    actor: str
    reason: str | None
    due_day: int | None


class Board:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def weeks(self, sight: Sight) -> tuple[Week, ...]:
        """Those of the figures, for the picture of them alone."""
        first = self._first()
        async with self._database.read() as connection:
            return tuple(_weeks(first, await _tallies(connection, sight, first, await _closed(connection, sight))))

    async def papers(self, sight: Sight, most: int) -> tuple[Paper, ...]:
        """What was asked for beyond the list in these weeks, by office."""
        async with self._database.read() as connection:
            return await _papers(connection, sight, self._first(), most, await _closed(connection, sight))

    async def figures(self, sight: Sight, open_states: Iterable[str]) -> Figures:
        """Of what the member may see; restricted reports are not among what goes by weeks, nor among the papers."""
        first = self._first()
        table, seen = sight.counts(())
        letter = func.substr(table.c.category, 5, 1)
        counts = (
            select(table.c.office, letter, table.c.state, func.sum(table.c.count))
            .where(seen)
            .group_by(table.c.office, letter, table.c.state)
        )
        async with self._database.read() as connection:
            cells = [(*row[:3], int(row[3])) for row in await connection.execute(counts)]
            closed = await _closed(connection, sight)
            tallies = await _tallies(connection, sight, first, closed)
            papers = await _papers(connection, sight, first, MOST_ROWS, closed)
        cells += [(row.office or "", row.category[4:5], row.state, -1) for row in closed]
        running = frozenset(open_states)
        heat = Counter[tuple[str, str]]()
        for office, group, _, count in cells:
            heat[office, group] += count
        whole = Counter[Measure]()
        for _, measure, _, count in tallies:
            whole[measure] += count
        satisfied = sum(c for _, measure, value, c in tallies if measure is Measure.RATED and value >= SATISFIED)
        answered = whole[Measure.ON_TIME] + whole[Measure.LATE]
        return Figures(
            since=first,
            weeks=tuple(_weeks(first, tallies)),
            open=sum(count for _, _, state, count in cells if state in running),
            whole=sum(heat.values()),
            heat={cell: count for cell, count in heat.items() if count > 0},
            hours_read=_median(tallies, Measure.READ),
            n_read=whole[Measure.READ],
            days_answered=_median(tallies, Measure.DAYS),
            n_answered=answered,
            satisfied=share_of(satisfied, whole[Measure.RATED]),
            reopened=share_of(min(whole[Measure.REOPENED], answered), answered),
            papers=papers,
        )

    def _first(self) -> date:
        return monday(local(self._clock.now()).date()) - timedelta(weeks=WEEKS - 1)


async def _tallies(
    connection: AsyncConnection, sight: Sight, first: date, closed: Sequence[Row[Any]]
) -> list[tuple[int, Measure, int, int]]:
    """Week, measure, value, count; from the week of ``first`` on.

    :param closed: cases that the counts hold and the member may not see.
    """
    table = _tally_of(sight)
    wanted = (
        select(table.c.week, table.c.measure, table.c.value, func.sum(table.c.count))
        .where(table.c.week >= first.toordinal(), sight.of_agencies(table))
        .group_by(table.c.week, table.c.measure, table.c.value)
    )
    rows = await connection.execute(wanted)
    found = [(week, Measure(measure), value, int(count)) for week, measure, value, count in rows]
    hidden = [(week_of(from_epoch_ms(row.received_at)), Mark(Measure.RECEIVED)) for row in closed if not row.restricted]
    hidden += await _answers(connection, [row.id for row in closed if not row.restricted])
    return [*found, *((week, one.measure, one.value, -1) for week, one in hidden if week >= first.toordinal())]


async def _answers(connection: AsyncConnection, ids: Sequence[str]) -> list[tuple[int, Mark]]:
    """What weeks count of the answers of a few cases."""
    wanted = select(case_event).where(case_event.c.case_id.in_(ids)).order_by(case_event.c.case_id, case_event.c.number)
    rows = (await connection.execute(wanted)).all() if ids else []
    events = defaultdict[str, list[_Event]](list)
    for row in rows:
        events[row.case_id].append(_Event(from_epoch_ms(row.at), row.state, row.actor, row.reason, row.due_day))
    return [mark for each in events.values() for mark in settled(each).elements()]


def _tally_of(sight: Sight) -> Table:
    """The smaller table that can answer: where communes matter to counts, they matter here."""
    table, _ = sight.counts(())
    return commune_tally if table is case_count else case_tally


async def _closed(connection: AsyncConnection, sight: Sight) -> Sequence[Row[Any]]:
    """Cases that are closed to the member by name: few, and counted with the others."""
    columns = (cases.c.id, cases.c.office, cases.c.category, cases.c.state, cases.c.received_at, cases.c.restricted)
    ids = select(sight.excluded().c.case_id)
    wanted: Select[Any] = select(*columns).where(cases.c.id.in_(ids), sight.of_counts(cases))
    rows: Sequence[Row[Any]] = (await connection.execute(wanted)).all()
    return rows


async def _papers(
    connection: AsyncConnection, sight: Sight, first: date, most: int, closed: Sequence[Row[Any]]
) -> tuple[Paper, ...]:
    """:param closed: see above. Where there are none, an index tells all that is asked."""
    since = epoch_ms(datetime.combine(first, time(), VIETNAM))
    paper = func.coalesce(cases.c.paper, FEE).label(_PAPER)
    reporters = func.count(func.distinct(func.coalesce(cases.c.reporter, ""))).label(_REPORTERS)
    valid = and_(cases.c.state != "withdrawn", cases.c.restricted == false())
    over = and_(cases.c.verdict.in_(OVER), valid, cases.c.received_at >= since)
    wanted: Select[Any] = (
        select(cases.c.office, paper, func.count().label(_REPORTS), reporters)
        .where(over, sight.of_figures(cases) if closed else sight.of_counts(cases))
        .group_by(cases.c.office, paper)
        .having(reporters >= FEWEST)
        .order_by(reporters.desc(), cases.c.office, paper)
        .limit(most)
    )
    rows = (await connection.execute(wanted)).all()
    return tuple(Paper(row.office, row.paper, row.reports, row.reporters) for row in rows)


def _weeks(first: date, tallies: list[tuple[int, Measure, int, int]]) -> Iterable[Week]:
    counts: defaultdict[tuple[int, Measure], int] = defaultdict(int)
    for week, measure, _, count in tallies:
        counts[week, measure] += count
    for number in range(WEEKS):
        day = first + timedelta(weeks=number)
        week = day.toordinal()
        on_time = max(0, counts[week, Measure.ON_TIME])
        answered = on_time + max(0, counts[week, Measure.LATE])
        yield Week(day, counts[week, Measure.RECEIVED], share_of(on_time, answered), counts[week, Measure.REOPENED])


def _median(tallies: list[tuple[int, Measure, int, int]], measure: Measure) -> int | None:
    """The lower one where there are two."""
    values = Counter[int]()
    for _, one, value, count in tallies:
        if one is measure:
            values[value] += count
    left = (sum(values.values()) + 1) // 2
    for value in sorted(values):
        left -= values[value]
        if left <= 0:
            return value
    return None
