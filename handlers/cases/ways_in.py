"""Ways to a case: /theodoi, a number anywhere in free text, number and secret in one message or in two."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.outbox.buttons import pattern
from bot.turns.turn import TurnContext, current_turn
from bot.views import case as views
from handlers.cases.asking import asks_for_case
from handlers.cases.opening import list_mine, look_up
from handlers.cases.reading import Typed, number_in, read
from handlers.cases.talk import NUMBER, SECRET, Standing, number_at_hand
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers


class _Named(MessageFilter):
    """A number of a case stands in the text."""

    def filter(self, message: Incoming) -> bool:
        return number_in(without_mention(message)) is not None


class _Meant(MessageFilter):
    """What was asked for, or was meant as it."""

    def filter(self, message: Incoming) -> bool:
        typed = read(without_mention(message))
        if typed.mistyped:
            return True
        asked_secret = current_turn.get().session.step == SECRET
        return asked_secret and (typed.secret is not None or typed.meant_secret)


class _Asked(MessageFilter):
    """How one's own report gets on is asked for, without its number."""

    def filter(self, message: Incoming) -> bool:
        return asks_for_case(without_mention(message))


_TEXT = ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("reports")


def handlers() -> Handlers:
    return [
        CommandHandler(["theodoi", "follow"], followed, filters=Keeps("reports")),
        CallbackQueryHandler(mine, pattern("case", "list")),
        MessageHandler(_TEXT & _Named(), named),
        MessageHandler(_TEXT & Standing(NUMBER, SECRET) & _Meant(), named),
        MessageHandler(_TEXT & _Asked(), asked),
    ]


async def followed(update: Update, context: TurnContext) -> None:
    """/theodoi: alone, or with number and secret behind it."""
    words = " ".join(context.args or [])
    if words:
        await _take(context, read(words))
    else:
        await list_mine(context.turn)


async def mine(update: Update, context: TurnContext) -> None:
    await list_mine(context.turn)


async def asked(update: Update, context: TurnContext) -> None:
    await list_mine(context.turn)


async def named(update: Update, context: TurnContext) -> None:
    assert update.message is not None  # the filters let only messages through
    await _take(context, read(without_mention(update.message)))


async def _take(context: TurnContext, typed: Typed) -> None:
    """A secret alone belongs to the number that was asked about."""
    turn = context.turn
    number = typed.number or (number_at_hand(turn) if typed.secret is not None else None)
    if number is not None:
        await look_up(turn, number, typed.secret)
    elif typed.meant_secret and not typed.mistyped:
        turn.say(views.plain(turn, "bad_secret"))
    else:
        turn.say(views.plain(turn, "bad_number"))
