"""What an office adds to the portal's record: shorter times it has decided on, other names, its own forms."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Literal

from pydantic import Field, field_validator, model_validator

from knowledge.model.parts import Part, TimeUnit

#: Fields that came after versions had been stored.
LATER_FIELDS = ("anywhere_in",)
#: What a table of aliases takes.
MOST_ALIAS = 200
WRONG_ALIAS = f"an alias has 1 to {MOST_ALIAS} characters"
#: Why a place was not taken; knowledge/files tells it in its own words.
NOT_A_CODE = "write the code of a province (01) or of a commune (00070)"
_PLACE = re.compile(r"^(\d{2}|\d{5})$", re.ASCII)
_CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


class Decided(Part):
    """Decided for a province or one of its communes (codes of the gazetteer; both null: everywhere), by a document.

    In force from `effective_from` to the end of `effective_to`; null: open.
    """

    province: str | None = None
    commune: str | None = None
    document: str = Field(min_length=1)
    effective_from: date | None = None
    effective_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Decided:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("it ends before it begins")
        if self.commune and not self.province:
            raise ValueError("a commune without its province")
        return self

    def in_force(self, day: date) -> bool:
        return (self.effective_from or day) <= day <= (self.effective_to or day)


class ShortenedTime(Decided):
    """A time limit shorter than the portal's."""

    value: int | float = Field(gt=0)
    unit: TimeUnit


class SameDay(Decided):
    """Handed in before `before` (HH:MM, Vietnam's time), it is finished on the same day."""

    before: str

    @field_validator("before")
    @classmethod
    def _clock(cls, value: str) -> str:
        if _CLOCK.match(value) is None:
            raise ValueError("write the hour as 15:00")
        return value

    @property
    def hour(self) -> time:
        return time.fromisoformat(self.before)


class FormFile(Part):
    """A form to download. `file`: its id in the table of forms."""

    name: str = Field(min_length=1)
    file: str


class HeadingReading(Part):
    """What a heading over rows of papers is, where the shipped reading is missing or wrong: see knowledge.cases."""

    text: str = Field(min_length=1)
    kind: Literal["case", "section", "show", "notes", "addon", "remark", "other"]
    label_vi: str | None = None
    label_en: str | None = None
    one_of: bool = False


class LocalAdditions(Part):
    """`aliases`: other names and everyday words under which people ask. `anywhere`: whether any one-stop desk takes it
    whatever the place of residence, null: not known. `anywhere_in`: codes of provinces and communes within which that
    is so; where there are any, they say it, and `anywhere` does not."""

    aliases: tuple[str, ...] = ()
    anywhere: bool | None = None
    anywhere_in: tuple[str, ...] = ()
    shortened: tuple[ShortenedTime, ...] = ()
    same_day: tuple[SameDay, ...] = ()
    form_files: tuple[FormFile, ...] = ()
    headings: tuple[HeadingReading, ...] = ()

    @field_validator("aliases")
    @classmethod
    def _usable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not alias.strip() or len(alias) > MOST_ALIAS for alias in value):
            raise ValueError(WRONG_ALIAS)
        return tuple(dict.fromkeys(" ".join(alias.split()) for alias in value))

    @field_validator("anywhere_in")
    @classmethod
    def _codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(_PLACE.match(code) is None for code in value):
            raise ValueError(NOT_A_CODE)
        return tuple(dict.fromkeys(value))

    def takes_anywhere(self, province: str, commune: str | None) -> bool | None:
        """Whether any desk of this place takes it wherever there one lives; None: not known."""
        if not self.anywhere_in:
            return self.anywhere
        return province in self.anywhere_in or commune in self.anywhere_in


NOTHING_LOCAL = LocalAdditions()
