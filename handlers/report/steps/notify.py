"""Whether this chat is to be told of replies: a purpose of its own, so a question of its own."""

from __future__ import annotations

from bot.outbox.message import Message
from bot.privacy import NOTIFY
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from bot.views.report import choice, notify_version, question
from handlers.chat import chat_of
from handlers.report.steps.step import Step


class Notify(Step):
    name = "notify"

    def wanted(self, draft: ReportDraft) -> bool:
        return draft.notify is None

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        yes = choice(turn, draft, self.name, "y", turn.label("🔔 Yes, tell me here"))
        no = choice(turn, draft, self.name, "n", turn.label("🔕 No, I look myself"))
        return question(turn, draft, self.name, [(yes,), (no,)], skip=False)

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value not in ("y", "n"):
            return False
        draft.notify = value == "y"
        if draft.notify and turn.house.privacy is not None:
            version = notify_version(turn, draft)
            turn.write(turn.house.privacy.agree(chat_of(turn), NOTIFY, version, turn.session.language))
        return True

    def clear(self, draft: ReportDraft) -> None:
        draft.notify = None
