"""Photos, a PDF, a voice note: sent in the chat, as many as may be, then done."""

from __future__ import annotations

from bot.outbox.message import Message
from bot.reports.draft import MOST_FILES, ReportDraft
from bot.turns.turn import Turn
from bot.views.report import choice, question
from handlers.report.steps.step import Step

DONE = "done"


class Evidence(Step):
    name = "evidence"

    def wanted(self, draft: ReportDraft) -> bool:
        return draft.kind != "praise"

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        rows = [(choice(turn, draft, self.name, DONE, turn.label("✅ Done, go on")),)] if draft.files else []
        return question(turn, draft, self.name, rows, files=len(draft.files), most=MOST_FILES)

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value == DONE:
            draft.skipped = [*draft.skipped, self.name]
        return value == DONE

    def clear(self, draft: ReportDraft) -> None:
        draft.skipped = [part for part in draft.skipped if part != self.name]
