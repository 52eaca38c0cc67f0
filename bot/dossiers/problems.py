"""What is wrong with a row, and where. The words stand in problems.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

LONGEST_VALUE = 60
#: Columns whose content is personal: a problem with them never quotes it.
PERSONAL = frozenset({"applicant_name", "phone_last4", "note"})


@dataclass(frozen=True, slots=True)
class Problem:
    """``row``: as a spreadsheet counts, the header is 1; in an API batch from 1. ``column`` empty: the whole row."""

    row: int
    column: str
    kind: str
    values: dict[str, str] = field(default_factory=dict)

    def words(self, language: str = "en") -> str:
        """What is wrong, without the place."""
        shown = {name: _shortened(value) for name, value in self.values.items()}
        return _sentences()[language][self.kind].format(**shown)

    def text(self, source: str, language: str = "en") -> str:
        """One line: file, row, column, and what is wrong."""
        place = _sentences()[language]["place" if self.column else "place_row"]
        return place.format(source=source, row=self.row, column=self.column, words=self.words(language))


def _shortened(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_VALUE else line[:LONGEST_VALUE] + "…"


@cache
def _sentences() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("problems.yaml").read_text("utf-8"))
    return words
