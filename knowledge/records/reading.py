"""A file of records, line by line: what stands on each line, or what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from bot.errors import KnowledgeRejected
from knowledge.model import PublicService
from knowledge.records.mapping import service_of
from knowledge.records.problems import Problem, problems_of
from knowledge.records.record import PortalRecord


@dataclass(frozen=True)
class ParsedRow:
    """One line that is not blank: a service, or the problems that keep it from being one."""

    line: int
    service: PublicService | None
    problems: tuple[Problem, ...] = ()


@dataclass
class ValidationReport:
    """All lines of a file. `services` is in file order; import them only when `problems` is empty."""

    path: Path
    services: list[PublicService] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def accepted(self) -> list[PublicService]:
        """:raises KnowledgeRejected: when anything at all is wrong, so that nothing is half-imported."""
        if self.problems:
            raise KnowledgeRejected([problem.text() for problem in self.problems])
        return self.services


def read_records(path: Path) -> Iterator[ParsedRow]:
    """Parse JSON lines (UTF-8, with or without byte order mark), one at a time; blank lines are passed over.

    A code that stood on an earlier line is a problem of the later line.
    :raises OSError: the file cannot be opened.
    """
    first_line_of: dict[str, int] = {}
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            text = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if text.strip():
                yield _parse(path.name, number, text.strip(), first_line_of)


def validate_file(path: Path, seen: Callable[[int], None] = lambda _: None) -> ValidationReport:
    """Read the whole file and gather every problem, so that an administrator mends them in one go.

    :param seen: called with the number of records read so far, for whoever watches.
    """
    report = ValidationReport(path)
    for count, row in enumerate(read_records(path), start=1):
        seen(count)
        report.problems.extend(row.problems)
        if row.service is not None:
            report.services.append(row.service)
    if not report.services and not report.problems:
        report.problems.append(Problem(path.name, 1, "", "empty_file"))
    return report


def _parse(file: str, line: int, text: bytes, first_line_of: dict[str, int]) -> ParsedRow:
    try:
        record = PortalRecord.model_validate_json(text)
    except ValidationError as error:
        return ParsedRow(line, None, tuple(problems_of(error, file, line)))
    earlier = first_line_of.setdefault(record.code, line)
    if earlier != line:
        twice = Problem(file, line, "code", "duplicate_code", {"code": record.code, "earlier": str(earlier)})
        return ParsedRow(line, None, (twice,))
    return ParsedRow(line, service_of(record))
