"""Which parts, fields and rows the form of an entry has, as fields.yaml says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Kind = Literal["line", "text", "lines", "int", "number", "date", "flag", "choice", "choices", "file", "rows"]
#: A row that is a plain text.
VALUE = "value"


@dataclass(frozen=True, slots=True)
class Field:
    """``name``: dotted below the record or the row. ``blank``: nothing, text or whole; see fields.yaml.

    ``fields``: of each row; ``at_once``: rows of one page, 0: all of them.
    """

    name: str
    kind: Kind
    vi: str
    en: str
    choice: str | None = None
    blank: Literal["nothing", "text", "whole"] = "nothing"
    help_vi: str = ""
    help_en: str = ""
    fields: tuple[Field, ...] = ()
    at_once: int = 0

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi

    def help(self, language: str) -> str:
        return self.help_en if language == "en" else self.help_vi

    @property
    def is_plain(self) -> bool:
        """Whether its rows are plain texts."""
        return len(self.fields) == 1 and self.fields[0].name == VALUE


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the form."""

    key: str
    vi: str
    en: str
    fields: tuple[Field, ...]

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Shape:
    """``choices``: name -> value -> words in Vietnamese and in English."""

    parts: tuple[Part, ...]
    choices: dict[str, dict[str, tuple[str, str]]]

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    def words(self, choice: str, language: str) -> list[tuple[str, str]]:
        """(value, words) of the options."""
        return [(value, words[language == "en"]) for value, words in self.choices[choice].items()]

    def fields(self) -> Iterator[tuple[Part, Field]]:
        """Those of the record itself, part by part."""
        for part in self.parts:
            for each in part.fields:
                yield part, each


def _field(raw: dict[str, Any]) -> Field:
    return Field(**{**raw, "fields": tuple(_field(each) for each in raw.get("fields", ()))})


@cache
def shape() -> Shape:
    raw = yaml.safe_load(Path(__file__).with_name("fields.yaml").read_text(encoding="utf-8"))
    parts = tuple(Part(p["key"], p["vi"], p["en"], tuple(map(_field, p["fields"]))) for p in raw["parts"])
    choices = {
        name: {value: (vi, en) for value, (vi, en) in options.items()} for name, options in raw["choices"].items()
    }
    return Shape(parts, choices)
