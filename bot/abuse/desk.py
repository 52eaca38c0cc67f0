"""What conversations and the console know of this room: blocks, objections, who floods."""

from __future__ import annotations

from bot.abuse.appeals import Appeals
from bot.abuse.blocks import Blocks
from bot.abuse.floods import Floods
from bot.clock import Clock
from bot.database import Database
from bot.people import ChatRef
from bot.sealing import ServerKey


class AbuseDesk:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._key = key
        self.blocks = Blocks(database, clock)
        self.floods = Floods(database, clock)
        self.appeals = Appeals(database, key, clock)

    def lane_of(self, chat: ChatRef) -> str:
        """The pseudonym of a private chat: as the inbox names it (bot.intake.update.person_of)."""
        return self._key.lookup("lane", chat.channel, chat.bot, chat.chat_id)
