"""Which sheets and columns a workbook has, as layout.yaml says."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Kind = Literal["text", "int", "number", "bool", "date", "list", "choice", "choices"]

#: Columns that place a row and are no field of it.
PLACING = ("code", "parent", "order")
#: A row that is a plain text.
VALUE = "."


@dataclass(frozen=True, slots=True)
class Column:
    """``field``: dotted below the row; ``width``: in characters; ``blank``: "text" where an empty cell is an empty
    text, else it is nothing given."""

    field: str
    kind: Kind
    vi: str
    en: str
    width: int
    choice: str | None = None
    required: bool = False
    blank: str | None = None
    help_vi: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``path``: of the list in a record; empty for the sheet of procedures."""

    path: str
    vi: str
    en: str
    columns: tuple[Column, ...]

    @property
    def nested(self) -> tuple[str, str] | None:
        """("methods", "fees") where the rows belong to rows of another sheet."""
        above, inside, below = self.path.partition("[].")
        return (above, below) if inside else None

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)

    def headed(self, heading: str) -> Column | None:
        """The column of this heading, in either language, however it is spaced and capitalised."""
        wanted = plain(heading)
        return next((each for each in self.columns if wanted in (plain(each.vi), plain(each.en))), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """``choices``: name -> value in a record -> word in a cell."""

    sheets: tuple[Sheet, ...]
    choices: dict[str, dict[str, str]]

    def titled(self, title: str) -> Sheet | None:
        wanted = plain(title)
        return next((each for each in self.sheets if wanted in (plain(each.vi), plain(each.en))), None)


def plain(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()


@cache
def layout() -> Layout:
    raw = yaml.safe_load(Path(__file__).with_name("layout.yaml").read_text(encoding="utf-8"))
    sheets = tuple(
        Sheet(row["path"], row["vi"], row["en"], tuple(Column(**column) for column in row["columns"]))
        for row in raw["sheets"]
    )
    return Layout(sheets, raw["choices"])
