"""The shape of one line of the portal's records: no field missing, none unknown, none of a wrong type."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge.model import ChannelType, CostType, EvidenceKind, TimeUnit

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Code = Annotated[str, StringConstraints(pattern=r"^\d\.\d{6}$")]
Count = Annotated[int, Field(ge=0)]


class Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class DocumentRow(Shape):
    name: Text
    originals: Count
    copies: Count
    note: Text | None
    kind: EvidenceKind
    forms: list[Text]


class FeeRow(Shape):
    type: CostType
    amount: Count | None
    currency: Annotated[str, StringConstraints(pattern="^(VND|USD)$")] | None
    description: Text | None


class MethodRow(Shape):
    channel: ChannelType
    processing_time: Text | None
    processing_value: int | float | None
    processing_unit: TimeUnit | None
    description: Text | None
    fees: list[FeeRow]


class LegalRow(Shape):
    number: str
    title: str


class DecisionRow(Shape):
    number: Text | None
    date: date | None


class SourceRow(Shape):
    site: Text
    via: Text
    as_of: date


class CaseTimeRow(Shape):
    qty: Count
    unit: TimeUnit | None


class PortalRecord(Shape):
    """The field names are those of the file; `knowledge.model.PublicService` says what null means in each."""

    code: Code
    name_vi: Text
    name_en: Text | None
    field: Text
    level: Text
    authority: Text | None
    submit_at: Text | None
    channels: list[ChannelType]
    documents: list[DocumentRow]
    processing_time: Text | None
    processing_days: int | float | None
    processing_unit: TimeUnit | None
    fee: Text | None
    steps: list[Text]
    result: Text
    conditions: Text | None
    legal_basis: list[LegalRow]
    forms: list[Text]
    methods: list[MethodRow]
    subjects: list[Text]
    promulgated_by: Text
    decision: DecisionRow
    quality_flags: list[Text]
    full_online: bool
    updated_at: date
    source: SourceRow
    priority: Annotated[int, Field(ge=1, le=2)]
    time_mentions: list[Text]
    case_times: list[CaseTimeRow]
