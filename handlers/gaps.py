""" "Tell me when there is an answer": under a question that was not answered, or not rightly."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.outbox.buttons import arguments, data, pattern
from bot.outbox.message import Button, Message, Row
from bot.turns.turn import Turn, TurnContext
from bot.views.home import ways_in
from handlers.chat import chat_of, is_private
from handlers.listing import Handlers


def handlers() -> Handlers:
    return [CallbackQueryHandler(tell, pattern("gap", "tell", 1))]


async def tell(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None  # only buttons lead here
    (digest,) = arguments(turn.press.data)
    gaps = turn.house.gaps
    if gaps is None or not await gaps.known(digest):
        turn.say(Message(turn.render("desk/stale"), ways_in(turn)))
        return
    turn.write_briefly(gaps.wait(chat_of(turn), digest, turn.session.language))
    turn.say(Message(turn.render("gaps/waits"), ways_in(turn)))


def missed(turn: Turn, question: str, code: str | None = None) -> tuple[Row, ...]:
    """Keep ``question`` for whoever answers for the base, without who asked.

    :param code: what it was answered with, and was not meant.
    :returns: the offer to be told, where that can be done.
    """
    gaps = turn.house.gaps
    name = gaps.name(question) if gaps is not None else None
    if gaps is None or name is None:
        return ()
    turn.write_briefly(gaps.note(chat_of(turn), question, "wrong" if code is not None else "declined", code))
    if not is_private(turn):
        return ()
    return ((Button(turn.label("🔔 Tell me when there is an answer"), data("gap", "tell", name)),),)
