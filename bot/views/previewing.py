"""A procedure as the chat shows it, outside of any talk: nothing sent, nothing remembered."""

from __future__ import annotations

from datetime import datetime

from telegram import Update

from bot.outbox.outgoing import Address
from bot.texts import Language
from bot.turns.session import Session
from bot.turns.turn import House, Turn
from bot.views.service import card_message
from knowledge.model import PublicService


def preview_turn(house: House, language: Language, now: datetime) -> Turn:
    """A turn that nobody waits for."""
    return Turn("preview", Update(0), Address("preview", "preview", 0), Session(language), house, now)


def card_text(house: House, service: PublicService, language: Language, now: datetime, facet: str | None = None) -> str:
    """The card as a citizen gets it who asks for ``facet``; Telegram's HTML."""
    return card_message(preview_turn(house, language, now), service, (), facet).text
