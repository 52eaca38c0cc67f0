"""Who gets a broadcast: chats page by page, in the order of their look-up values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from sqlalchemy import Row

from bot.checklists.desk import chat_id_of as of_checklist
from bot.database import Database, Queries
from bot.dossiers.follow import chat_id_of as of_follow
from bot.notices.choices import sealed_for
from bot.sealing import ServerKey
from bot.texts import Language


def _of_choice(key: ServerKey, row: Row[Any]) -> int:
    return cast(int, orjson.loads(key.open(bytes(row.address), sealed_for(row.chat))))


#: Which audiences there are; each room opens the addresses that it sealed.
AUDIENCES: dict[str, Callable[[ServerKey, Row[Any]], int]] = {
    "agreed": _of_choice,
    "dossiers": of_follow,
    "checklists": of_checklist,
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """``chat``: look-up value."""

    chat: str
    channel: str
    bot: str
    chat_id: int
    language: Language


class Audience:
    def __init__(self, database: Database, key: ServerKey) -> None:
        self._database = database
        self._key = key
        self._queries = Queries.beside(__file__, database.dialect)

    async def count(self, audience: str, which: str) -> int:
        """Chats, each once."""
        async with self._database.read() as connection:
            found = await connection.execute(self._queries[f"count_{audience}"], {"which": which})
            return int(found.scalar_one())

    async def page(self, audience: str, which: str, after: str, most: int) -> tuple[list[Recipient], str | None]:
        """:param after: look-up value of the last chat of the page before; empty for the first.

        :returns: at most ``most`` chats, and where the next page goes on; None after the last.
        """
        binds = {"which": which, "after": after, "most": most}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries[audience], binds)).all()
        found: dict[str, Recipient] = {}
        for row in rows:  # a chat that follows three dossiers is one chat
            if row.chat not in found:
                chat_id = AUDIENCES[audience](self._key, row)
                found[row.chat] = Recipient(row.chat, row.channel, row.bot, chat_id, cast(Language, row.language))
        return list(found.values()), rows[-1].chat if len(rows) == most else None
