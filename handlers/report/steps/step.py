"""One question of the report: when it is asked, how it is put, what counts as an answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from bot.outbox.message import Message
from bot.reports.draft import Kind, Part, ReportDraft
from bot.reports.taxonomy import PRAISE_OR_IDEA, categories
from bot.turns.turn import Turn

#: Categories in which something was demanded that can be held against the published list.
DEMANDS = frozenset({"cat-A2", "cat-C1", "cat-C2", "cat-C3"})
MONEY = frozenset({"cat-A1", "cat-A2", "cat-A3"})


class Step(ABC):
    """``free_text``: any words are an answer, so a question in between must be looked for first."""

    name: ClassVar[Part]
    free_text: ClassVar[bool] = False

    def open(self, draft: ReportDraft) -> bool:
        """Whether this is still to be asked."""
        return self.name not in draft.skipped and self.wanted(draft)

    @abstractmethod
    def wanted(self, draft: ReportDraft) -> bool:
        """Whether the report lacks this, and needs it."""

    @abstractmethod
    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        """The question."""

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        """Take what was typed into ``draft``. :returns: whether it is an answer."""
        return False

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        """Take a pressed choice into ``draft``. :returns: whether it is one of ours."""
        return False

    @abstractmethod
    def clear(self, draft: ReportDraft) -> None:
        """Forget the answer: it is given anew."""


def kind_of(code: str, praise: bool) -> Kind:
    """What a report of this category is. :param praise: whether one without a grievance thanks somebody."""
    if code == PRAISE_OR_IDEA:
        return "praise" if praise else "idea"
    level = categories()[code].level
    return "rule" if level == "QD" else "fault" if level == "HT" else "report"


def level(draft: ReportDraft) -> str:
    """HV, QD or HT: what the report is about."""
    return categories()[draft.categories[0]].level if draft.categories else "HV"


def about_people(draft: ReportDraft) -> bool:
    """Where it happened matters: somebody's conduct, also a good one, or the place itself."""
    return level(draft) == "HV" or draft.kind == "praise" or draft.categories[:1] == ["cat-K2"]
