"""Rows out of CSV and XLSX files: cells by column name, one row at a time. Nothing is judged here but the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

from bot.dossiers.problems import Problem
from bot.dossiers.rows import COLUMNS, OPTIONAL

DELIMITERS = ",;\t"
HEADER = 1


class FileUnreadable(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].kind)
        self.problems = list(problems)


def read_rows(path: Path) -> Iterator[tuple[int, Mapping[str, object] | Problem]]:
    """(row as a spreadsheet counts it, cells by column); empty rows are passed over.

    A row that cannot be told apart into cells comes as its problem.
    :raises FileUnreadable: wrong kind, encoding or header.
    :raises OSError: it cannot be opened.
    """
    match path.suffix.lower():
        case ".csv":
            yield from _csv(path)
        case ".xlsx":
            yield from _xlsx(path)
        case _:
            raise FileUnreadable([Problem(HEADER, "", "unknown_kind")])


def _csv(path: Path) -> Iterator[tuple[int, Mapping[str, object] | Problem]]:
    row = HEADER
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            reader = csv.reader(file, delimiter=_delimiter(file), strict=True)
            columns = _columns(next(reader, []))
            for row, cells in enumerate(reader, start=HEADER + 1):
                if any(cell.strip() for cell in cells):
                    yield row, _named(row, columns, cells)
        except UnicodeDecodeError:
            raise FileUnreadable([Problem(row + 1, "", "not_utf8")]) from None
        except csv.Error as error:
            raise FileUnreadable([Problem(row + 1, "", "malformed", {"given": str(error)})]) from None


def _delimiter(file: IO[str]) -> str:
    """The one that the header uses most: Vietnamese spreadsheets save with semicolons."""
    header = file.readline()
    file.seek(0)
    return max(DELIMITERS, key=header.count)


def _xlsx(path: Path) -> Iterator[tuple[int, Mapping[str, object] | Problem]]:
    from openpyxl import load_workbook  # heavy, and only for this kind
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise FileUnreadable([Problem(HEADER, "", "malformed", {"given": type(error).__name__})]) from None
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        columns = _columns(["" if cell is None else str(cell) for cell in next(rows, ())])
        for row, cells in enumerate(rows, start=HEADER + 1):
            if any(cell is not None and str(cell).strip() for cell in cells):
                yield row, _named(row, columns, cells)
    finally:
        book.close()


def _columns(header: Sequence[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    problems = [Problem(HEADER, "", "unknown_column", {"given": name}) for name in names if name not in COLUMNS]
    problems += [Problem(HEADER, name, "missing_column") for name in COLUMNS if name not in (*names, *OPTIONAL)]
    problems += [Problem(HEADER, name, "double_column") for name in COLUMNS if names.count(name) > 1]
    if problems:
        raise FileUnreadable(problems)
    return names


def _named(row: int, columns: list[str], cells: Sequence[object]) -> Mapping[str, object] | Problem:
    beyond = cells[len(columns) :]
    if any(cell is not None and str(cell).strip() for cell in beyond):
        return Problem(row, "", "too_many_cells")
    return dict(zip(columns, cells, strict=False))
