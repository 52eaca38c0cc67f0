"""Offices by how many persons reported them for every 1,000 dossiers they took in, in the same weeks and place.

Restricted and withdrawn reports are not counted; fewer than FEWEST persons are neither ranked nor told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, false, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board.figures import WEEKS
from bot.board.rate import Rate, rate_of
from bot.board.sight import Sight
from bot.board.tally import monday
from bot.clock import VIETNAM, Clock, epoch_ms, local
from bot.database import Database
from bot.database.count_tables import dossier_agency as agencies
from bot.database.count_tables import dossier_count as counts
from bot.database.report_tables import report_case as cases
from bot.places import gazetteer
from bot.reports.cases.counts import FEWEST
from bot.reports.offices import offices

#: Rows of each part: those with a rate, and those without.
MOST_ROWS = 50
#: Names of columns that are worked out.
_COMMUNE, _REPORTS, _REPORTERS = "unit_commune", "reports", "reporters"
_AGENCY, _DOSSIERS = "agency", "dossiers"
#: Kind of office, province, commune; "" for what is not named, and for the commune of whatever stands above one.
Unit = tuple[str, str, str]
#: What agencies took in whose name says no office.
NOWHERE: Unit = ("", "", "")


@dataclass(frozen=True, slots=True)
class Ranked:
    """``dossiers``: received; 0: none are known of it, and there is no ``rate``."""

    office: str
    province: str
    commune: str
    reports: int
    reporters: int
    dossiers: int
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """``since``: the first day counted; ``province``: whose communes are told apart, "" when provinces are.

    ``without``: offices of which no dossiers are known; ``few``: how many offices had fewer than FEWEST persons.
    ``unplaced``: dossiers of agencies whose name says no office; None for a member who sees a part of the country.
    """

    since: date
    province: str
    ranked: tuple[Ranked, ...]
    without: tuple[Ranked, ...]
    few: int
    unplaced: int | None


class Rankings:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def ranking(self, sight: Sight, province: str = "") -> Ranking:
        """:param province: tell its communes apart; by itself so for a member of one province."""
        first = monday(local(self._clock.now()).date()) - timedelta(weeks=WEEKS - 1)
        own = sight.provinces()
        if not province and own is not None and len(own) == 1:
            province = own[0]
        wanted = _reports(sight, first, province, hashing=not self._database.is_sqlite)
        async with self._database.read() as connection:
            reported = (await connection.execute(wanted)).all()
            dossiers = await _dossiers(connection, sight, first, province)
        unplaced = dossiers.get(NOWHERE, 0) if own is None and not province else None
        rows = [_ranked((row[0], row[1], row[2]), int(row.reports), row.reporters, dossiers) for row in reported]
        told = [row for row in rows if row.reporters >= FEWEST]
        return Ranking(
            since=first,
            province=province,
            ranked=_first(row for row in told if row.rate is not None),
            without=_first(row for row in told if row.rate is None),
            few=len(rows) - len(told),
            unplaced=unplaced,
        )


def choosable(sight: Sight) -> dict[str, str]:
    """Names of the provinces whose communes the member can have told apart, by code."""
    own, known = sight.provinces(), gazetteer().provinces
    return {code: name for code, name in known.items() if own is None or code in own}


def _ranked(unit: Unit, reports: int, reporters: int, dossiers: dict[Unit, int]) -> Ranked:
    received = dossiers.get(unit, 0)
    return Ranked(*unit, reports, reporters, received, rate_of(reporters, received))


def _first(rows: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """The highest rate first, and where there is none the most persons."""
    return tuple(sorted(rows, key=lambda row: (-(row.rate.per_1000 if row.rate else 0), -row.reporters))[:MOST_ROWS])


def _reports(sight: Sight, first: date, province: str, *, hashing: bool) -> Select[Any]:
    """:param hashing: persons are told apart by a group of their own, which PostgreSQL hashes where it would sort them
    for a distinct count: less than half of the time. SQLite is quicker the other way, along the index.
    """
    unit = _unit(cases, province)
    since = epoch_ms(datetime.combine(first, time(), VIETNAM))
    counted = and_(cases.c.received_at >= since, cases.c.restricted == false(), cases.c.state != "withdrawn")
    placed = and_(cases.c.office.is_not(None), cases.c.province.is_not(None), _in(cases, province))
    reporter = func.coalesce(cases.c.reporter, "")
    wanted: Select[Any] = select(*unit, func.count().label(_REPORTS)).where(counted, placed, sight.of_figures(cases))
    if not hashing:
        persons = func.count(func.distinct(reporter)).label(_REPORTERS)
        return wanted.add_columns(persons).group_by(*_told_apart(unit, province))
    each = wanted.group_by(*_told_apart(unit, province), reporter).subquery()
    names = [each.c[column.name] for column in unit]
    return select(*names, func.sum(each.c[_REPORTS]).label(_REPORTS), func.count().label(_REPORTERS)).group_by(*names)


async def _dossiers(connection: AsyncConnection, sight: Sight, first: date, province: str) -> dict[Unit, int]:
    """ "" stands for an office that is not known. Each agency is summed up first: then few rows are looked up."""
    agency = counts.c.agency_code.label(_AGENCY)
    received = (
        select(agency, func.sum(counts.c.count).label(_DOSSIERS))
        .where(counts.c.week >= first.toordinal())
        .group_by(agency)
        .subquery()
    )
    whole = sight.provinces() is None and not province
    seen = true() if whole else and_(_in(agencies, province), sight.of_agencies(agencies))
    unit = _unit(agencies, province)
    wanted: Select[Any] = (
        select(*unit, func.sum(received.c[_DOSSIERS]))
        .select_from(received.join(agencies, agencies.c.code == received.c[_AGENCY], isouter=whole))
        .where(seen)
        .group_by(*_told_apart(unit, province))
    )
    found = dict[Unit, int]()
    for office, place, commune, count in await connection.execute(wanted):
        name = (office, place, commune) if office and place else NOWHERE
        found[name] = found.get(name, 0) + int(count)
    return found


def _unit(rows: FromClause, province: str) -> tuple[Any, ...]:
    """An office above the communes is one office, whatever commune the citizen named."""
    if not province:
        return rows.c.office, rows.c.province, literal("").label(_COMMUNE)
    near = [key for key, office in offices().items() if office.level == "commune"]
    commune = case((rows.c.office.in_(near), func.coalesce(rows.c.commune, "")), else_="")
    return rows.c.office, rows.c.province, commune.label(_COMMUNE)


def _told_apart(unit: tuple[Any, ...], province: str) -> tuple[Any, ...]:
    """Of the unit what differs between rows: by that alone they are read in the order of an index."""
    return unit if province else unit[:2]


def _in(rows: FromClause, province: str) -> ColumnElement[bool]:
    return rows.c.province == province if province else true()
