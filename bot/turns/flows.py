"""Which form a conversation is in, for those who bring something to it. A look, not a promise: it may move on."""

from __future__ import annotations

from bot.database import Database
from bot.sealing import ServerKey
from bot.turns.claims import Claims


class Flows:
    def __init__(self, database: Database, key: ServerKey) -> None:
        self._key = key
        self._claims = Claims(database, key)

    async def of(self, channel: str, bot: str, chat_id: int) -> str | None:
        """``Session.flow`` of a private chat; None when nothing is being asked there."""
        return await self.of_lane(self._key.lookup("lane", channel, bot, chat_id))

    async def of_lane(self, lane: str) -> str | None:
        """The same, by the name that the inbox has for the person."""
        session = (await self._claims.sessions([lane])).get(lane)
        return session.flow if session is not None else None
