"""Who talks, and whether others listen."""

from __future__ import annotations

from bot.people import ChatRef
from bot.turns.turn import Turn


def chat_of(turn: Turn) -> ChatRef:
    person, address = turn.update.effective_user, turn.address
    return ChatRef(address.channel, address.bot, address.chat_id, person.id if person else address.chat_id)


def is_private(turn: Turn) -> bool:
    chat = turn.update.effective_chat
    return chat is None or chat.type == chat.PRIVATE
