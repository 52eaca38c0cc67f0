"""The desk itself: welcome, help, and the way back to the beginning."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.outbox.buttons import pattern
from bot.outbox.message import Message
from bot.turns.turn import TurnContext
from bot.views.home import home_row, welcome
from handlers.listing import Handlers
from handlers.procedures import open_procedure
from handlers.report.talk import drop

#: ``start=`` payloads: tt_1_001193 opens procedure 1.001193 (payloads allow letters, digits, _ and - only).
DEEP_LINK = "tt_"


def handlers() -> Handlers:
    return [
        CommandHandler("start", start),
        CommandHandler(["trogiup", "help"], help_),
        CommandHandler(["huy", "cancel"], cancel),
        CallbackQueryHandler(home, pattern("desk", "home")),
        CallbackQueryHandler(help_, pattern("desk", "help")),
    ]


async def start(update: Update, context: TurnContext) -> None:
    """/start, alone or with a deep link to a procedure."""
    turn = context.turn
    turn.session.leave_form()
    payload = " ".join(context.args or [])
    code = payload.removeprefix(DEEP_LINK).replace("_", ".", 1) if payload.startswith(DEEP_LINK) else ""
    if code in turn.house.knowledge.names:
        await open_procedure(turn, code)
    else:
        turn.say(welcome(turn))


async def help_(update: Update, context: TurnContext) -> None:
    context.turn.say(Message(context.turn.render("desk/help"), (home_row(context.turn),)))


async def cancel(update: Update, context: TurnContext) -> None:
    turn = context.turn
    drop(turn)
    turn.session.leave_form()
    turn.session.subject = {}
    turn.say(Message(turn.render("desk/cancelled"), welcome(turn).buttons))


async def home(update: Update, context: TurnContext) -> None:
    context.turn.say(welcome(context.turn))
