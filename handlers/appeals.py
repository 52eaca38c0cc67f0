"""/khangnghi: what a blocked person says against it. One message; a person reads it and answers in the same chat."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.abuse.appeals import LONGEST
from bot.outbox.buttons import pattern
from bot.outbox.message import Message
from bot.texts.filters import clean
from bot.turns.turn import Turn, TurnContext, current_turn
from bot.views.home import ways_in
from handlers.chat import chat_of, is_private
from handlers.listing import Handlers

#: Also what bot.abuse.guard lets through.
FLOW = "appeal"


class _Awaited(MessageFilter):
    """The words were asked for."""

    def filter(self, message: Incoming) -> bool:
        turn = current_turn.get()
        return turn.session.flow == FLOW and is_private(turn)


def handlers() -> Handlers:
    return [
        CommandHandler(["khangnghi", "appeal"], begin),
        CallbackQueryHandler(begin, pattern("apl", "begin")),
        MessageHandler(filters.TEXT & ~filters.COMMAND & _Awaited(), heard),
    ]


async def begin(update: Update, context: TurnContext) -> None:
    turn = context.turn
    if await _may(turn) is None:
        return
    turn.session.flow, turn.session.step = FLOW, "words"
    turn.say(Message(turn.render("abuse/ask", most=LONGEST)))


async def heard(update: Update, context: TurnContext) -> None:
    turn = context.turn
    block_id = await _may(turn)
    if block_id is None:
        turn.session.flow = turn.session.step = None
        return
    assert update.message is not None  # _Awaited
    assert turn.house.abuse is not None  # _may
    words = clean(update.message.text or "").strip()
    if not words or len(words) > LONGEST:
        turn.say(Message(turn.render("abuse/long", most=LONGEST)))
        return
    turn.session.flow = turn.session.step = None
    turn.write(turn.house.abuse.appeals.say(block_id, chat_of(turn), words, turn.session.language))
    turn.say(Message(turn.render("abuse/sent"), ways_in(turn)))


async def _may(turn: Turn) -> int | None:
    """Id of the block against which something can be said now; otherwise the person has been told why not."""
    abuse = turn.house.abuse
    if abuse is None or not is_private(turn):
        turn.say(Message(turn.render("privacy/group")))
        return None
    block = await abuse.blocks.of(abuse.lane_of(chat_of(turn)))
    if block is None:
        turn.say(Message(turn.render("abuse/free"), ways_in(turn)))
        return None
    may = await abuse.appeals.may(block.id)
    if may == "may":
        return block.id
    turn.say(Message(turn.render(f"abuse/{may}", until=block.until)))
    return None
