"""Who talks to the program, and where: the one thing that every room of the domain knows about a chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sealing import ServerKey


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where a talk takes place. ``person``: who speaks; the same as the chat in private."""

    channel: str
    bot: str
    chat_id: int
    person: int

    def lookup(self, key: ServerKey) -> str:
        """The chat's name in tables that must not tell which chat it is."""
        return key.lookup("chat", self.channel, self.bot, self.chat_id)

    def person_lookup(self, key: ServerKey) -> str:
        """The name of who speaks, in those tables."""
        return key.lookup("person", self.channel, self.bot, self.person)
