"""The rows of a workbook, sheet by sheet, a row at a time; nothing is judged here but sheets, headings and cells."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.files import longer
from knowledge.files.cells import WrongCell, from_cell
from knowledge.files.guard import require_workbook
from knowledge.files.layout import Column, Sheet, layout, plain
from knowledge.files.problems import FileProblem, FileRefused
from knowledge.files.troubles import Troubles

#: Of one sheet, blank ones not counted.
MOST_ROWS = 200_000
#: Headings looked at; what lies further right is not read.
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """``values``: by the columns' fields, None where a cell was wrong (that has been told)."""

    sheet: Sheet
    number: int
    values: dict[str, Any]


def read_book(path: Path, troubles: Troubles) -> Iterator[Row]:
    """Every row that is not blank, sheet after sheet in the layout's order, whatever the order in the file.

    :raises FileRefused: it is no workbook, or does harm, or holds too much. :raises OSError: it cannot be opened.
    """
    merged = require_workbook(path)
    with _opened(path) as book:
        pages = _pages(book, path.name, troubles)
        long_page = next((page for page in book.worksheets if plain(page.title) == plain(longer.TITLE)), None)
        long = longer.joined(iter(long_page.iter_rows(min_row=2, values_only=True))) if long_page is not None else {}
        for sheet in layout().sheets:
            page = pages.get(sheet.path)
            if page is None:
                continue
            if page._worksheet_path in merged:
                troubles.add(FileProblem(path.name, "merged", merged[page._worksheet_path], sheet=sheet.vi))
            yield from _Page(path.name, sheet, page, long, troubles).rows()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """:raises FileRefused: also while it is being read, for a damaged sheet is met only then."""
    try:
        # Opened here: openpyxl does not close a file of which it cannot make a workbook.
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about what it leaves out: pictures, extensions
            yield load_workbook(file, read_only=True, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, IndexError, TypeError, ValueError, AttributeError, SyntaxError,
            EOFError, zlib.error) as error:  # fmt: skip
        raise FileRefused(FileProblem(path.name, "no_workbook", type(error).__name__)) from error


def _pages(book: Any, file: str, troubles: Troubles) -> dict[str, Any]:
    """The sheets that are known, by path. :raises FileRefused: none is."""
    pages: dict[str, Any] = {}
    for page in book.worksheets:
        sheet = layout().titled(page.title)
        if sheet is None:
            continue
        if sheet.path in pages:
            troubles.add(FileProblem(file, "double_sheet", sheet.vi))
        pages[sheet.path] = page
    missing = [FileProblem(file, "missing_sheet", sheet.vi) for sheet in layout().sheets if sheet.path not in pages]
    if not pages:
        raise FileRefused(*missing)
    for problem in missing:
        troubles.add(problem)
    return pages


class _Page:
    def __init__(self, file: str, sheet: Sheet, page: Any, long: dict[int, str], troubles: Troubles) -> None:
        self._file = file
        self._sheet = sheet
        self._page = page
        self._long = long
        self._troubles = troubles
        self._headed: Collection[int] = ()

    def rows(self) -> Iterator[Row]:
        self._page.reset_dimensions()  # what the file says of them may be wrong
        rows = self._page.iter_rows(max_col=MOST_COLUMNS)
        columns = self._columns(next(rows, ()))
        if columns is None:
            return
        read = 0
        for number, cells in zip(count(2), rows, strict=False):
            if all(_blank(cell.value) for cell in cells):
                continue
            read += 1
            if read > MOST_ROWS:
                raise FileRefused(
                    FileProblem(self._file, "too_many_rows", expected=f"{MOST_ROWS}", sheet=self._sheet.vi)
                )
            yield Row(self._sheet, number, self._values(number, columns, cells))

    def _columns(self, head: Sequence[Any]) -> dict[int, Column] | None:
        """By place; None when there are too few to read the rows by."""
        headings = {place: str(cell.value) for place, cell in enumerate(head) if not _blank(cell.value)}
        if not headings:
            self._tell("no_head", row=1)
            return None
        columns: dict[int, Column] = {}
        for place, heading in headings.items():
            column = self._sheet.headed(heading)
            if column is None:
                self._tell("unknown_column", heading, row=1, column=heading)
            elif column in columns.values():
                self._tell("double_column", heading, row=1, column=heading)
            else:
                columns[place] = column
        missing = [column for column in self._sheet.columns if column not in columns.values()]
        for column in missing:
            self._tell("missing_column", column.vi, row=1, column=column.vi)
        self._headed = headings.keys()
        return None if missing else columns

    def _values(self, number: int, columns: dict[int, Column], cells: Sequence[Any]) -> dict[str, Any]:
        """A row may end before its last columns: what is missing is blank."""
        values = {column.field: from_cell(column, None, {}) for column in self._sheet.columns}
        for place, cell in enumerate(cells):
            if place in columns:
                values[columns[place].field] = self._value(number, columns[place], cell)
            elif place not in self._headed and not _blank(cell.value):
                self._tell("beyond", str(cell.value), row=number)
        return values

    def _value(self, number: int, column: Column, cell: Any) -> Any:
        value = cell.value
        if not _blank(value) and cell.data_type in ("f", "e"):
            self._tell("formula" if cell.data_type == "f" else "error_cell", str(value), number, column.vi)
            return None
        long = longer.marked(value)
        if long is not None:
            value = self._long.get(long)
            if value is None:
                self._tell("lost_text", str(long), number, column.vi)
                return None
        if column.field == "code":
            value = _code(value)
        try:
            return from_cell(column, value, layout().choices.get(column.choice or "", {}))
        except WrongCell as wrong:
            self._tell(wrong.kind, str(value), number, column.vi, wrong.expected)
            return None

    def _tell(self, kind: str, given: str = "", row: int = 0, column: str = "", expected: str = "") -> None:
        self._troubles.add(FileProblem(self._file, kind, given, expected, self._sheet.vi, row, column))


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _code(value: object) -> object:
    """A code that a spreadsheet took for a number has lost its last zeros; one that was pasted has blanks."""
    if isinstance(value, float):
        return f"{value:.6f}"
    return value.strip() if isinstance(value, str) else value
