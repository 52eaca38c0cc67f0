"""Figures of whole weeks, Monday to Sunday in Vietnam: volume, answers on time, places and papers that many name.

Only whole weeks are told, each once a week at most, so that no two digests differ by one report. Restricted cases are
in none of them. Withdrawn ones are: that somebody withdrew must not show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import cast

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
Provinces = frozenset[str | None] | None


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


#: Province, commune, office, category or paper, reports, persons. Plain tuples: there are ten thousand a week.
_Cell = tuple[str | None, str | None, str | None, str, int, int]
#: Province, commune, office, answered, on time.
_Answers = tuple[str | None, str | None, str | None, int, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Of a week, as in :class:`_Week`."""

    volume: list[_Cell]
    many: list[_Cell]
    over: list[_Cell]
    answers: list[_Answers]


@dataclass(frozen=True)
class _Week:
    """``many``: the cells of enough persons; ``answers``: place, answered, on time. What the whole country sums up to
    is worked out once: ``letters``, ``country``; and ``parts``, the same by province, for those who see only some."""

    volume: Sequence[_Cell]
    many: Sequence[_Cell]
    over: Sequence[_Cell]
    answers: Sequence[_Answers]
    letters: Counter[str]
    country: tuple[int, int]

    @cached_property
    def parts(self) -> Mapping[str | None, _Part]:
        """Made once, for the first who asks: on a morning thousands do, and the country has many times as many cells
        as a province."""
        found = defaultdict[str | None, _Part](lambda: _Part([], [], [], []))
        for cell in self.volume:
            found[cell[0]].volume.append(cell)
        for cell in self.many:
            found[cell[0]].many.append(cell)
        for cell in self.over:
            found[cell[0]].over.append(cell)
        for row in self.answers:
            found[row[0]].answers.append(row)
        return dict(found)

    def within(self, provinces: Iterable[str | None]) -> _Part:
        """What lies in ``provinces``."""
        some = [self.parts[province] for province in provinces if province in self.parts]
        return _Part(
            volume=[cell for part in some for cell in part.volume],
            many=[cell for part in some for cell in part.many],
            over=[cell for part in some for cell in part.over],
            answers=[row for part in some for row in part.answers],
        )


class WeeklyFigures:
    """Each week is read once, for everybody; what a reader may see of it is picked out in memory."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._weeks: dict[date, tuple[int, _Week]] = {}

    async def of(
        self, covers: Covers, weeks: int = 2, *, everywhere: bool = False, provinces: Provinces = None
    ) -> Figures:
        """Of the last whole week and those before it, ``weeks`` in all.

        :param covers: whether a place is the reader's. :param everywhere: every place is; spares asking for each.
        :param provinces: all that is covered lies in these; None: nobody knows.
        """
        last = monday_of(self._clock.now()) - WEEK
        mondays = [last - WEEK * back for back in range(max(weeks, 2))]
        read = [await self._week(monday) for monday in mondays]
        parts = [week if provinces is None else week.within(provinces) for week in read]
        letters = [
            week.letters if everywhere else _letters(_seen(part.volume, covers))
            for week, part in zip(read, parts, strict=True)
        ]
        reports = [_enough(counts.total()) for counts in letters]
        answered = [
            _answered(week.country if everywhere else _summed(part.answers, covers))
            for week, part in zip(read, parts, strict=True)
        ]
        line = [(day, *pair) for day, pair in zip(mondays, zip(reports, answered, strict=True), strict=True)]
        return Figures(
            monday=last,
            reports=reports[0] if total_may_stand(letters[0]) else None,
            reports_before=reports[1],
            now=answered[0],
            before=answered[1],
            groups=shown(letters[0]),
            hot=_spots(parts[0].many, covers),
            over=_spots(parts[0].over, covers),
            weeks=tuple((monday, count, share.on_time) for monday, count, share in reversed(line)),
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
        cells = cast(Sequence[_Cell], volume)  # rows are tuples; making others of them takes as long as reading
        return _Week(
            volume=cells,
            many=[cell for cell in cells if cell[5] >= FEWEST],
            over=cast(Sequence[_Cell], over),
            answers=cast(Sequence[_Answers], answers),
            letters=_letters(cells),
            country=(sum(row[3] for row in answers), sum(row[4] for row in answers)),
        )


def monday_of(moment: datetime) -> date:
    day = local(moment).date()
    return day - timedelta(days=day.weekday())


def _begin(day: date) -> int:
    return epoch_ms(datetime.combine(day, time(), VIETNAM))


def _seen(cells: Iterable[_Cell], covers: Covers) -> list[_Cell]:
    return [cell for cell in cells if covers(*cell[:3])]


def _letters(cells: Iterable[_Cell]) -> Counter[str]:
    """Reports by letter of the taxonomy: "cat-A1" -> "A"."""
    found = Counter[str]()
    for cell in cells:
        found[cell[3][4:5]] += cell[4]
    return found


def _enough(count: int) -> int | None:
    return count if count >= FEWEST else None


def _summed(answers: Iterable[_Answers], covers: Covers) -> tuple[int, int]:
    seen = [row[3:] for row in answers if covers(*row[:3])]
    return sum(answered for answered, _ in seen), sum(on_time for _, on_time in seen)


def _answered(counts: tuple[int, int]) -> Answered:
    answered, on_time = counts
    return Answered(answered, on_time / answered) if answered >= FEWEST else Answered(None, None)


def _spots(cells: Iterable[_Cell], covers: Covers) -> tuple[Spot, ...]:
    """Those that many different persons name; how many of them is told in bands."""
    many = [(band, cell) for cell in _seen(cells, covers) if (band := at_least(cell[5])) is not None]
    many.sort(key=lambda pair: (-pair[0], pair[1][3], tuple(part or "" for part in pair[1][:3])))
    return tuple(Spot(*cell[:4], band) for band, cell in many[:MOST_SPOTS])
