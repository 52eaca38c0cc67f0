"""Offices in and out as CSV: every row is checked first, then all of it is written or nothing."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database
from bot.places.office import COLUMNS, Office, Problem, read_office, written_office
from bot.places.store import OfficeStore

SAMPLE = Path(__file__).parent / "data" / "sample_offices.csv"
#: As :meth:`bot.audit.AuditTrail.note`: connection, actor, action, subject, detail.
Note = Callable[[AsyncConnection, str | None, str, str | None, Mapping[str, Any]], Awaitable[None]]
MOST_ROWS = 20_000
#: A spreadsheet would run what begins so; an apostrophe before it is taken off again at import.
_RUNS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """``line``: of the file, the heading is line 1. ``problem.what`` may also be columns, double, encoding, rows."""

    line: int
    problem: Problem

    def __str__(self) -> str:
        value = f": {self.problem.value[:60]!r}" if self.problem.value else ""
        return f"line {self.line}, {self.problem.column}: {self.problem.what}{value}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. ``problems``: with any, it does nothing."""

    new: tuple[Office, ...] = ()
    changed: tuple[Office, ...] = ()
    same: int = 0
    problems: tuple[RowProblem, ...] = ()


async def plan_import(store: OfficeStore, content: bytes, sample: bool = False) -> Plan:
    """The dry run: reads and compares, writes nothing. Offices that the file does not name stay as they are."""
    offices, problems = read_sheet(content, sample)
    if problems:
        return Plan(problems=tuple(problems))
    present = {office.id: office for office in await store.all()}
    new, changed = [], []
    for office in offices:
        old = present.get(office.id)
        if old is None:
            new.append(office)
        elif office.says() != old.says():
            changed.append(replace(office, version=old.version))
    return Plan(tuple(new), tuple(changed), len(offices) - len(new) - len(changed))


async def carry_out(
    database: Database, store: OfficeStore, plan: Plan, note: Note | None = None, actor: str | None = None
) -> None:
    """:param note: of the audit chain; None for the sample, which nobody decides on.

    :raises OfficeChanged: an office was changed since the plan was made; nothing was written.
    """
    async with database.write() as connection:
        for office in (*plan.new, *plan.changed):
            await store.put(connection, office)
        if note is not None:
            counts = {"added": len(plan.new), "changed": len(plan.changed)}
            await note(connection, actor, "place.import", None, counts)


def read_sheet(content: bytes, sample: bool = False) -> tuple[list[Office], list[RowProblem]]:
    """The offices of a CSV file (UTF-8, comma or semicolon), and every problem of every row."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RowProblem(1, Problem("file", "encoding"))]
    first = text.partition("\n")[0]
    # Quotes that run to the end of the file are one enormous field: the limit of the reader says so.
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    try:
        missing = [
            name for name in ("id", "name", "level", "province", "address") if name not in (reader.fieldnames or ())
        ]
        if missing:
            return [], [RowProblem(1, Problem("file", "columns", ", ".join(missing)))]
        return _read_rows(reader, sample)
    except csv.Error:
        return [], [RowProblem(reader.line_num, Problem("file", "columns"))]


def _read_rows(reader: csv.DictReader[str], sample: bool) -> tuple[list[Office], list[RowProblem]]:
    offices: list[Office] = []
    problems: list[RowProblem] = []
    seen: Counter[str] = Counter()
    for number, raw in enumerate(reader, start=1):
        if number > MOST_ROWS:
            return [], [RowProblem(reader.line_num, Problem("file", "rows", str(MOST_ROWS)))]
        if None in raw:
            problems.append(RowProblem(reader.line_num, Problem("file", "columns")))
            continue
        row = {name: _unguarded(value or "") for name, value in raw.items()}
        office, wrong = read_office(row, sample)
        seen[row["id"].strip()] += 1
        if seen[row["id"].strip()] > 1:
            wrong = [*wrong, Problem("id", "double", row["id"])]
        problems += [RowProblem(reader.line_num, problem) for problem in wrong]
        if office is not None and not wrong:
            offices.append(office)
    return offices, problems


def write_sheet(offices: Sequence[Office]) -> bytes:
    """UTF-8 with a mark at the beginning, by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for office in offices:
        writer.writerow({name: _guarded(value) for name, value in written_office(office).items()})
    return out.getvalue().encode("utf-8-sig")


def _guarded(value: str) -> str:
    return f"'{value}" if value.startswith(_RUNS) else value


def _unguarded(value: str) -> str:
    return value[1:] if value[:1] == "'" and value[1:].startswith(_RUNS) else value
