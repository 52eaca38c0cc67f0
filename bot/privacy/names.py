"""Under which look-up values the tables know a chat and who speaks there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.people import ChatRef
from bot.sealing import ServerKey


@dataclass(frozen=True, slots=True)
class Names:
    """``chat``: where messages go; ``lane``: where they come from, and the session; ``person``: who speaks."""

    chat: str
    lane: str
    person: str

    @classmethod
    def of(cls, chat: ChatRef, key: ServerKey) -> Names:
        lane = key.lookup("lane", chat.channel, chat.bot, chat.chat_id)
        return cls(chat.lookup(key), lane, chat.person_lookup(key))
