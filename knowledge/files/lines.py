"""Procedures as JSON lines: what the portal's records are, with what the office adds under `local`."""

from __future__ import annotations

from pathlib import Path

from knowledge.files.entries import Entry, WrongEntry, entry_of
from knowledge.files.guard import MOST_PROCEDURES
from knowledge.files.problems import FileProblem, FileRefused
from knowledge.files.troubles import Troubles
from knowledge.records.problems import Problem, problems_of

MARK = b"\xef\xbb\xbf"


def read_lines(path: Path, troubles: Troubles) -> list[Entry]:
    """UTF-8, with or without byte order mark; blank lines are passed over.

    :raises FileRefused: there are too many. :raises OSError: it cannot be opened.
    """
    entries: list[Entry] = []
    first_line_of: dict[str, int] = {}
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            text = raw.removeprefix(MARK).strip() if number == 1 else raw.strip()
            if text:
                entries += _entry(path.name, number, text, first_line_of, troubles)
            if len(entries) > MOST_PROCEDURES:
                raise FileRefused(FileProblem(path.name, "too_many", expected=f"{MOST_PROCEDURES}"))
    return entries


def _entry(file: str, line: int, text: bytes, first_line_of: dict[str, int], troubles: Troubles) -> list[Entry]:
    try:
        entry = entry_of(text)
    except WrongEntry as wrong:
        for problem in (each for error in wrong.errors for each in problems_of(error, file, line)):
            troubles.add(problem)
        return []
    code = entry.service.identifier
    earlier = first_line_of.setdefault(code, line)
    if earlier != line:
        troubles.add(Problem(file, line, "code", "duplicate_code", {"code": code, "earlier": f"{earlier}"}))
        return []
    return [entry]
