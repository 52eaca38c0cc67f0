"""The buttons of a report: choices, skip, back, edit. Each names its report, so that old ones are safe."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.reports.draft import ReportDraft
from bot.turns.turn import Turn, TurnContext
from bot.views.home import ways_in
from bot.views.report import formal_message, tag
from bot.views.report_review import review_message
from handlers.listing import Handlers
from handlers.report.moving import go_back, go_on, reopen, say
from handlers.report.steps import STEPS
from handlers.report.steps.ways import FORMAL, LEAVE
from handlers.report.talk import REVIEW, draft_in, give_up, keep, stand_at

_Action = Callable[[Turn, ReportDraft, list[str]], Coroutine[Any, Any, None]]


def handlers() -> Handlers:
    return [
        CallbackQueryHandler(on_draft(chosen), pattern("rep", "set", 3)),
        CallbackQueryHandler(on_draft(skip), pattern("rep", "skip", 2)),
        CallbackQueryHandler(on_draft(back), pattern("rep", "back", 1)),
        CallbackQueryHandler(on_draft(edit), pattern("rep", "edit", 2)),
        CallbackQueryHandler(on_draft(toggle), pattern("rep", "toggle", 2)),
        CallbackQueryHandler(on_draft(resume), pattern("rep", "resume", 1)),
        CallbackQueryHandler(on_draft(stop), pattern("rep", "stop", 1)),
    ]


def on_draft(action: _Action) -> Callable[[Update, TurnContext], Coroutine[Any, Any, None]]:
    """Opens the report that the button names, if it is still being written here and was agreed to."""

    async def pressed(update: Update, context: TurnContext) -> None:
        turn = context.turn
        assert turn.press is not None
        named, *rest = arguments(turn.press.data)
        draft = draft_in(turn)
        if draft is None or tag(draft) != named or (draft.consent is None and action is not stop):
            turn.notice(turn.label("This report has been sent or dropped."))
            turn.say(Message(turn.render("report/gone"), ways_in(turn)))
            return
        await action(turn, draft, rest)

    return pressed


async def chosen(turn: Turn, draft: ReportDraft, rest: list[str]) -> None:
    name, value = rest
    step = STEPS.get(name)
    if (name, value) == ("ways", LEAVE):
        await stop(turn, draft, [])
    elif (name, value) == ("ways", FORMAL):
        turn.say(formal_message(turn, draft))
    elif step is not None and await step.pressed(turn, draft, value):
        await go_on(turn, draft)
    else:
        keep(turn, draft)  # the step has shown more to choose from


async def skip(turn: Turn, draft: ReportDraft, rest: list[str]) -> None:
    """ "I don't know", "I'd rather not": never asked again, and that is all right."""
    (name,) = rest
    if name in STEPS and name not in draft.skipped:
        draft.skipped = [*draft.skipped, STEPS[name].name]
    await go_on(turn, draft)


async def back(turn: Turn, draft: ReportDraft, _: list[str]) -> None:
    await go_back(turn, draft)


async def edit(turn: Turn, draft: ReportDraft, rest: list[str]) -> None:
    """One answer given anew from the review; the rest stays. The story only grows."""
    (name,) = rest
    if name not in STEPS:
        await say(turn, draft, REVIEW)
        return
    if name != "story":
        reopen(draft, name)
    await say(turn, draft, name)


async def toggle(turn: Turn, draft: ReportDraft, rest: list[str]) -> None:
    if rest == ["other"]:
        draft.for_other = not draft.for_other
    elif rest == ["person"]:
        draft.wants_person = not draft.wants_person
    keep(turn, draft)
    stand_at(turn, REVIEW)
    turn.replace(await review_message(turn, draft))


async def resume(turn: Turn, draft: ReportDraft, _: list[str]) -> None:
    await go_on(turn, draft)


async def stop(turn: Turn, draft: ReportDraft, _: list[str]) -> None:
    """Nothing of it stays."""
    give_up(turn)
    turn.say(Message(turn.render("report/dropped"), ways_in(turn)))
