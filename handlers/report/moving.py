"""From one question to the next: saying it, going on, going back, and the review at the end."""

from __future__ import annotations

from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn
from bot.views.report_review import review_message
from handlers.report.demanded import compare
from handlers.report.steps import STEPS, next_step
from handlers.report.talk import REVIEW, keep, stand_at, step_before


async def go_on(turn: Turn, draft: ReportDraft) -> None:
    """Keep what was said and ask what is still missing, or show the whole for review."""
    if draft.demand is not None and draft.demand.verdict is None and draft.procedure is not None:
        await compare(turn, draft)
    step = next_step(draft)
    await say(turn, draft, step.name if step is not None else REVIEW)


async def say(turn: Turn, draft: ReportDraft, name: str) -> None:
    """Ask (again) what stands at ``name``; an unknown one is the review."""
    keep(turn, draft)
    if name in STEPS:
        stand_at(turn, name)
        turn.say(await STEPS[name].ask(turn, draft))
    else:
        stand_at(turn, REVIEW)
        turn.say(await review_message(turn, draft))


async def go_back(turn: Turn, draft: ReportDraft) -> None:
    """The question before, its answer forgotten; at the beginning, the first one again."""
    name = step_before(turn) or next(iter(STEPS))
    if name in STEPS:
        reopen(draft, name)
    await say(turn, draft, name)


def reopen(draft: ReportDraft, name: str) -> None:
    STEPS[name].clear(draft)
    draft.skipped = [part for part in draft.skipped if part != name]
