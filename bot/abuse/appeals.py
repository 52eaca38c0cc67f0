"""What a blocked person says against it: sealed, read by administrators, answered in the chat it came from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.texts import Language

#: Against one block. The second is for who forgot the half of it; more would be a flood of another kind.
MOST_OF_A_BLOCK = 2
#: Characters; more is cut, and the person was told so before.
LONGEST = 1_000
#: Of a list on a page.
MOST = 50

DomainWrite = Callable[[AsyncConnection], Awaitable[None]]
May = Literal["may", "waiting", "over"]


@dataclass(frozen=True, slots=True)
class Appeal:
    """``words``: None when the row does not open. ``by``, ``reason``, ``until``: of the block."""

    id: int
    block_id: int
    lane: str
    channel: str
    language: Language
    words: str | None
    at: datetime
    state: str
    answer: str | None
    decided_by: str | None
    by: str
    reason: str
    until: datetime
    where: ChatRef | None


class Appeals:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def may(self, block_id: int) -> May:
        """Whether something can be said against this block now."""
        binds = {"block_id": block_id, "most": MOST_OF_A_BLOCK}
        async with self._database.read() as connection:
            return cast(May, (await connection.execute(self._queries["may_appeal"], binds)).scalar_one())

    def say(self, block_id: int, chat: ChatRef, words: str, language: Language) -> DomainWrite:
        """Keeps it; a second one while the first waits is dropped by the database."""
        row = {
            "block_id": block_id,
            "channel": chat.channel,
            "bot": chat.bot,
            "address": self._key.seal(orjson.dumps([chat.chat_id, chat.person]), f"appeal|address|{block_id}"),
            "language": language,
            "payload": self._key.seal(words[:LONGEST].encode(), f"appeal|payload|{block_id}"),
            "now": epoch_ms(self._clock.now()),
        }

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(self._queries["add_appeal"], row)

        return write

    async def all(self) -> list[Appeal]:
        """Those that wait first."""
        async with self._database.read() as connection:
            return [self._appeal(row) for row in await connection.execute(self._queries["appeals"], {"most": MOST})]

    async def one(self, number: int) -> Appeal | None:
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["appeal"], {"id": number})).one_or_none()
        return None if row is None else self._appeal(row)

    async def decide(self, connection: AsyncConnection, number: int, lifted: bool, answer: str, by: str) -> bool:
        """:returns: whether it was open."""
        binds = {"id": number, "state": "lifted" if lifted else "kept", "answer": answer, "by": by}
        binds["now"] = epoch_ms(self._clock.now())
        return (await connection.execute(self._queries["decide_appeal"], binds)).rowcount == 1

    def _appeal(self, row: Row[Any]) -> Appeal:
        try:
            words: str | None = self._key.open(bytes(row.payload), f"appeal|payload|{row.block_id}").decode()
            chat_id, person = orjson.loads(self._key.open(bytes(row.address), f"appeal|address|{row.block_id}"))
            where: ChatRef | None = ChatRef(row.channel, row.bot, chat_id, person)
        except ValueError:  # damaged, or of another key: it can still be decided, and nobody be told
            words = where = None
        return Appeal(
            row.id,
            row.block_id,
            row.lane,
            row.channel,
            cast(Language, row.language),
            words,
            from_epoch_ms(row.at),
            row.state,
            row.answer,
            row.decided_by,
            row.by,
            row.reason,
            from_epoch_ms(row.until),
            where,
        )
