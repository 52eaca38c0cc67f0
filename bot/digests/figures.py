"""Figures of whole weeks, Monday to Sunday in Vietnam: volume, answers on time, places and papers that many name.

Only whole weeks are told, each once a week at most, so that no two digests differ by one report. Restricted cases are
in none of them. Withdrawn ones are: that somebody withdrew must not show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import VIETNAM, Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.digests.suppress import FEWEST, at_least, shown, total_may_stand
from bot.reports.cases.counts import FEE, OVER

WEEK = timedelta(days=7)
#: Lines of each list.
MOST_SPOTS = 5
#: A week that is over hardly changes; what is corrected in it may wait.
FRESH_MS = 3_600_000
Place = tuple[str | None, str | None, str | None]
Covers = Callable[[str | None, str | None, str | None], bool]


@dataclass(frozen=True, slots=True)
class Spot:
    """Many persons about one thing. ``what``: a category, or a paper. ``persons``: at least so many different ones."""

    province: str | None
    commune: str | None
    office: str | None
    what: str
    persons: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Share of the reports answered by their due day; None where fewer than five were answered."""

    answered: int | None
    on_time: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the week that begins on ``monday``, for one reader. ``weeks``: (monday, reports, share on time) of the last
    weeks, oldest first. ``groups``: reports by letter of the taxonomy, None where hidden."""

    monday: date
    reports: int | None
    reports_before: int | None
    now: Answered
    before: Answered
    groups: dict[str, int | None]
    hot: tuple[Spot, ...]
    over: tuple[Spot, ...]
    weeks: tuple[tuple[date, int | None, float | None], ...]

    @property
    def tell_something(self) -> bool:
        known = (self.reports, self.reports_before, self.now.answered, self.before.answered)
        return bool(self.hot or self.over) or any(value is not None for value in known)


@dataclass(frozen=True, slots=True)
class _Cell:
    place: Place
    what: str
    reports: int
    persons: int


@dataclass(frozen=True, slots=True)
class _Week:
    volume: tuple[_Cell, ...]
    over: tuple[_Cell, ...]
    answers: tuple[tuple[Place, int, int], ...]


class WeeklyFigures:
    """Each week is read once, for everybody; what a reader may see of it is picked out in memory."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._weeks: dict[date, tuple[int, _Week]] = {}

    async def of(self, covers: Covers, weeks: int = 2) -> Figures:
        """Of the last whole week and those before it, ``weeks`` in all, for whoever :param covers: these places."""
        last = monday_of(self._clock.now()) - WEEK
        mondays = [last - WEEK * back for back in range(max(weeks, 2))]
        read = [await self._week(monday) for monday in mondays]
        line = [
            (monday, _reports(week, covers), _answered(week, covers))
            for monday, week in zip(mondays, read, strict=True)
        ]
        by_letter = Counter[str]()
        for cell in _seen(read[0].volume, covers):
            by_letter[cell.what[4:5]] += cell.reports  # "cat-A1" -> "A"
        return Figures(
            monday=last,
            reports=line[0][1] if total_may_stand(by_letter) else None,
            reports_before=line[1][1],
            now=line[0][2],
            before=line[1][2],
            groups=shown(by_letter),
            hot=_spots(read[0].volume, covers),
            over=_spots(read[0].over, covers),
            weeks=tuple((monday, reports, answered.on_time) for monday, reports, answered in reversed(line)),
        )

    async def _week(self, monday: date) -> _Week:
        now = epoch_ms(self._clock.now())
        known = self._weeks.get(monday)
        if known is not None and 0 <= now - known[0] < FRESH_MS:
            return known[1]
        self._weeks = {day: kept for day, kept in self._weeks.items() if now - kept[0] < FRESH_MS}
        week = await self._read(monday)
        self._weeks[monday] = (now, week)
        return week

    async def _read(self, monday: date) -> _Week:
        binds = {"since": _begin(monday), "before": _begin(monday + WEEK)}
        asked = {**binds, "verdict_list": list(OVER), "fee": FEE, "fewest": FEWEST}
        async with self._database.read() as connection:
            volume = (await connection.execute(self._queries["week_volume"], binds)).all()
            over = (await connection.execute(self._queries["week_over"], asked)).all()
            answers = (await connection.execute(self._queries["week_answers"], binds)).all()
        return _Week(
            tuple(_Cell((r.province, r.commune, r.office), r.what, r.reports, r.reporters) for r in volume),
            tuple(_Cell((r.province, r.commune, r.office), r.what, r.reports, r.reporters) for r in over),
            tuple(((r.province, r.commune, r.office), r.answered, r.on_time) for r in answers),
        )


def monday_of(moment: datetime) -> date:
    day = local(moment).date()
    return day - timedelta(days=day.weekday())


def _begin(day: date) -> int:
    return epoch_ms(datetime.combine(day, time(), VIETNAM))


def _seen(cells: Iterable[_Cell], covers: Covers) -> list[_Cell]:
    return [cell for cell in cells if covers(*cell.place)]


def _reports(week: _Week, covers: Covers) -> int | None:
    total = sum(cell.reports for cell in _seen(week.volume, covers))
    return total if total >= FEWEST else None


def _answered(week: _Week, covers: Covers) -> Answered:
    seen = [(answered, on_time) for place, answered, on_time in week.answers if covers(*place)]
    answered = sum(count for count, _ in seen)
    if answered < FEWEST:
        return Answered(None, None)
    return Answered(answered, sum(on_time for _, on_time in seen) / answered)


def _spots(cells: Sequence[_Cell], covers: Covers) -> tuple[Spot, ...]:
    """Those that many different persons name; how many of them is told in bands."""
    many = [(band, cell) for cell in _seen(cells, covers) if (band := at_least(cell.persons)) is not None]
    many.sort(key=lambda pair: (-pair[0], pair[1].what, tuple(part or "" for part in pair[1].place)))
    return tuple(Spot(*cell.place, cell.what, band) for band, cell in many[:MOST_SPOTS])
