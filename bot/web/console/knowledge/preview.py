"""An entry as the chat shows it: the same views, the same words, nothing sent and nothing remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.outbox.buttons import arguments, data
from bot.outbox.message import Button, Message
from bot.texts import Language
from bot.turns.turn import House, Turn
from bot.views.choices import Choice, unpacked
from bot.views.previewing import preview_turn
from bot.views.service import card_message, case_message, section_message
from bot.web.chat.rendering import message_html
from bot.whole import whole
from knowledge.cases import UnknownCase, next_question
from knowledge.model import PublicService

_CARD, _SECTION = 2, 4
#: Longest data of a button; what is longer was made up.
MOST_DATA = 64


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the chat. ``buttons``: (label, what pressing it asks for) by row; None leads out of the entry."""

    html: Markup
    buttons: tuple[tuple[tuple[str, str | None], ...], ...]
    at: datetime


def preview(house: House, service: PublicService, language: Language, now: datetime, pressed: str = "") -> Shown:
    """:param pressed: data of a button of an earlier preview; without it, the entry as it is opened."""
    turn = preview_turn(house, language, now)
    message = _pressed(turn, service, pressed) or _answer(turn, service, ())
    leads = _leads(service)
    rows = tuple(tuple((button.label, leads(button)) for button in row) for row in message.buttons)
    return Shown(message_html(message.text), rows, now)


def _pressed(turn: Turn, service: PublicService, pressed: str) -> Message | None:
    """As handlers.procedures answers a press."""
    if len(pressed) > MOST_DATA:
        return None
    given = arguments(pressed)
    if _is(pressed, service, "card") and len(given) == _CARD:
        return _answer(turn, service, unpacked(given[1]))
    if _is(pressed, service, "sec") and len(given) == _SECTION:
        _, case, key, number = given
        return section_message(turn, service, _known(service, unpacked(case)), key, _number(number))
    return None


def _answer(turn: Turn, service: PublicService, choice: Choice) -> Message:
    choice = _known(service, choice)
    question = next_question(service, choice)
    if question is not None:
        return case_message(turn, service, choice, question)
    return card_message(turn, service, choice)


def _known(service: PublicService, choice: Choice) -> Choice:
    try:
        next_question(service, choice)
    except UnknownCase:
        return ()
    return choice


def _leads(service: PublicService) -> Callable[[Button], str | None]:
    def where(button: Button) -> str | None:
        pressed = button.data or ""
        return pressed if _is(pressed, service, "card") or _is(pressed, service, "sec") else None

    return where


def _is(pressed: str, service: PublicService, action: str) -> bool:
    return pressed.startswith(data("svc", action, service.identifier) + ":")


def _number(text: str) -> int:
    return whole(text) or 1
