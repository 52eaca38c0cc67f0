"""Free text for the thread of a case: a message, why a closing is disputed, or a talk with a person."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.reports.cases import CaseView
from bot.turns.turn import Turn, TurnContext
from bot.views import case as views
from bot.views.search import outside_message
from handlers.cases.opening import ask_secret
from handlers.cases.talk import (
    DISPUTE,
    FILES,
    PERSON,
    WRITTEN,
    Standing,
    case_at_hand,
    desk,
    leave,
    number_at_hand,
)
from handlers.cases.traces import forget_words, keeps_here
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers
from handlers.questions import URGENT


def handlers() -> Handlers:
    return [
        MessageHandler(ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("reports") & Standing(*WRITTEN), typed),
        CommandHandler(["huy", "cancel"], stop, filters=Keeps("reports") & Standing(*WRITTEN, FILES)),
    ]


async def typed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert update.message is not None  # the filter lets only messages through
    text = without_mention(update.message)
    view = await case_at_hand(turn)
    _mind_danger(turn, text)
    forget_words(turn)
    if view is None or view.erased:
        not_open(turn)
    elif turn.session.step == DISPUTE:
        dispute(turn, view, text)
    else:
        write(turn, view, text)


def write(turn: Turn, view: CaseView, text: str) -> None:
    """Into the thread. A talk with a person goes on, anything else ends with one message."""
    turn.write(desk(turn).add_message(view.id, text))
    with_person = turn.session.step == PERSON
    if not with_person:
        leave(turn)
    turn.say(views.written(turn, view, with_person=with_person, taken_off=keeps_here(turn)))


def dispute(turn: Turn, view: CaseView, text: str | None) -> None:
    """Open it again, if there is still time; what was written reaches the thread either way."""
    leave(turn)
    if view.can_dispute_until is not None:
        turn.write(desk(turn).dispute(view.id, text))
        turn.say(views.about(turn, "disputed", view.number))
    elif text is not None:
        turn.write(desk(turn).add_message(view.id, text))
        turn.say(views.about(turn, "dispute_over", view.number))
    else:
        turn.say(views.case_message(turn, view))


async def stop(update: Update, context: TurnContext) -> None:
    """/huy: back to the bot. What was sent stays sent, a report that is being written stays too."""
    number = number_at_hand(context.turn)
    leave(context.turn)
    context.turn.say(views.back_at_desk(context.turn, number))


def not_open(turn: Turn) -> None:
    """This chat had opened it with the secret, half an hour ago: nothing of what was typed is kept."""
    number = number_at_hand(turn)
    turn.say(views.plain(turn, "not_sent"))
    if number is not None:
        ask_secret(turn, number)


def _mind_danger(turn: Turn, text: str) -> None:
    outside = turn.house.knowledge.search(text).outside
    if outside in URGENT:
        turn.say(outside_message(turn, str(outside)))
