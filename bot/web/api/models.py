"""What goes over the wire. Cells stay texts: bot.dossiers.rows judges them, and says what is wrong in its own words."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.dossiers.batches import MOST_ROWS

Cell = Annotated[str, Field(max_length=4_000)]


class DossierIn(BaseModel):
    """One state of one dossier. Rows of the same dossier are taken in their order."""

    model_config = ConfigDict(extra="forbid")

    code: Cell = Field(description="Dossier code.", examples=["H57.132-260804-0583"])
    procedure_code: Cell = Field(description="National procedure code.", examples=["1.004222"])
    agency_code: Cell = Field(description="Must lie within the key's agency.", examples=["H57.132"])
    agency_name: Cell = Field(examples=["Trung tâm Phục vụ hành chính công phường Thuận Hóa"])
    applicant_name: Cell = Field(description="Kept encrypted, shown masked.", examples=["Nguyễn Thị Lan"])
    phone_last4: Cell = Field(description="Last four digits of the phone on the receipt.", examples=["0583"])
    received_at: Cell = Field(
        description="ISO 8601 or dd/mm/yyyy hh:mm; without offset: Vietnam.", examples=["2026-08-04T09:30"]
    )
    due_at: Cell | None = Field(None, description="The day appointed.", examples=["2026-08-13"])
    status: Cell = Field(description="1 to 10, or the state's name.", examples=["4"])
    status_at: Cell = Field(description="When the dossier came into this state.", examples=["2026-08-05T08:00"])
    note: Cell | None = Field(None, description="What the citizen must know; in state 5, which papers are missing.")


class Batch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    dossiers: list[DossierIn] = Field(min_length=1, max_length=MOST_ROWS)


class Stored(BaseModel):
    """In rows. A batch sent a second time is all ``unchanged``."""

    added: int
    changed: int
    unchanged: int


class RowProblem(BaseModel):
    """``row``: counted from 1; ``column``: null when the row as a whole is meant."""

    row: int
    column: str | None
    message: str


class Refusal(BaseModel):
    """Nothing of the batch was stored."""

    detail: str
    problems: list[RowProblem] = []
