"""A photo: perhaps of a receipt with a code on it. It is read elsewhere, since a handler never touches the network."""

from __future__ import annotations

from telegram import Message as Incoming
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.dossiers.codes import code_in, rest_of
from bot.intake.photos import UNREADABLE
from bot.outbox.message import Message
from bot.turns.turn import TurnContext
from bot.views import dossier as views
from bot.views.home import ways_in
from handlers.chat import is_private
from handlers.dossier_talk import desk, look_up
from handlers.filters import ADDRESSED
from handlers.listing import Handlers


def photo_handlers() -> Handlers:
    return [MessageHandler(ADDRESSED & (filters.PHOTO | filters.Document.IMAGE), pictured)]


async def pictured(update: Update, context: TurnContext) -> None:
    turn = context.turn
    message = update.message
    assert message is not None  # the filter lets only messages through
    file_id, code = _file_id(message), code_in(message.caption or "")
    if turn.house.dossiers is None or file_id == UNREADABLE:
        turn.say(Message(turn.render("dossier/photo_unreadable"), ways_in(turn)))
    elif code is not None:
        await look_up(turn, code, rest_of(message.caption or ""))
    elif not is_private(turn):
        turn.say(views.plain(turn, "group"))
    else:
        whole = update.to_dict()["message"]
        kept = {name: whole[name] for name in ("message_id", "date", "chat", "from") if name in whole}
        turn.write(desk(turn).read_photo(turn.key, turn.address.bot, update.update_id, file_id, kept))
        turn.say(Message(turn.render("dossier/photo_wait"), ways_in(turn)))


def _file_id(message: Incoming) -> str:
    """Of the largest size: small ones lose the code."""
    if message.photo:
        return message.photo[-1].file_id
    assert message.document is not None  # the filter lets only these two through
    return message.document.file_id
