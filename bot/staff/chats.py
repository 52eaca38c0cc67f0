"""Binding a member's chat account by its numeric id: names of accounts change owners.

The console shows a one-time code; typed into a private chat with the bot it binds that chat. Whatever does not fit is
answered in the same words, and so is everybody else who writes the command.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.staff.accounts import Accounts
from bot.staff.member import Member

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

    async def bind(self, chat: ChatRef, typed: str) -> bool:
        """False: the code does not fit, is over, or this is a group; nobody is told which."""
        if chat.chat_id != chat.person:
            return False
        code = typed.upper().translate(_AS_MEANT)
        binds = {"token": self._key.lookup("staff-link", "chat", code), "now": epoch_ms(self._clock.now())}
        async with self._database.write() as connection:
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
            await connection.execute(self._queries["free_chat"], row)
            await connection.execute(self._queries["bind_chat"], row)
            await self._trail.note(connection, staff_id, "own.chat", staff_id, {"channel": chat.channel})
        return True
