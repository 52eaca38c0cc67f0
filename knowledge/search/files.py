"""Reading the tables that administrators edit, and saying exactly where one is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeRejected


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def several(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that holds a list, split at ';'."""
        return tuple(part for raw in self.cells[column].split(";") if (part := raw.strip()))

    def problem(self, column: str, what: str) -> str:
        """The complaint about one cell as administrators read it."""
        return f"{self.file}, line {self.line}, field {column}: {what}"


def read_table(path: Path, columns: tuple[str, ...], required: tuple[str, ...] | None = None) -> Iterator[Row]:
    """Rows of a tab-separated table with a header; lines that start with # are remarks.

    :raises KnowledgeRejected: the header differs, a line has too many cells, a required cell is empty, or the text is
        not NFC (search would never find it).
    """
    must = columns if required is None else required
    problems: list[str] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    name = f"{path.parent.name}/{path.name}"
    header_seen = False
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header_seen:
            header_seen = True
            if tuple(cells) != columns:
                raise KnowledgeRejected([f"{name}, line {number}: the columns must be {', '.join(columns)}"])
            continue
        if len(cells) > len(columns):
            problems.append(f"{name}, line {number}: {len(cells)} cells, but there are {len(columns)} columns")
            continue
        cells += [""] * (len(columns) - len(cells))
        row = Row(name, number, dict(zip(columns, cells, strict=True)))
        problems += [row.problem(column, "is empty") for column in must if not row[column]]
        if not unicodedata.is_normalized("NFC", line):
            problems.append(f"{name}, line {number}: the text is not in Unicode NFC")
        rows.append(row)
    if not header_seen:
        problems.append(f"{name}: the file is empty")
    if problems:
        raise KnowledgeRejected(problems)
    yield from rows
