"""Looking around: by field and by life event."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.outbox.buttons import arguments, pattern
from bot.outbox.message import Message
from bot.turns.turn import Turn, TurnContext
from bot.views.browse import event_message, events_message, field_message, fields_message
from bot.views.home import ways_in
from handlers.listing import Handlers


def handlers() -> Handlers:
    return [
        CallbackQueryHandler(events, pattern("browse", "events")),
        CallbackQueryHandler(fields, pattern("browse", "fields", 1)),
        CallbackQueryHandler(event, pattern("browse", "event", 2)),
        CallbackQueryHandler(field, pattern("browse", "field", 2)),
    ]


async def events(update: Update, context: TurnContext) -> None:
    context.turn.replace(events_message(context.turn))


async def fields(update: Update, context: TurnContext) -> None:
    turn = context.turn
    (number,) = _pressed(turn)
    turn.replace(fields_message(turn, _page(number)))


async def event(update: Update, context: TurnContext) -> None:
    turn = context.turn
    key, number = _pressed(turn)
    _replace(turn, event_message(turn, key, _page(number)))


async def field(update: Update, context: TurnContext) -> None:
    turn = context.turn
    key, number = _pressed(turn)
    _replace(turn, field_message(turn, key, _page(number)))


def _replace(turn: Turn, message: Message | None) -> None:
    """The list, or what to do when the list behind an old button is gone."""
    turn.replace(message or Message(turn.render("desk/stale"), ways_in(turn)))


def _pressed(turn: Turn) -> list[str]:
    assert turn.press is not None
    return arguments(turn.press.data)


def _page(number: str) -> int:
    return int(number) if number.isdecimal() and len(number) < 5 else 1
