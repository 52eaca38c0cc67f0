"""Procedures as an XLSX workbook: text cells only, so that no program takes a text for a formula or a date."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.files import longer
from knowledge.files.cells import Cell, to_cell
from knowledge.files.help import lines_of_help
from knowledge.files.layout import Column, Sheet, layout
from knowledge.files.rows import Record, rows_of

HELP = "Hướng dẫn"
#: Rows of a sheet that get lists to choose from; Excel has no more.
LAST_ROW = 1_048_576
#: The same procedures give the same bytes on any day.
_MADE = b"2026-01-01T00:00:00Z"
_PROPERTIES = "docProps/core.xml"
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def write_book(target: IO[bytes], records: Iterable[Record]) -> None:
    """:param records: as in the portal's file; none: the empty template."""
    kept = list(records)
    book = Workbook(write_only=True)
    styles = _Styles(book)
    _write_rows(book.create_sheet(HELP), styles, ([text] for text in lines_of_help()), [110])
    texts = longer.LongTexts()
    for sheet in layout().sheets:
        _write_sheet(book.create_sheet(sheet.vi), sheet, styles, kept, texts)
    _write_rows(book.create_sheet(longer.TITLE), styles, [longer.HEAD, *texts.rows()], [8, 8, 110])
    book.properties.creator = "Một Cửa"
    unstamped = io.BytesIO()
    book.save(unstamped)
    _stamp(unstamped, target)


class _Styles:
    """Made once: a style set anew on each of 100,000 cells is most of the time."""

    def __init__(self, book: Workbook) -> None:
        cell: Any = WriteOnlyCell(book.create_sheet("styles"))
        del book["styles"]
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        self.text = copy(cell._style)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF7")
        self.head = copy(cell._style)


def _write_sheet(page: Any, sheet: Sheet, styles: _Styles, records: list[Record], texts: longer.LongTexts) -> None:
    page.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = "@"
        _offer(page, column, letter)
    page.append([_cell(page, column.vi, styles.head) for column in sheet.columns])
    choices = layout().choices
    for record in records:
        for row in rows_of(sheet, record):
            cells = (
                to_cell(column, row[column.field], choices.get(column.choice or "", {})) for column in sheet.columns
            )
            page.append(
                [_cell(page, texts.kept(cell) if isinstance(cell, str) else cell, styles.text) for cell in cells]
            )


def _offer(page: Any, column: Column, letter: str) -> None:
    """A list to choose from. Not for cells with several values: a list gives one only."""
    if column.choice is None or column.kind == "choices":
        return
    words = ",".join(layout().choices[column.choice].values())
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=not column.required, showErrorMessage=True)
    rule.errorTitle, rule.error = column.vi, f"Chọn một trong: {words}"
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    page.data_validations.append(rule)


def _write_rows(page: Any, styles: _Styles, rows: Iterable[Iterable[Cell]], widths: list[int]) -> None:
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    for place, row in enumerate(rows):
        page.append([_cell(page, cell, styles.text if place else styles.head) for cell in row])


def _cell(page: Any, value: Cell, style: Any) -> Any:
    cell: Any = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text, also where it begins like a formula
    cell._style = style
    return cell


def _stamp(made: IO[bytes], target: IO[bytes]) -> None:
    """The parts again, all of one date; openpyxl writes that of the saving into the book's properties."""
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as stamped:
        for part in parts.infolist():
            body = (
                _SAVED.sub(rb"\g<1>%s\g<2>" % _MADE, parts.read(part))
                if part.filename == _PROPERTIES
                else parts.read(part)
            )
            stamped.writestr(zipfile.ZipInfo(part.filename), body, zipfile.ZIP_DEFLATED)


def written(path: Path, records: Iterator[Record]) -> None:
    with path.open("wb") as target:
        write_book(target, records)
