"""What was asked for, held against the published list at once: that is what an inspector can check."""

from __future__ import annotations

from bot.outbox.message import Message
from bot.reports.draft import MOST_ANSWER, Demand, ReportDraft
from bot.turns.turn import Turn
from bot.views.report import question
from handlers.report.steps.step import DEMANDS, Step


class Demanded(Step):
    name = "demand"
    free_text = True

    def wanted(self, draft: ReportDraft) -> bool:
        return draft.demand is None and bool(DEMANDS.intersection(draft.categories[:1]))

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        return question(turn, draft, self.name)

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        draft.demand = Demand(words=text[:MOST_ANSWER])  # held against the list on the way on (moving.go_on)
        return True

    def clear(self, draft: ReportDraft) -> None:
        draft.demand = None
