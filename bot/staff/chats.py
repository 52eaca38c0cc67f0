"""Binding a member's chat account by its numeric id: names of accounts change owners.

The console shows a one-time code; typed into a private chat with the bot it binds that chat. Whatever does not fit is
answered in the same words, and so is everybody else who writes the command.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.staff.accounts import Accounts
from bot.staff.errors import LinkOver
from bot.staff.member import Member
from bot.staff.withdrawing import withdraw

#: Crockford's alphabet: no I, L, O, U. 60 bits; typed by hand, so in groups of four.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = 12
CODE_LIVES = timedelta(minutes=10)
_AS_MEANT = str.maketrans("OIL", "011", "- ")


class ChatBinding:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, trail: AuditTrail, accounts: Accounts) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = trail
        self._accounts = accounts
        self._queries = Queries.beside(__file__, database.dialect)

    async def new_code(self, member: Member) -> str:
        """For ten minutes, once; an older one ends. :returns: as it is typed, ``7K3M-9QAB-CDEF``."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))
        async with self._database.write() as connection:
            await self._accounts.keep_token(connection, member.id, "chat", code, CODE_LIVES)
            await self._trail.note(connection, member.id, "own.chat", member.id)
        return "-".join(code[start : start + 4] for start in range(0, SYMBOLS, 4))

    async def fits(self, chat: ChatRef, typed: str) -> bool:
        """Whether ``binding`` would bind now. False: the code is none, or over, or this is a group."""
        if chat.chat_id != chat.person:
            return False
        binds = {"token": self._token(typed), "now": epoch_ms(self._clock.now())}
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["fits"], binds)).one_or_none() is not None

    def binding(self, chat: ChatRef, typed: str) -> Callable[[AsyncConnection], Awaitable[None]]:
        """What binds, for the commit in which the person is told so. :raises LinkOver: then, the code does not fit."""

        async def write(connection: AsyncConnection) -> None:
            if not await self._bind(connection, chat, typed):
                raise LinkOver

        return write

    async def bind(self, chat: ChatRef, typed: str) -> bool:
        """In a commit of its own. False: the code does not fit, is over, or this is a group; nobody is told which."""
        if chat.chat_id != chat.person:
            return False
        async with self._database.write() as connection:
            return await self._bind(connection, chat, typed)

    async def _bind(self, connection: AsyncConnection, chat: ChatRef, typed: str) -> bool:
        """What was on its way to the chat before this one is taken back, and to another account's whose chat it was."""
        now = self._clock.now()
        binds = {"token": self._token(typed), "now": epoch_ms(now)}
        staff_id = (await connection.execute(self._queries["take_link"], binds)).scalar_one_or_none()
        if staff_id is None:
            return False
        row = {
            "id": staff_id,
            "channel": chat.channel,
            "bot": chat.bot,
            "person": chat.person_lookup(self._key),
            "address": self._key.seal(str(chat.chat_id).encode(), f"staff_chat|address|{staff_id}"),
            "now": binds["now"],
        }
        freed = (await connection.execute(self._queries["free_chat"], row)).scalars().all()
        await connection.execute(self._queries["bind_chat"], row)
        for changed in (staff_id, *freed):
            await withdraw(connection, changed, now)
        await self._trail.note(connection, staff_id, "own.chat", staff_id, {"channel": chat.channel})
        return True

    def _token(self, typed: str) -> str:
        return self._key.lookup("staff-link", "chat", typed.upper().translate(_AS_MEANT))
