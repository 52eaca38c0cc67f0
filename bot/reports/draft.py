"""A report before it is filed: what the citizen has said so far. It lives in the session, sealed, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["report", "praise", "idea", "rule", "fault"]
Money = Literal["asked", "paid", "refused"]
Part = Literal[
    "story", "category", "ways", "place", "office", "when", "procedure", "demand", "money", "who", "evidence", "notify"
]

#: Characters kept of each free text; one Telegram message is at most 4,096.
MOST_STORY = 12_000
MOST_ANSWER = 500
#: domain.md's taxonomy: one primary category and two more.
MOST_CATEGORIES = 3
#: threats.md T11.
MOST_FILES = 5


class Demand(BaseModel):
    """What was asked for, compared with the published list. ``verdict``: see bot.reports.demands."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(max_length=MOST_ANSWER)
    case: str | None = None
    verdict: str | None = None
    paper: str | None = None  #: its name in demands/data/papers.tsv, or "other"; None for a fee
    legal: str | None = None
    forbids: list[str] = []


class ReportDraft(BaseModel):
    """JSON values all through. Whatever is None was not said; ``skipped`` names what the citizen chose not to say.

    ``id``: random, made when the report begins: the same draft is filed once. ``story``: free text, all pieces in
    order. ``judged``: the classifier's categories; ``categories``: those the citizen confirmed. ``files``: ids of
    draft_file rows. ``dossier``: the late report that a dossier filled in (bot.dossiers.desk.draft_of).
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    id: str
    kind: Kind = "report"
    story: list[str] = []
    judged: list[str] = []
    categories: list[str] = []
    denunciation_like: bool = False
    as_information: bool = False  #: chosen: keep it as unsigned information (the first of the three ways)
    province: str | None = None
    commune: str | None = None
    office: str | None = None
    when: date | None = None
    when_words: str | None = Field(None, max_length=MOST_ANSWER)
    procedure: str | None = None
    procedure_version: int | None = None
    dossier: dict[str, Any] | None = None
    demand: Demand | None = None
    money: Money | None = None
    amount: int | None = None  #: đồng
    position: str | None = Field(None, max_length=MOST_ANSWER)  #: office or step, position rather than name
    files: list[str] = []
    for_other: bool = False
    wants_person: bool = False
    notify: bool | None = None  #: tell this chat of replies; without it no address is kept
    consent: str | None = None  #: version of the words that were agreed to
    skipped: list[Part] = []
