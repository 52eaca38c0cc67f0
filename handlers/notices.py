"""/thongbao: notices for everybody, wanted or not; the button under each of them."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.outbox.buttons import data, pattern
from bot.outbox.message import Button, Message
from bot.turns.turn import Turn, TurnContext
from handlers.chat import chat_of, is_private
from handlers.listing import Handlers


def handlers() -> Handlers:
    return [
        CommandHandler(["thongbao", "notices"], show),
        CallbackQueryHandler(on, pattern("ntc", "on")),
        CallbackQueryHandler(off, pattern("ntc", "off")),
    ]


async def show(update: Update, context: TurnContext) -> None:
    turn = context.turn
    choices = turn.house.choices
    if choices is None or not is_private(turn):
        turn.say(Message(turn.render("privacy/group")))
        return
    wanted = await choices.wanted(chat_of(turn))
    button = (
        Button(turn.label("🔕 No more notices"), data("ntc", "off"))
        if wanted
        else Button(turn.label("🔔 Send me notices"), data("ntc", "on"))
    )
    turn.say(Message(turn.render("notices/choice", wanted=wanted), ((button,),)))


async def on(update: Update, context: TurnContext) -> None:
    _choose(context.turn, True)


async def off(update: Update, context: TurnContext) -> None:
    _choose(context.turn, False)


def _choose(turn: Turn, wanted: bool) -> None:
    choices = turn.house.choices
    if choices is None or not is_private(turn):
        turn.say(Message(turn.render("privacy/group")))
        return
    turn.write_briefly(choices.choose(chat_of(turn), wanted, turn.session.language))
    turn.say(Message(turn.render("notices/choice", wanted=wanted)))
