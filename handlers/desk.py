"""The desk itself: welcome, help, and the way back to the beginning."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.outbox.buttons import pattern
from bot.outbox.message import Message
from bot.turns.turn import TurnContext
from bot.views.home import home_row, welcome
from handlers.listing import Handlers
from handlers.report.talk import give_up


def handlers() -> Handlers:
    return [
        CommandHandler("start", start),
        CommandHandler(["trogiup", "help"], help_),
        CommandHandler(["huy", "cancel"], cancel),
        CallbackQueryHandler(home, pattern("desk", "home")),
        CallbackQueryHandler(help_, pattern("desk", "help")),
    ]


async def start(update: Update, context: TurnContext) -> None:
    """/start alone; with a payload see handlers.deep_links."""
    turn = context.turn
    turn.session.leave_form()
    turn.say(welcome(turn))


async def help_(update: Update, context: TurnContext) -> None:
    context.turn.say(Message(context.turn.render("desk/help"), (home_row(context.turn),)))


async def cancel(update: Update, context: TurnContext) -> None:
    turn = context.turn
    give_up(turn)
    turn.session.leave_form()
    turn.session.subject = {}
    turn.say(Message(turn.render("desk/cancelled"), welcome(turn).buttons))


async def home(update: Update, context: TurnContext) -> None:
    context.turn.say(welcome(context.turn))
