"""/ngonngu: Vietnamese or English, by one tap."""

from __future__ import annotations

from typing import cast

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.outbox.buttons import arguments, data, pattern
from bot.outbox.message import Button, Message
from bot.texts import Language
from bot.turns.turn import Turn, TurnContext
from bot.views.home import welcome
from handlers.listing import Handlers

NAMES = {"vi": "Tiếng Việt", "en": "English"}


def handlers() -> Handlers:
    return [
        CommandHandler(["ngonngu", "language"], choose),
        CallbackQueryHandler(pressed, pattern("lang", "set", 1)),
    ]


async def choose(update: Update, context: TurnContext) -> None:
    """/ngonngu shows both; ``/ngonngu en`` sets it."""
    turn = context.turn
    wanted = (context.args or [""])[0].lower()
    if wanted in NAMES:
        switch(turn, wanted)
        return
    row = tuple(Button(name, data("lang", "set", code)) for code, name in NAMES.items())
    turn.say(Message(turn.render("desk/language"), (row,)))


async def pressed(update: Update, context: TurnContext) -> None:
    turn = context.turn
    assert turn.press is not None
    (wanted,) = arguments(turn.press.data)
    switch(turn, wanted)


def switch(turn: Turn, wanted: str) -> None:
    if wanted in NAMES:
        turn.session.language = cast(Language, wanted)
    turn.say(welcome(turn))


def answer_in(turn: Turn, spoken: Language) -> None:
    """Take up the language somebody asks in, and say so once, with the way back: who asks in English reads English."""
    before = turn.session.language
    if spoken == before:
        return
    turn.session.language = spoken
    back = Button(f"🌐 {NAMES[before]}", data("lang", "set", before))
    turn.say(Message(turn.render("desk/language_heard"), ((back,),)))
