"""What a public service is made of: evidence, costs, channels, legal resources, organisations, source.

Texts are kept word for word as the portal prints them, typing errors included.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

ChannelType = Literal["online", "in_person", "postal"]
TimeUnit = Literal["working", "calendar", "hour", "month"]
CostType = Literal["phí", "lệ phí"]
EvidenceKind = Literal["document", "present", "note"]


class Part(BaseModel):
    """Frozen, knows no other fields, and is compiled only when the first one is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Evidence(Part):
    """One row of the portal's table of papers (CPSV-AP Evidence).

    `heading` is the portal's heading over the row; what kind of heading it is, `knowledge.cases` knows.
    `kind`: to hand in (`document`), only to show (`present`), or guidance standing in the table (`note`).
    """

    name: str
    originals: int
    copies: int
    heading: str | None
    kind: EvidenceKind
    forms: tuple[str, ...]


class Cost(Part):
    """One fee row of a channel. `amount` null: the portal gives words only; 0 without words: it prints "Miễn phí"."""

    type: CostType
    amount: int | None
    currency: Literal["VND", "USD"] | None
    description: str | None


class ServiceChannel(Part):
    """One way to hand the papers in, with its own time and its own costs (CPSV-AP Channel).

    A procedure may have several entries for one channel, each for a case of its own told in `description`.
    `processing_unit` null beside a value: the portal says only "ngày"; it is not known to be a working day.
    """

    type: ChannelType
    processing_time: str | None
    processing_value: int | float | None
    processing_unit: TimeUnit | None
    description: str | None
    costs: tuple[Cost, ...]


class LegalResource(Part):
    """Number and title as the portal's editors typed them; some are doubtful or superseded."""

    number: str
    title: str


class PublicOrganisation(Part):
    name: str


class Decision(Part):
    """The decision that published the procedure. Both null: the portal names none."""

    number: str | None
    date: date | None


class Source(Part):
    """Where the record comes from, and the day on which the portal looked so."""

    site: str
    via: str
    as_of: date


class CaseTime(Part):
    """A day count of the portal's secondary table, often older than the main one: to be confirmed."""

    quantity: int
    unit: TimeUnit | None
