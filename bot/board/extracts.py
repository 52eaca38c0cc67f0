"""What leaves by an export: named columns only, in the language of whoever takes it.

Rows of cases carry a number of this export alone, the week instead of the day and no commune (threats.md T2, T3).
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import false, select

from bot.board.exporting import Cell, Export, What
from bot.board.figures import Board
from bot.board.filters import OPEN_STATES
from bot.board.ranking import Rankings
from bot.board.sight import Sight
from bot.board.tally import monday
from bot.board.words import paper_name, word, words
from bot.clock import Clock, from_epoch_ms, local
from bot.database import Database
from bot.database.report_tables import report_case
from bot.places import gazetteer
from bot.reports.cases.counts import FEWEST
from bot.reports.taxonomy import groups
from bot.texts import Language
from bot.views.case_words import category_name, group_name, office_name, place_name

MOST_ROWS = 10_000
#: Of ``report_case``; a column that is not here never leaves by an export.
ALLOWED = (
    "received_at",
    "state",
    "category",
    "office",
    "province",
    "severity",
    "days_late",
    "money",
    "verdict",
    "paper",
)
#: Columns by what is exported: keys of ``columns`` in bot/board/words.yaml. The heat map has its groups besides.
HEADS: dict[What, tuple[str, ...]] = {
    "weeks": ("week", "received", "answered", "on_time", "reopened"),
    "heat": ("office",),
    "papers": ("office", "paper", "reports", "persons"),
    "ranking": ("office", "place", "reports", "persons", "dossiers", "rate", "low", "high"),
    "cases": ("row", "week_received", "state", "category", "office", "province", "severity", "days_late", "money",
              "verdict", "paper"),
}  # fmt: skip
Rows = list[tuple[Cell, ...]]


class Exporter:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._board = Board(database, clock)
        self._rankings = Rankings(database, clock)

    async def export(
        self, what: What, sight: Sight, reason: str, language: Language = "vi", province: str = ""
    ) -> Export:
        """:param province: of the ranking: whose communes are told apart, as on its page."""
        mark = secrets.token_hex(6)
        now = local(self._clock.now())
        stamp = f"{sight.member.name} · {now:%d/%m/%Y %H:%M} · {reason} · {mark}"
        makers = {"weeks": self._weeks, "heat": self._heat, "papers": self._papers, "cases": self._cases}
        if what == "ranking":
            rows = await self._ranking(sight, language, province)
        else:
            rows = await makers[what](sight, language)
        head = tuple(words(language)["columns"][name] for name in HEADS[what])
        if what == "heat":
            head += tuple(group_name(letter, language) for letter in groups())
        return Export(head, rows, stamp, mark)

    async def _weeks(self, sight: Sight, language: Language) -> Rows:
        return [
            (f"{week.monday:%d/%m/%Y}", week.received, week.on_time.n, week.on_time.count, week.reopened)
            for week in await self._board.weeks(sight)
        ]

    async def _heat(self, sight: Sight, language: Language) -> Rows:
        """Cells of fewer than five cases are empty, and there are no sums."""
        figures = await self._board.figures(sight, OPEN_STATES)
        rows: Rows = []
        for office in sorted({office for office, _ in figures.heat}):
            counts = [figures.heat.get((office, letter), 0) for letter in groups()]
            rows.append((_office(office, language), *(count if count >= FEWEST else None for count in counts)))
        return rows

    async def _papers(self, sight: Sight, language: Language) -> Rows:
        """Papers and fees asked for beyond the list; rows of fewer than five persons are not told."""
        return [
            (_office(one.office, language), paper_name(one.paper, language), one.reports, one.reporters)
            for one in await self._board.papers(sight, MOST_ROWS)
        ]

    async def _ranking(self, sight: Sight, language: Language, province: str) -> Rows:
        """Offices for every 1,000 dossiers; those without dossier numbers last, their rates empty."""
        ranking = await self._rankings.ranking(sight, province)
        rows: Rows = []
        for one in (*ranking.ranked, *ranking.without):
            numbers: tuple[Cell, ...] = (one.reports, one.reporters, one.dossiers or None)
            rates = (one.rate.per_1000, one.rate.low, one.rate.high) if one.rate else (None, None, None)
            rounded = (None if rate is None else round(rate, 2) for rate in rates)
            rows.append((_office(one.office, language), place_name(one.province, one.commune), *numbers, *rounded))
        return rows

    async def _cases(self, sight: Sight, language: Language) -> Rows:
        c = report_case.c
        wanted = (
            select(*(c[name] for name in ALLOWED))
            .where(sight.of_cases(report_case), c.state.in_(OPEN_STATES), c.restricted == false())
            .order_by(c.due_day, c.id)
            .limit(MOST_ROWS)
        )
        async with self._database.read() as connection:
            found = (await connection.execute(wanted)).all()
        rows = [_case(row, language) for row in found]
        secrets.SystemRandom().shuffle(rows)  # the order would say which case is which
        return [(number, *row) for number, row in enumerate(rows, start=1)]


def _case(row: Any, language: Language) -> tuple[Cell, ...]:
    return (
        f"{monday(local(from_epoch_ms(row.received_at)).date()):%d/%m/%Y}",
        word("states", row.state, language),
        category_name(row.category, language),
        _office(row.office, language),
        gazetteer().provinces.get(row.province or "", ""),
        row.severity,
        row.days_late,
        word("money", row.money, language),
        word("verdicts", row.verdict, language),
        paper_name(row.paper, language),
    )


def _office(key: str | None, language: Language) -> str:
    return office_name(key, language) or words(language)["every"]["no_office"]
