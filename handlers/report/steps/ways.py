"""A story that reads like a denunciation: the three ways the law leaves, and no name is asked for (domain.md 1.a)."""

from __future__ import annotations

from bot.outbox.message import Message
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from bot.views.report import choice, question
from handlers.report.steps.step import Step

INFORMATION, FORMAL, LEAVE = "information", "formal", "leave"
#: Judged by the category too: a name is often left out (docs/reports-judgement.md).
SERIOUS = frozenset({"cat-A1", "cat-E3"})


class Ways(Step):
    name = "ways"

    def wanted(self, draft: ReportDraft) -> bool:
        serious = draft.denunciation_like or bool(SERIOUS.intersection(draft.categories))
        return serious and not draft.as_information

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        rows = [
            (choice(turn, draft, self.name, INFORMATION, turn.label("1. Keep it as information")),),
            (choice(turn, draft, self.name, FORMAL, turn.label("2. How to denounce formally")),),
            (choice(turn, draft, self.name, LEAVE, turn.label("3. Drop it, leave nothing here")),),
        ]
        return question(turn, draft, self.name, rows, skip=False)

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value == INFORMATION:
            draft.as_information = True
            draft.denunciation_like = True  # kept as one: what was promised above is that only leads read it
        return value == INFORMATION

    def clear(self, draft: ReportDraft) -> None:
        draft.as_information = False
