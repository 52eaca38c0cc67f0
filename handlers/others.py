"""Last in line: what no conversation took still gets a helpful answer."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.outbox.message import Message
from bot.turns.turn import TurnContext
from bot.views.home import ways_in
from handlers.filters import ADDRESSED
from handlers.listing import Handlers

#: Service messages (somebody joined, a pin, a title) are not talk.
_MEDIA = ~filters.StatusUpdate.ALL


def handlers() -> Handlers:
    return [
        MessageHandler(ADDRESSED & filters.COMMAND, unknown_command),
        MessageHandler(ADDRESSED & filters.VOICE, voice),
        MessageHandler(ADDRESSED & (filters.PHOTO | filters.Document.ALL | filters.VIDEO), picture),
        MessageHandler(ADDRESSED & _MEDIA, wordless),
        CallbackQueryHandler(stale),
    ]


async def unknown_command(update: Update, context: TurnContext) -> None:
    _help_with(context, "desk/unknown_command")


async def voice(update: Update, context: TurnContext) -> None:
    _help_with(context, "desk/voice")


async def picture(update: Update, context: TurnContext) -> None:
    _help_with(context, "desk/picture")


async def wordless(update: Update, context: TurnContext) -> None:
    _help_with(context, "desk/wordless")


async def stale(update: Update, context: TurnContext) -> None:
    """A button whose meaning is gone: of a procedure that is no longer published, or of another version of the bot."""
    turn = context.turn
    turn.notice(turn.label("This button is out of date."))
    turn.say(Message(turn.render("desk/stale"), ways_in(turn)))


def _help_with(context: TurnContext, template: str) -> None:
    turn = context.turn
    turn.say(Message(turn.render(template), ways_in(turn)))
