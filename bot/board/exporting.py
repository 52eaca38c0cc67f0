"""Figures and facts as CSV and XLSX: no cell that a spreadsheet would take for a formula. See extracts.py for what."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.clock import local

What = Literal["weeks", "heat", "papers", "ranking", "cases"]
Format = Literal["csv", "xlsx"]
Cell = str | int | float | None
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
