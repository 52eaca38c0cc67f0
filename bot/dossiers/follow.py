"""Who wants to be told of changes, where, and in which language. Addresses are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms
from bot.database import Queries
from bot.people import ChatRef
from bot.sealing import ServerKey

#: Shown under /hoso; following more is allowed.
MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Follower:
    """``chat``: look-up value of the chat."""

    chat: str
    channel: str
    bot: str
    chat_id: int
    language: Literal["vi", "en"]


class Follows:
    """Every method works on the caller's connection: following belongs to the turn that asks for it."""

    def __init__(self, key: ServerKey, dialect: str) -> None:
        self._key = key
        self._queries = Queries.beside(__file__, dialect)

    async def start(self, connection: AsyncConnection, code: str, chat: ChatRef, language: str, now: datetime) -> None:
        lookup = chat.lookup(self._key)
        row = {
            "code": code,
            "chat": lookup,
            "channel": chat.channel,
            "bot": chat.bot,
            "address": self._key.seal(orjson.dumps(chat.chat_id), _context(code, lookup)),
            "language": language,
            "now": epoch_ms(now),
        }
        await connection.execute(self._queries["put_follow"], row)

    async def stop(self, connection: AsyncConnection, code: str, chat: ChatRef) -> None:
        binds = {"code": code, "chat": chat.lookup(self._key)}
        await connection.execute(self._queries["drop_follow"], binds)

    async def stop_all(self, connection: AsyncConnection, code: str) -> None:
        await connection.execute(self._queries["drop_follows"], {"code": code})

    async def is_followed(self, connection: AsyncConnection, code: str, chat: ChatRef) -> bool:
        binds = {"code": code, "chat": chat.lookup(self._key)}
        return (await connection.execute(self._queries["follows"], binds)).first() is not None

    async def codes_of(self, connection: AsyncConnection, chat: ChatRef) -> Sequence[str]:
        binds = {"chat": chat.lookup(self._key), "most": MOST_LISTED}
        return (await connection.execute(self._queries["followed_by"], binds)).scalars().all()

    async def followers(self, connection: AsyncConnection, code: str) -> list[Follower]:
        rows = await connection.execute(self._queries["followers"], {"code": code})
        return [self._follower(code, row) for row in rows]

    async def follower(self, connection: AsyncConnection, code: str, chat: str) -> Follower | None:
        """:param chat: the look-up value."""
        row = (await connection.execute(self._queries["follower"], {"code": code, "chat": chat})).one_or_none()
        return self._follower(code, row) if row else None

    def _follower(self, code: str, row: Row[Any]) -> Follower:
        chat_id = chat_id_of(self._key, row, code)
        return Follower(row.chat, row.channel, row.bot, chat_id, cast(Literal["vi", "en"], row.language))


def chat_id_of(key: ServerKey, row: Row[Any], code: str | None = None) -> int:
    """:param row: chat and address of a follow. :param code: of the dossier; None: the row has it."""
    return cast(int, orjson.loads(key.open(bytes(row.address), _context(code or row.code, row.chat))))


def _context(code: str, chat: str) -> str:
    return f"dossier-follow|address|{code}|{chat}"
