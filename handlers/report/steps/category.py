"""What kind of matter it is: proposed from the story, confirmed or corrected by a button."""

from __future__ import annotations

from bot.outbox.message import Button, Message
from bot.reports.draft import MOST_CATEGORIES, Kind, ReportDraft
from bot.reports.judging import shipped_judge
from bot.reports.taxonomy import OTHER, PRAISE_OR_IDEA, categories, groups
from bot.turns.turn import Turn
from bot.views.report import category_label, choice, question
from handlers.report.steps.step import Step

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
        draft.kind = _kind_of(code, draft.kind)

    def _all_groups(self, turn: Turn, draft: ReportDraft) -> Message:
        rows: list[tuple[Button, ...]] = []
        for letter, group in groups().items():
            label = group.en if turn.session.language == "en" else group.vi
            value = OTHER if letter == "Z" else _GROUP + letter
            rows.append((choice(turn, draft, self.name, value, label),))
        return question(turn, draft, self.name, rows, proposed=[], group=None)

    def _group(self, turn: Turn, draft: ReportDraft, letter: str) -> Message:
        codes = [code for code, category in categories().items() if category.group == letter]
        rows = [(choice(turn, draft, self.name, code, category_label(turn, code)),) for code in codes]
        rows.append((choice(turn, draft, self.name, _MORE, turn.label("⬅ All kinds")),))
        group = groups()[letter]
        return question(
            turn, draft, self.name, rows, proposed=[], group=group.en if turn.session.language == "en" else group.vi
        )


def _kind_of(code: str, before: Kind) -> Kind:
    if code == PRAISE_OR_IDEA:
        return before if before in ("praise", "idea") else "idea"
    level = categories()[code].level
    return "rule" if level == "QD" else "fault" if level == "HT" else "report"
