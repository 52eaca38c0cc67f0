"""What stands before the inbox: is the channel open, and is this person heard. All doors share one of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.abuse import Guard
from bot.intake.doorway import Doorway
from bot.intake.telegram import keep
from bot.intake.update import RawUpdate, sent_at, words_of
from bot.sealing import ServerKey


class Entrance:
    def __init__(self, key: ServerKey, guard: Guard, doorway: Doorway) -> None:
        self._key = key
        self.guard = guard
        self.doorway = doorway

    async def admitted(self, bot: str, values: Sequence[Any]) -> list[RawUpdate]:
        """The updates to be kept, of what Telegram handed over; the others are dropped on purpose and counted."""
        kept = []
        for value in values:
            update = keep(bot, value)
            if await self.guard.refuses(update.lane(self._key), words_of(value), sent_at(value)) is None:
                kept.append(update)
        return kept
