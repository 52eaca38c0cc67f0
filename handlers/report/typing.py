"""Free text while a report is being written: the answer to the question, or a question in between."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.outbox.message import Message
from bot.reports.draft import ReportDraft
from bot.reports.judging import shipped_judge
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views.report import agree_first_message
from bot.views.search import outside_message
from handlers.chat import is_private
from handlers.filters import ADDRESSED, without_mention
from handlers.listing import Handlers
from handlers.questions import URGENT, ask
from handlers.report.hearing import asks_person, asks_question
from handlers.report.moving import go_on, say
from handlers.report.steps import STEPS
from handlers.report.steps.procedure import suggested
from handlers.report.talk import FLOW, REVIEW, draft_in, keep


class Writing(MessageFilter):
    """A report is being written in this chat."""

    def filter(self, message: Incoming) -> bool:
        turn = current_turn.get()
        return turn.house.reports is not None and turn.session.flow == FLOW and is_private(turn)


def handlers() -> Handlers:
    return [MessageHandler(ADDRESSED & filters.TEXT & ~filters.COMMAND & Writing(), typed)]


async def typed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    draft = draft_in(turn)
    assert update.message is not None  # the filter lets only messages through
    text = without_mention(update.message)
    if draft is None:  # written by another version of the program, and not readable by this one
        await ask(turn, text)
        return
    _mind_danger(turn, text)
    if asks_person(text):
        draft.wants_person = True
        turn.say(Message(turn.render("report/person")))
        if draft.consent is None:
            keep(turn, draft)
            turn.say(agree_first_message(turn, draft))
        else:
            await say(turn, draft, turn.session.step or REVIEW)
    elif draft.consent is None and is_side_question(turn, draft, text):
        await ask(turn, text)
    elif draft.consent is None:
        draft.story = [*draft.story, text]
        keep(turn, draft)
        turn.say(agree_first_message(turn, draft))
    else:
        await _answer(turn, draft, text)


async def _answer(turn: Turn, draft: ReportDraft, text: str) -> None:
    step = STEPS.get(turn.session.step or "")
    name = turn.session.step or REVIEW
    if step is None or step.free_text:
        if is_side_question(turn, draft, text):
            await _aside(turn, draft, text, name)
        elif step is None:  # at the review: more of the story
            await STEPS["story"].typed(turn, draft, text)
            await say(turn, draft, REVIEW)
        elif await step.typed(turn, draft, text):
            await go_on(turn, draft)
        else:
            await say(turn, draft, name)
        return
    before = len(turn.outgoing)
    if await step.typed(turn, draft, text):
        await go_on(turn, draft)
    elif len(turn.outgoing) > before:  # the step has asked back
        keep(turn, draft)
    elif is_side_question(turn, draft, text):
        await _aside(turn, draft, text, name)
    else:
        turn.say(Message(turn.render("report/not_understood", step=name)))
        await say(turn, draft, name)


def is_side_question(turn: Turn, draft: ReportDraft, text: str) -> bool:
    """A question about procedures that can be answered; what tells of a grievance is part of the story."""
    if not asks_question(text) or shipped_judge().judge(text).grievance:
        return False
    knowledge = turn.house.knowledge
    follows = knowledge.follow_up(text) is not None and _about(turn, draft) is not None
    return follows or knowledge.search(text).action == "answer"


def _about(turn: Turn, draft: ReportDraft) -> str | None:
    """The procedure that a question without a subject speaks of: the report's, else the story's, else the talk's."""
    spoken = turn.session.subject.get("code")
    return draft.procedure or next(iter(suggested(turn, draft)), None) or (spoken if isinstance(spoken, str) else None)


async def _aside(turn: Turn, draft: ReportDraft, text: str, name: str) -> None:
    """Answer, then come back to where the report stood."""
    about = _about(turn, draft)
    if about is not None:
        turn.session.subject = {**turn.session.subject, "code": about}
    await ask(turn, text)
    turn.say(Message(turn.render("report/back_to_it")))
    await say(turn, draft, name)


def _mind_danger(turn: Turn, text: str) -> None:
    outside = turn.house.knowledge.search(text).outside
    if outside in URGENT:
        turn.say(outside_message(turn, str(outside)))
