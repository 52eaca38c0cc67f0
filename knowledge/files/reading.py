"""A file of procedures of any kind, as services; everything that is wrong with it told at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeRejected
from knowledge.files.entries import Entry
from knowledge.files.guard import MOST_PROCEDURES, require_takable
from knowledge.files.lines import read_lines
from knowledge.files.problems import FileProblem, FileRefused, Told
from knowledge.files.troubles import Troubles
from knowledge.model import PublicService


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands in a file, in its order. ``entries`` may be used only when there are no ``problems``."""

    name: str
    entries: tuple[Entry, ...]
    problems: tuple[Told, ...] = ()

    @property
    def services(self) -> tuple[PublicService, ...]:
        return tuple(entry.service for entry in self.entries)

    def accepted(self, language: str = "en") -> tuple[Entry, ...]:
        """:raises KnowledgeRejected: when anything at all is wrong, so that nothing is half-imported."""
        if self.problems:
            raise KnowledgeRejected([problem.text(language) for problem in self.problems])
        return self.entries


def read_file(path: Path) -> Offer:
    """Read .xlsx, .jsonl or .yaml, as its name ends. Takes seconds: call it beside the event loop.

    :raises OSError: it cannot be opened.
    """
    troubles = Troubles(path.name)
    try:
        require_takable(path)
        entries = _READERS[path.suffix.lower()](path, troubles)
    except FileRefused as refused:
        return Offer(path.name, (), (*troubles.all(), *refused.problems))
    if not entries and not troubles:
        troubles.add(FileProblem(path.name, "no_records"))
    if len(entries) > MOST_PROCEDURES:
        troubles.add(FileProblem(path.name, "too_many", expected=f"{MOST_PROCEDURES}"))
    return Offer(path.name, tuple(entries), tuple(troubles.all()))


def _read_book(path: Path, troubles: Troubles) -> list[Entry]:
    from knowledge.files.assembling import Assembler  # openpyxl is heavy, and only for this kind
    from knowledge.files.reading_book import read_book

    assembler = Assembler(troubles)
    assembler.take(read_book(path, troubles))
    return assembler.entries()


def _read_yaml(path: Path, troubles: Troubles) -> list[Entry]:
    from knowledge.files.yaml_files import read_yaml

    return read_yaml(path, troubles)


_READERS: dict[str, Callable[[Path, Troubles], list[Entry]]] = {
    ".xlsx": _read_book,
    ".jsonl": read_lines,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
