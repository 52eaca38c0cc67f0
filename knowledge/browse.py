"""Ways to a procedure without asking: the portal's fields, and what happens in life. Both are reviewed data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

DATA = Path(__file__).parent / "data"
Key = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Listed(BaseModel):
    """A button: `key` travels in it, `icon` stands before the label."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    key: Key
    vi: Words
    en: Words
    icon: str

    def label(self, language: str) -> str:
        return f"{self.icon} {self.en if language == 'en' else self.vi}"


class Field(Listed):
    """`sector`: the portal's name of the field, as the records bear it."""

    sector: str


class LifeEvent(Listed):
    """`codes`: the procedures that go with it, the most usual first."""

    codes: tuple[str, ...]


@cache
def fields() -> tuple[Field, ...]:
    """In the order of showing. :raises pydantic.ValidationError: the shipped file is broken"""
    return _read("fields.yaml", TypeAdapter(tuple[Field, ...]))


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """In the order of showing. :raises pydantic.ValidationError: the shipped file is broken"""
    return _read("life_events.yaml", TypeAdapter(tuple[LifeEvent, ...]))


def field_of(sector: str) -> Field | None:
    """The field of a record; None when an imported record names one that is not listed yet."""
    return next((field for field in fields() if field.sector == sector), None)


def problems(services: Iterable[tuple[str, str]]) -> list[str]:
    """What does not fit the procedures, given as (code, sector): one sentence each, empty when all is well."""
    pairs = list(services)
    codes = {code for code, _ in pairs}
    found = [f"{code}: field {sector!r} is not in fields.yaml" for code, sector in pairs if field_of(sector) is None]
    for event in life_events():
        found += [f"life event {event.key}: no procedure {code}" for code in event.codes if code not in codes]
    return found + _twice("field", fields()) + _twice("life event", life_events())


def _twice(what: str, rows: Sequence[Listed]) -> list[str]:
    keys = [row.key for row in rows]
    return [f"{what} {key} stands twice" for key in sorted(set(keys)) if keys.count(key) > 1]


T = TypeVar("T")


def _read(name: str, shape: TypeAdapter[T]) -> T:
    return shape.validate_python(yaml.safe_load((DATA / name).read_text("utf-8")))
