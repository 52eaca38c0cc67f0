"""/start with a payload: the QR code of a procedure or of an office, or a link that nobody knows any more."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.outbox.message import Message
from bot.places.links import target_of
from bot.turns.turn import TurnContext
from bot.views.home import ways_in
from handlers.listing import Handlers
from handlers.places import open_office
from handlers.procedures import open_procedure

_WITH_PAYLOAD = filters.Regex(r"^/start(?:@\w+)?\s+\S")


def handlers() -> Handlers:
    """After the rooms that have payloads of their own, before the desk's plain /start."""
    return [CommandHandler("start", linked, filters=_WITH_PAYLOAD)]


async def linked(update: Update, context: TurnContext) -> None:
    turn = context.turn
    turn.session.leave_form()
    target = target_of("".join(context.args or []))
    code = target.procedure if target else None
    if code is not None and code in turn.house.knowledge.names:
        await open_procedure(turn, code)
        return
    office = target.office if target else None
    if office is not None and turn.house.places is not None and await open_office(turn, office):
        return
    turn.say(Message(turn.render("place/old_link"), ways_in(turn)))
