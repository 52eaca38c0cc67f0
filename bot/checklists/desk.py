"""The one door to kept lists: for conversations, and for telling of changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.checklists.model import Checklist, Kept
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.texts import Language

#: Shown under /giayto; more may be kept.
MOST_LISTED = 20

DomainWrite = Callable[[AsyncConnection], Awaitable[None]]


class ChecklistDesk:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def kept_days(self) -> int:
        """A list that nobody opens for so long is forgotten."""
        return await self._parameters.number("keep_checklist_days")

    async def of_chat(self, chat: ChatRef) -> list[Checklist]:
        """What ``chat`` keeps, the last opened first. :raises Unreadable: a row was altered or moved."""
        binds = {"chat": chat.lookup(self._key), "most": MOST_LISTED}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["list_of"], binds)).all()
        return [self._read(row) for row in rows]

    async def one(self, chat: ChatRef, code: str) -> Checklist | None:
        binds = {"chat": chat.lookup(self._key), "code": code}
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["one_of"], binds)).one_or_none()
        return self._read(row) if row is not None else None

    def keep(self, chat: ChatRef, checklist: Checklist, language: Language) -> DomainWrite:
        lookup = chat.lookup(self._key)
        place = f"{lookup}|{checklist.code}"
        row = {
            "chat": lookup,
            "code": checklist.code,
            "version": checklist.version,
            "body": self._key.seal(orjson.dumps(checklist.as_json()), f"checklist|body|{place}"),
            "language": language,
            "channel": chat.channel,
            "bot": chat.bot,
            "address": self._address(chat, place) if checklist.told else None,
            "now": epoch_ms(self._clock.now()),
        }

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(self._queries["put"], row)

        return write

    def drop(self, chat: ChatRef, code: str) -> DomainWrite:
        binds = {"chat": chat.lookup(self._key), "code": code}

        async def write(connection: AsyncConnection) -> None:
            await connection.execute(self._queries["drop"], binds)

        return write

    # -- telling of changes ------------------------------------------------------------------------------------------

    async def last_publication(self) -> int:
        """0 before the first."""
        async with self._database.brief_read() as connection:
            return (await connection.execute(self._queries["last_publication"])).scalar_one() or 0

    async def outdated(self, most: int) -> list[Kept]:
        """Lists to be held against what is published now. :raises Unreadable: a row was altered or moved."""
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["outdated"], {"most": most})).all()
        return [self._kept(row) for row in rows]

    async def held_against(self, connection: AsyncConnection, kept: Kept, version: int) -> None:
        binds = {"chat": kept.chat, "code": kept.checklist.code, "version": version}
        await connection.execute(self._queries["held_against"], binds)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _address(self, chat: ChatRef, place: str) -> bytes:
        return self._key.seal(orjson.dumps([chat.chat_id, chat.person]), f"checklist|address|{place}")

    def _read(self, row: Row[Any]) -> Checklist:
        body = orjson.loads(self._key.open(bytes(row.body), f"checklist|body|{row.chat}|{row.code}"))
        return Checklist.from_json(row.code, row.version, row.address is not None, body)

    def _kept(self, row: Row[Any]) -> Kept:
        chat_id, person = _address_of(self._key, row)
        where = ChatRef(row.channel, row.bot, chat_id, person)
        return Kept(row.chat, where, cast(Language, row.language), self._read(row))


def chat_id_of(key: ServerKey, row: Row[Any]) -> int:
    """:param row: chat, code and address of a list whose keeper wants to be told."""
    return _address_of(key, row)[0]


def _address_of(key: ServerKey, row: Row[Any]) -> tuple[int, int]:
    chat_id, person = orjson.loads(key.open(bytes(row.address), f"checklist|address|{row.chat}|{row.code}"))
    return chat_id, person
