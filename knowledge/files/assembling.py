"""Records from the rows of a workbook, each checked as a line of the portal's file is; errors named by cell."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ErrorDetails

from knowledge.files.entries import Entry, WrongEntry, entry_of
from knowledge.files.layout import VALUE, Sheet, layout
from knowledge.files.problems import FileProblem
from knowledge.files.reading_book import Row
from knowledge.files.rows import Record, item_of, put
from knowledge.files.troubles import Troubles
from knowledge.records.problems import REASONS

#: pydantic's names of errors -> the sentence of problems.yaml, where a cell can still be wrong once it was read.
_SENTENCES = {
    "string_pattern_mismatch": "wrong_form",
    "string_too_short": "blank",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "greater_than": "out_of_range",
}


@dataclass
class _Procedure:
    """The rows of one code, in the order of the file; lists by the sheet's path."""

    main: Row
    lists: dict[str, list[Row]] = field(default_factory=dict)


class Assembler:
    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._procedures: dict[str, _Procedure] = {}

    def take(self, rows: Iterable[Row]) -> None:
        """:param rows: those of the sheet of procedures first."""
        for row in rows:
            code = row.values.get("code")
            if code is None:
                self._tell("blank", row, "code")
            elif not row.sheet.path:
                self._begin(code, row)
            elif code not in self._procedures:
                self._tell("unknown_code", row, "code", code)
            else:
                self._procedures[code].lists.setdefault(row.sheet.path, []).append(row)

    def entries(self) -> list[Entry]:
        """Those that are right; for the others there are problems."""
        made = [self._entry(procedure) for procedure in self._procedures.values()]
        return [entry for entry in made if entry is not None]

    def _begin(self, code: str, row: Row) -> None:
        earlier = self._procedures.setdefault(code, _Procedure(row)).main
        if earlier is not row:
            self._tell("duplicate_code", row, "code", code, f"{earlier.number}")

    def _entry(self, procedure: _Procedure) -> Entry | None:
        record: Record = item_of(procedure.main.sheet, procedure.main.values)
        kept: dict[str, list[Row]] = {}
        for sheet in layout().sheets:
            if sheet.path and sheet.nested is None:
                kept[sheet.path] = self._ordered(procedure.lists.get(sheet.path, []))
                put(record, sheet.path, [item_of(sheet, row.values) for row in kept[sheet.path]])
        for sheet in layout().sheets:
            if sheet.nested is not None:
                self._nest(sheet, procedure, record, kept)
        try:
            return entry_of(json.dumps(record, ensure_ascii=False))
        except WrongEntry as wrong:
            for detail in (each for error in wrong.errors for each in error.errors(include_url=False)):
                self._tell_of(detail, procedure, kept)
            return None

    def _nest(self, sheet: Sheet, procedure: _Procedure, record: Record, kept: dict[str, list[Row]]) -> None:
        above, below = sheet.nested or ("", "")
        numbers = {row.values["order"]: place for place, row in enumerate(kept[above])}
        inside: list[list[Row]] = [[] for _ in kept[above]]
        for row in procedure.lists.get(sheet.path, []):
            parent = row.values["parent"]
            if parent is None:
                self._tell("blank", row, "parent")
            elif parent not in numbers:
                self._tell("unknown_parent", row, "parent", row.values["code"], f"{parent}")
            else:
                inside[numbers[parent]].append(row)
        for place, rows in enumerate(inside):
            kept[f"{above}[{place}].{below}"] = ordered = self._ordered(rows)
            record[above][place][below] = [item_of(sheet, row.values) for row in ordered]

    def _ordered(self, rows: list[Row]) -> list[Row]:
        """By number; one without a number stands right after the row above it."""
        seen: dict[int, Row] = {}
        placed: list[tuple[int, int, Row]] = []
        above = 0
        for place, row in enumerate(rows):
            order = row.values["order"]
            if order is not None:
                earlier = seen.setdefault(order, row)
                if earlier is not row:
                    self._tell("duplicate_order", row, "order", f"{order}", f"{earlier.number}")
                above = order
            placed.append((above, place, row))
        return [row for _, _, row in sorted(placed, key=lambda each: each[:2])]

    def _tell_of(self, detail: ErrorDetails, procedure: _Procedure, kept: dict[str, list[Row]]) -> None:
        """pydantic's place ("documents", 2, "originals") is the row that became the third paper, in that column."""
        place = [part for part in detail["loc"] if part not in ("int", "float")]
        row, rest = procedure.main, place
        for end in (4, 3, 2):
            path = _path(place[: end - 1])
            if path in kept and len(place) >= end and isinstance(place[end - 1], int):
                row, rest = kept[path][int(place[end - 1])], place[end:]
                break
        names = ".".join(str(part) for part in rest if isinstance(part, str)) or VALUE
        given = detail["input"]
        reason = str(detail.get("ctx", {}).get("error", ""))
        kind = REASONS.get(reason) or ("blank" if given in (None, "") else _SENTENCES.get(detail["type"], "other"))
        expected = str(detail.get("ctx", {}).get("pattern", detail["msg"]))
        self._tell(kind, row, names, str(given), expected)

    def _tell(self, kind: str, row: Row, name: str, given: str = "", expected: str = "") -> None:
        column = row.sheet.column(name)
        heading = column.vi if column else "" if name == VALUE else name  # without one, the whole row is meant
        self._troubles.add(FileProblem(self._troubles.file, kind, given, expected, row.sheet.vi, row.number, heading))


def _path(place: list[Any]) -> str:
    """("methods", 0, "fees") as kept: "methods[0].fees"."""
    path = ""
    for part in place:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path
