"""A file of procedures of any kind, as services; everything that is wrong with it told at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeRejected
from knowledge.files.guard import MOST_PROCEDURES, require_takable
from knowledge.files.problems import FileProblem, FileRefused, Told
from knowledge.files.troubles import Troubles
from knowledge.model import PublicService
from knowledge.records import read_records


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands in a file, in its order. ``services`` may be used only when there are no ``problems``."""

    name: str
    services: tuple[PublicService, ...]
    problems: tuple[Told, ...] = ()

    def accepted(self, language: str = "en") -> tuple[PublicService, ...]:
        """:raises KnowledgeRejected: when anything at all is wrong, so that nothing is half-imported."""
        if self.problems:
            raise KnowledgeRejected([problem.text(language) for problem in self.problems])
        return self.services


def read_file(path: Path) -> Offer:
    """Read .xlsx, .jsonl or .yaml, as its name ends. Takes seconds: call it beside the event loop.

    :raises OSError: it cannot be opened.
    """
    troubles = Troubles(path.name)
    try:
        require_takable(path)
        services = _READERS[path.suffix.lower()](path, troubles)
    except FileRefused as refused:
        return Offer(path.name, (), (*troubles.all(), *refused.problems))
    if not services and not troubles:
        troubles.add(FileProblem(path.name, "no_records"))
    if len(services) > MOST_PROCEDURES:
        troubles.add(FileProblem(path.name, "too_many", expected=f"{MOST_PROCEDURES}"))
    return Offer(path.name, tuple(services), tuple(troubles.all()))


def _read_lines(path: Path, troubles: Troubles) -> list[PublicService]:
    services = []
    for row in read_records(path):
        for problem in row.problems:
            troubles.add(problem)
        if row.service is not None:
            services.append(row.service)
        if len(services) > MOST_PROCEDURES:
            raise FileRefused(FileProblem(path.name, "too_many", expected=f"{MOST_PROCEDURES}"))
    return services


def _read_book(path: Path, troubles: Troubles) -> list[PublicService]:
    from knowledge.files.assembling import Assembler  # openpyxl is heavy, and only for this kind
    from knowledge.files.reading_book import read_book

    assembler = Assembler(troubles)
    assembler.take(read_book(path, troubles))
    return assembler.services()


def _read_yaml(path: Path, troubles: Troubles) -> list[PublicService]:
    from knowledge.files.yaml_files import read_yaml

    return read_yaml(path, troubles)


_READERS: dict[str, Callable[[Path, Troubles], list[PublicService]]] = {
    ".xlsx": _read_book,
    ".jsonl": _read_lines,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
