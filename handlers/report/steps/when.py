"""When it happened; about is enough."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import local
from bot.outbox.message import Message
from bot.reports.draft import MOST_ANSWER, ReportDraft
from bot.reports.understanding import day_in
from bot.turns.turn import Turn
from bot.views.report import choice, question
from handlers.report.steps.step import Step, level

_AGO = {"today": 0, "yesterday": 1, "week": 7, "month": 30}
_ABOUT = frozenset({"week", "month"})
LONGEST_WORDS = 60


class When(Step):
    name = "when"

    def wanted(self, draft: ReportDraft) -> bool:
        missing = draft.when is None and draft.when_words is None
        return missing and draft.dossier is None and level(draft) == "HV" and draft.kind == "report"

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        today = choice(turn, draft, self.name, "today", turn.label("Today"))
        yesterday = choice(turn, draft, self.name, "yesterday", turn.label("Yesterday"))
        week = choice(turn, draft, self.name, "week", turn.label("About a week ago"))
        month = choice(turn, draft, self.name, "month", turn.label("About a month ago"))
        return question(turn, draft, self.name, [(today, yesterday), (week, month)])

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        found = day_in(text, local(turn.now).date())
        if found is None and len(text) > LONGEST_WORDS:
            return False
        draft.when, draft.when_words = found, None if found else text[:MOST_ANSWER]
        return True

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value not in _AGO:
            return False
        draft.when = local(turn.now).date() - timedelta(days=_AGO[value])
        draft.when_words = "~" if value in _ABOUT else None
        return True

    def clear(self, draft: ReportDraft) -> None:
        draft.when = draft.when_words = None
