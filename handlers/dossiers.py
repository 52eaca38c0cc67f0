"""Dossiers: a code anywhere in free text, the second factor, and the buttons under the answer."""

from __future__ import annotations

import re

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.ext.filters import MessageFilter

from bot.dossiers.asking import asks_for_dossier
from bot.dossiers.codes import code_in, from_deep_link, is_code, looks_like_code, rest_of
from bot.dossiers.opening import factor_in
from bot.outbox.buttons import pattern
from bot.turns.turn import TurnContext, current_turn
from bot.views import dossier as views
from handlers.chat import chat_of
from handlers.dossier_buttons import button_handlers
from handlers.dossier_photos import photo_handlers
from handlers.dossier_talk import FLOW, desk, look_up, try_factor
from handlers.filters import ADDRESSED, Keeps, without_mention
from handlers.listing import Handlers

_DIGITS = re.compile(r"[\d\s.\-+()]{3,30}")


class _Named(MessageFilter):
    """A dossier code stands in the text."""

    def filter(self, message: Incoming) -> bool:
        return code_in(message.text or "") is not None


class _Asked(MessageFilter):
    """Where a dossier stands is asked for, without its code."""

    def filter(self, message: Incoming) -> bool:
        return asks_for_dossier(without_mention(message))


class _Awaited(MessageFilter):
    """What was asked for: digits after a code, or something meant as a code."""

    def filter(self, message: Incoming) -> bool:
        session = current_turn.get().session
        text = without_mention(message)
        if session.flow != FLOW:
            return False
        return looks_like_code(text) or (session.step == "factor" and _DIGITS.fullmatch(text) is not None)


_TEXT = ADDRESSED & filters.TEXT & ~filters.COMMAND & Keeps("dossiers")


def handlers() -> Handlers:
    return [
        CommandHandler("start", linked, filters=Keeps("dossiers") & filters.Regex(r"^/start(?:@\w+)? hs_")),
        CommandHandler(["hoso", "dossier"], wanted, filters=Keeps("dossiers")),
        CallbackQueryHandler(wanted, pattern("dos", "ask")),
        MessageHandler(_TEXT & _Named(), named),
        MessageHandler(_TEXT & _Awaited(), awaited),
        MessageHandler(_TEXT & _Asked(), wanted),
        *button_handlers(),
        *photo_handlers(),
    ]


async def linked(update: Update, context: TurnContext) -> None:
    """``start=hs_…``: the code of a receipt's own link."""
    code = from_deep_link("".join(context.args or []))
    if code is None:
        await wanted(update, context)
        return
    await look_up(context.turn, code)


async def wanted(update: Update, context: TurnContext) -> None:
    """/hoso: alone, or with the code behind it."""
    turn = context.turn
    text = " ".join(context.args or [])
    if (code := code_in(text)) is not None:
        await look_up(turn, code, rest_of(text))
    elif text and looks_like_code(text):
        turn.session.flow, turn.session.step = FLOW, "code"
        turn.say(views.plain(turn, "bad_code"))
    else:
        turn.session.flow, turn.session.step = FLOW, "code"
        followed = await desk(turn).followed_by(chat_of(turn))
        turn.say(views.code_wanted(turn, list(followed)))


async def named(update: Update, context: TurnContext) -> None:
    assert update.message is not None
    text = without_mention(update.message)
    code = code_in(text)
    assert code is not None  # the filter saw it
    await look_up(context.turn, code, rest_of(text))


async def awaited(update: Update, context: TurnContext) -> None:
    """The four digits, or what was meant as a code."""
    turn = context.turn
    assert update.message is not None
    text = without_mention(update.message)
    code = turn.session.draft.get("dossier")
    digits = factor_in(text)
    if turn.session.step != "factor" or not isinstance(code, str) or not is_code(code):
        turn.say(views.plain(turn, "bad_code"))
    elif digits is None:
        turn.say(views.plain(turn, "bad_code" if looks_like_code(text) else "not_the_factor"))
    else:
        await try_factor(turn, code, digits)
