"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.search.entry import CatalogueName

Action = Literal["answer", "offer", "decline"]
Facet = Literal["papers", "time", "fee", "where", "who", "form", "legal", "steps", "result", "conditions"]
Outside = Literal[
    "greeting",
    "thanks",
    "small_talk",
    "weather",
    "insult",
    "foreign",
    "legal_advice",
    "emergency",
    "self_harm",
    "other",
]


@dataclass(frozen=True, slots=True)
class Hit:
    """One procedure and its ranking score (comparable within one result only)."""

    code: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The verdict on one question.

    :ivar hits: best first, up to the limit whatever the action.
    :ivar confidence: calibrated probability, 0 to 1, that the first hit is right.
    :ivar facet: the part of the procedure asked for; None means the whole.
    :ivar outside: what kind of matter it is when it is none of ours.
    :ivar not_held: procedures of the national catalogue that match better than anything we hold.
    :ivar bare: a thing was named, but not what is to be done with it ("sổ đỏ").
    :ivar english: it was asked in English.
    """

    action: Action
    hits: tuple[Hit, ...]
    confidence: float
    facet: Facet | None = None
    outside: Outside | None = None
    not_held: tuple[CatalogueName, ...] = ()
    bare: bool = False
    english: bool = False

    @property
    def codes(self) -> list[str]:
        """Codes of the hits, best first."""
        return [hit.code for hit in self.hits]


@dataclass(frozen=True, slots=True)
class NearMissOption:
    """One procedure of a group that people confuse, with what sets it apart."""

    code: str
    label_vi: str
    label_en: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The one question that tells confusable procedures apart."""

    question_vi: str
    question_en: str
    options: tuple[NearMissOption, ...]
