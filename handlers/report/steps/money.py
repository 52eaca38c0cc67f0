"""Money: how much, and whether it was only asked for, paid, or refused."""

from __future__ import annotations

from typing import cast

from bot.outbox.message import Message
from bot.reports.draft import Money, ReportDraft
from bot.reports.understanding import amount_in, money_in
from bot.turns.turn import Turn
from bot.views.report import choice, question
from handlers.report.steps.step import MONEY, Step


class HowMuch(Step):
    name = "money"

    def wanted(self, draft: ReportDraft) -> bool:
        return draft.money is None and bool(MONEY.intersection(draft.categories))

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        labels = {"asked": turn.label("Asked for"), "paid": turn.label("Paid"), "refused": turn.label("I refused")}
        rows = [tuple(choice(turn, draft, self.name, value, label) for value, label in labels.items())]
        return question(turn, draft, self.name, rows, amount=draft.amount)

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        amount, money = amount_in(text), money_in(text)
        draft.amount, draft.money = amount or draft.amount, money or draft.money
        if draft.money is None and amount is not None:
            turn.say(await self.ask(turn, draft))
        return draft.money is not None

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value not in ("asked", "paid", "refused"):
            return False
        draft.money = cast(Money, value)
        return True

    def clear(self, draft: ReportDraft) -> None:
        draft.money = draft.amount = None
