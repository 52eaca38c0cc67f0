"""Figures and facts as CSV and XLSX: named columns only, no cell that a spreadsheet would take for a formula.

Rows of cases carry a number of this export alone, the week instead of the day and no commune (threats.md T2, T3).
"""

from __future__ import annotations

import csv
import io
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select

from bot.board.figures import Board
from bot.board.filters import OPEN_STATES
from bot.board.ranking import Rankings
from bot.board.sight import Sight
from bot.board.tally import monday
from bot.board.words import paper_name, word
from bot.clock import Clock, from_epoch_ms, local
from bot.database import Database
from bot.database.report_tables import report_case
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.reports.taxonomy import categories, groups
from bot.views.case_words import place_name

What = Literal["weeks", "heat", "papers", "ranking", "cases"]
Format = Literal["csv", "xlsx"]
Cell = str | int | float | None
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
#: What Excel, Calc and Sheets take for the beginning of a formula, full-width ones included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
#: Not printable in XML, which a workbook is.
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


@dataclass(frozen=True, slots=True)
class Export:
    """``mark``: one random word a copy, in the file and in the audit row."""

    head: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    stamp: str
    mark: str


class Exporter:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._board = Board(database, clock)
        self._rankings = Rankings(database, clock)

    async def export(self, what: What, sight: Sight, reason: str) -> Export:
        mark = secrets.token_hex(6)
        now = local(self._clock.now())
        stamp = f"{sight.member.name} · {now:%d/%m/%Y %H:%M} · {reason} · {mark}"
        makers = {"weeks": self._weeks, "heat": self._heat, "papers": self._papers, "ranking": self._ranking,
                  "cases": self._cases}  # fmt: skip
        head, rows = await makers[what](sight)
        return Export(head, rows, stamp, mark)

    async def _weeks(self, sight: Sight) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
        figures = await self._board.figures(sight, OPEN_STATES)
        rows: list[tuple[Cell, ...]] = [
            (f"{week.monday:%d/%m/%Y}", week.received, week.on_time.n, week.on_time.count, week.reopened)
            for week in figures.weeks
        ]
        return ("Tuần từ", "Nhận", "Đã trả lời", "Đúng hạn", "Xem lại"), rows

    async def _heat(self, sight: Sight) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
        """Cells of fewer than five cases are empty, and there are no sums."""
        figures = await self._board.figures(sight, OPEN_STATES)
        fewest = 5
        names = sorted({office for office, _ in figures.heat})
        rows: list[tuple[Cell, ...]] = []
        for office in names:
            counts = [figures.heat.get((office, letter), 0) for letter in groups()]
            rows.append((_office(office), *(count if count >= fewest else None for count in counts)))
        return ("Cơ quan", *(group.vi for group in groups().values())), rows

    async def _papers(self, sight: Sight) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
        """Papers and fees asked for beyond the list; rows of fewer than five persons are not told."""
        rows: list[tuple[Cell, ...]] = [
            (_office(one.office), paper_name(one.paper), one.reports, one.reporters)
            for one in await self._board.papers(sight, MOST_ROWS)
        ]
        return ("Cơ quan", "Giấy tờ, phí", "Phản ánh", "Người"), rows

    async def _ranking(self, sight: Sight) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
        """Offices for every 1,000 dossiers; those without dossier numbers last, their rates empty."""
        ranking = await self._rankings.ranking(sight)
        rows: list[tuple[Cell, ...]] = []
        for one in (*ranking.ranked, *ranking.without):
            numbers: tuple[Cell, ...] = (one.reports, one.reporters, one.dossiers or None)
            rates = (one.rate.per_1000, one.rate.low, one.rate.high) if one.rate else (None, None, None)
            rounded = (None if rate is None else round(rate, 2) for rate in rates)
            rows.append((_office(one.office), place_name(one.province, one.commune), *numbers, *rounded))
        return ("Cơ quan", "Nơi", "Phản ánh", "Người", "Hồ sơ", "Người/1.000 hồ sơ", "95 % từ", "đến"), rows

    async def _cases(self, sight: Sight) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
        c = report_case.c
        wanted = (
            select(*(c[name] for name in ALLOWED))
            .where(sight.of_cases(report_case), c.state.in_(OPEN_STATES), c.restricted.is_(False))
            .order_by(c.due_day, c.id)
            .limit(MOST_ROWS)
        )
        async with self._database.read() as connection:
            found = (await connection.execute(wanted)).all()
        head = ("Dòng", "Tuần nhận", "Trạng thái", "Loại", "Cơ quan", "Tỉnh", "Mức", "Trễ (ngày)", "Tiền", "Đối chiếu",
                "Giấy tờ")  # fmt: skip
        rows = [_case(row) for row in found]
        secrets.SystemRandom().shuffle(rows)  # the order would say which case is which
        return head, [(number, *row) for number, row in enumerate(rows, start=1)]


def _case(row: Any) -> tuple[Cell, ...]:
    category = categories().get(row.category)
    return (
        f"{monday(local(from_epoch_ms(row.received_at)).date()):%d/%m/%Y}",
        word("states", row.state),
        category.vi if category else row.category,
        _office(row.office),
        gazetteer().provinces.get(row.province or "", ""),
        row.severity,
        row.days_late,
        word("money", row.money),
        word("verdicts", row.verdict),
        paper_name(row.paper),
    )


def _office(key: str | None) -> str:
    office = offices().get(key or "")
    return office.vi if office else "chưa rõ"


def safe(value: Cell) -> Cell:
    """Text that no spreadsheet runs; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = value.translate(_CONTROL)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or value.startswith(_FORMULA) else text


def as_csv(export: Export) -> bytes:
    """UTF-8 with the mark that Excel wants; every text quoted."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in ((export.stamp,), export.head, *export.rows):
        writer.writerow([safe("" if cell is None else cell) for cell in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def as_xlsx(export: Export) -> bytes:
    """Texts are written as texts; the watermark stands in the first row and on every printed page."""
    from openpyxl import Workbook  # heavy, and rarely needed
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Một Cửa")
    sheet.oddFooter.center.text = export.stamp.replace("&", "&&")

    def cell(value: Cell) -> Any:
        made = WriteOnlyCell(sheet, value=safe(value))
        if isinstance(value, str):
            made.data_type = "s"
        return made

    for row in ((export.stamp,), export.head, *export.rows):
        sheet.append([cell(value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def file_name(what: What, format_: Format, at: datetime) -> str:
    return f"mot-cua-{what}-{local(at):%Y%m%d-%H%M}.{format_}"
