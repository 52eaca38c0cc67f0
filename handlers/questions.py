"""Free text: a question. Answered when the search is sure, three procedures offered when it is not."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.outbox.message import Message
from bot.turns.buttons import arguments, pattern
from bot.turns.turn import Turn, TurnContext
from bot.views.browse import service_rows
from bot.views.home import EXAMPLES, ways_in
from handlers.filters import ADDRESSED, without_mention
from handlers.listing import Handlers
from handlers.procedures import open_procedure

#: What the search calls a part of a procedure, where the guidance calls it otherwise.
FACET_SECTIONS = {"form": "forms"}
#: "If the bot is not sure it offers three procedures as buttons."
OFFERED = 3


def handlers() -> Handlers:
    return [
        MessageHandler(ADDRESSED & filters.TEXT & ~filters.COMMAND, asked),
        CallbackQueryHandler(example_pressed, pattern("ask", "example", 1)),
    ]


async def asked(update: Update, context: TurnContext) -> None:
    message = update.message
    assert message is not None  # the filter lets only messages through
    await ask(context.turn, without_mention(message))


async def example_pressed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None
    (position,) = arguments(turn.press.data)
    await ask(turn, EXAMPLES[int(position) % len(EXAMPLES) if position.isdecimal() else 0])


async def ask(turn: Turn, question: str) -> None:
    """Find the procedure that ``question`` is about and say it, offer three, or say that nothing fits."""
    result = turn.house.knowledge.search(question)
    if result.action == "answer" and result.hits:
        await open_procedure(turn, result.hits[0].code, FACET_SECTIONS.get(result.facet or "", result.facet))
    elif result.action == "offer" and result.hits:
        turn.say(offer(turn, result.codes[:OFFERED]))
    else:
        turn.say(Message(turn.render("desk/not_found", result=result), ways_in(turn)))


def offer(turn: Turn, codes: list[str]) -> Message:
    """Full names in the message, short ones on the buttons."""
    names = [turn.house.knowledge.names[code] for code in codes]
    return Message(turn.render("desk/offer", names=names), (*service_rows(names), *ways_in(turn)))
