"""Which desk, step or position: rather than a name, which is optional and never leaves the case."""

from __future__ import annotations

from bot.outbox.message import Message
from bot.reports.draft import MOST_ANSWER, ReportDraft
from bot.turns.turn import Turn
from bot.views.report import question
from handlers.report.steps.step import Step, level


class Who(Step):
    name = "who"
    free_text = True

    def wanted(self, draft: ReportDraft) -> bool:
        return draft.position is None and draft.dossier is None and level(draft) == "HV"

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        return question(turn, draft, self.name, restricted=draft.as_information)

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        draft.position = text[:MOST_ANSWER]
        return True

    def clear(self, draft: ReportDraft) -> None:
        draft.position = None
