"""What is wrong with a file of procedures, and where. The words stand in problems.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

LONGEST_VALUE = 60


class Told(Protocol):
    """A problem of any kind of file."""

    def text(self, language: str = "en") -> str:
        """One line: file, place, and what is wrong. Languages: en, vi."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """``row`` as a spreadsheet counts it; 0, and empty texts, where the whole sheet or file is meant."""

    file: str
    kind: str
    given: str = ""
    expected: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    def text(self, language: str = "en") -> str:
        words = _sentences()[language]
        place = "cell" if self.column else "row" if self.row else "sheet" if self.sheet else "file"
        return words[f"place_{place}"].format(
            file=self.file,
            sheet=self.sheet,
            row=self.row,
            column=self.column,
            words=words[self.kind].format(given=_cut(self.given), expected=self.expected),
        )


class FileRefused(Exception):
    """The file as a whole cannot be used; ``problems`` say why."""

    def __init__(self, *problems: FileProblem) -> None:
        super().__init__(problems[0].kind)
        self.problems = problems


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"


@cache
def _sentences() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("problems.yaml").read_text("utf-8"))
    return words
