"""What happened, in the citizen's own words. What they already say is not asked again."""

from __future__ import annotations

from bot.clock import local
from bot.outbox.message import Message
from bot.places import find
from bot.reports.draft import MOST_CATEGORIES, MOST_STORY, Demand, ReportDraft
from bot.reports.judging import Judgement, shipped_judge
from bot.reports.offices import office_in
from bot.reports.understanding import amount_in, day_in, demand_in, money_in
from bot.turns.turn import Turn
from bot.views.report import question
from handlers.report.steps.step import Step, kind_of
from knowledge.search.text import fold

#: A place at least as clearly named as a commune of its own name (see bot.places.finder).
CLEAR_PLACE = 4.0
#: A category at least so strong is worth proposing.
LIKELY = 0.2
_PRAISE = ("cam on", "khen", "tuyet voi", "nhiet tinh", "tan tinh", "hai long", "thank", "helpful", "chu dao")


class Story(Step):
    name = "story"
    free_text = True

    def wanted(self, draft: ReportDraft) -> bool:
        return not draft.story and draft.dossier is None

    async def ask(self, turn: Turn, draft: ReportDraft) -> Message:
        return question(turn, draft, self.name, more=bool(draft.story))

    async def typed(self, turn: Turn, draft: ReportDraft, text: str) -> bool:
        room = MOST_STORY - sum(map(len, draft.story))
        if room <= 0:
            return False
        draft.story = [*draft.story, text[:room]]
        understand(turn, draft)
        return True

    def clear(self, draft: ReportDraft) -> None:
        draft.story = []


def understand(turn: Turn, draft: ReportDraft) -> None:
    """Take from the story what it says and nobody has said otherwise."""
    text = "\n".join(draft.story)
    judged = shipped_judge().judge(text)
    draft.judged = list(judged.categories) or _nearest(judged)
    draft.denunciation_like = judged.denunciation_like
    thanks = any(word in fold(text) for word in _PRAISE)
    draft.kind = kind_of(draft.judged[0], thanks) if draft.judged else "report"
    if draft.province is None and "place" not in draft.skipped:
        places = find(text)
        if places and places[0].strength >= CLEAR_PLACE and _alone(places):
            draft.province, draft.commune = places[0].province, places[0].commune
    draft.office = draft.office or office_in(text)
    draft.when = draft.when or day_in(text, local(turn.now).date())
    draft.amount = draft.amount or amount_in(text)
    draft.money = draft.money or money_in(text)
    words = demand_in(text)
    if draft.demand is None and words:
        draft.demand = Demand(words=words)


def _nearest(judged: Judgement) -> list[str]:
    """Whoever writes a report has something to report, however mildly it is put: what it sounds most like."""
    likely = [code for code, strength in judged.strengths.items() if strength >= LIKELY]
    return sorted(likely, key=lambda code: -judged.strengths[code])[:MOST_CATEGORIES]


def _alone(places: list) -> bool:  # type: ignore[type-arg]
    return len(places) == 1 or places[0].strength > places[1].strength
