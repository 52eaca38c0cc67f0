"""Who wants notices, and who wants none. Of who wants none, only a look-up value is kept, so that none is sent."""

from __future__ import annotations

import orjson

from bot.clock import Clock, epoch_ms
from bot.database import BriefWrite, Database, Queries, Statements
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.texts import Language


class NoticeChoices:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def wanted(self, chat: ChatRef) -> bool | None:
        """None: they were never asked."""
        async with self._database.read() as connection:
            binds = {"chat": chat.lookup(self._key)}
            found = (await connection.execute(self._queries["choice_of"], binds)).scalar_one_or_none()
        return None if found is None else bool(found)

    def choose(self, chat: ChatRef, wanted: bool, language: Language) -> BriefWrite:
        lookup = chat.lookup(self._key)
        row = {
            "chat": lookup,
            "channel": chat.channel,
            "bot": chat.bot,
            "address": self._key.seal(orjson.dumps(chat.chat_id), sealed_for(lookup)) if wanted else None,
            "language": language,
            "now": epoch_ms(self._clock.now()),
        }

        async def write(connection: Statements) -> None:
            await connection.execute(self._queries["choose"], row)

        return BriefWrite(f"notice_choice|{lookup}", write)


def sealed_for(chat: str) -> str:
    return f"notice-choice|address|{chat}"
