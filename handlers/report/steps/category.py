"""What kind of matter it is: proposed from the story, confirmed or corrected by a button."""

from __future__ import annotations

from bot.outbox.message import Button, Message
from bot.reports.draft import MOST_CATEGORIES, ReportDraft
from bot.reports.judging import shipped_judge
from bot.reports.taxonomy import OTHER, categories, groups
from bot.turns.turn import Turn
from bot.views.case_words import group_name
from bot.views.report import category_label, choice, question
from handlers.report.steps.step import Step, kind_of

_MORE, _GROUP = "more", "group-"


class Category(Step):
    name = "category"

    def wanted(self, draft: ReportDraft) -> bool:
        return not draft.categories

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        proposed = [code for code in draft.judged if code != OTHER][:MOST_CATEGORIES]
        if not proposed:
            return self._all_groups(turn, draft)
        rows = [(choice(turn, draft, self.name, code, category_label(turn, code)),) for code in proposed]
        rows.append((choice(turn, draft, self.name, _MORE, turn.label("🗂 Another kind")),))
        labels = [category_label(turn, code) for code in proposed]
        return question(turn, draft, self.name, rows, proposed=labels, group=None)

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        """Said in other words: proposed anew from them."""
        judged = [code for code in shipped_judge().judge(text).categories if code != OTHER]
        if not judged:
            return False
        draft.judged = judged
        self._take(draft, judged[0])
        return True

    async def pressed(self, turn: Turn, draft: ReportDraft, value: str) -> bool:
        if value in categories():
            self._take(draft, value)
            return True
        if value == _MORE:
            turn.replace(self._all_groups(turn, draft))
        elif value.removeprefix(_GROUP) in groups():
            turn.replace(self._group(turn, draft, value.removeprefix(_GROUP)))
        return False

    def clear(self, draft: ReportDraft) -> None:
        draft.categories = []

    def _take(self, draft: ReportDraft, code: str) -> None:
        """What the citizen has confirmed, and nothing else; what it was judged to be is kept beside."""
        draft.categories = [code]
        draft.kind = kind_of(code, praise=draft.kind == "praise")

    def _all_groups(self, turn: Turn, draft: ReportDraft) -> Message:
        rows: list[tuple[Button, ...]] = []
        for letter in groups():
            value = OTHER if letter == "Z" else _GROUP + letter
            rows.append((choice(turn, draft, self.name, value, group_name(letter, turn.session.language)),))
        return question(turn, draft, self.name, rows, proposed=[], group=None)

    def _group(self, turn: Turn, draft: ReportDraft, letter: str) -> Message:
        codes = [code for code, category in categories().items() if category.group == letter]
        rows = [(choice(turn, draft, self.name, code, category_label(turn, code)),) for code in codes]
        rows.append((choice(turn, draft, self.name, _MORE, turn.label("⬅ All kinds")),))
        return question(turn, draft, self.name, rows, proposed=[], group=group_name(letter, turn.session.language))
