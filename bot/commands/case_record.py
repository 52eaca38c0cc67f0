"""What the command line does with a case, written into the audit chain: that takes the server key.

Cases can also be read on a host that has the inspectorate's key and not the server's: there no row can be chained, and
whoever reads is told so.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock
from bot.database import Database
from bot.database.key_check import server_key
from bot.errors import SettingsError
from bot.legal import LegalParameters
from bot.reports.cases import CaseWork
from bot.sealing import KEY_FILE, ServerKey
from bot.settings import load_settings
from bot.staff.store import Staff
from bot.workdays.store import CalendarStore

#: The member who works at the command line, as `bot.py cases --as` names them.
NAMED: ContextVar[str | None] = ContextVar("named", default=None)
UNWRITTEN = "There is no server key here: this is not written into the audit chain, and nothing is marked as seen."


class CaseRecord:
    """:param key: None: there is none on this host. :param actor: id of the member, None: nobody was named."""

    def __init__(self, database: Database, clock: Clock, key: ServerKey | None, actor: str | None = None) -> None:
        self._database = database
        self._actor = actor
        self._trail = AuditTrail(database, key, clock) if key is not None else None
        calendar, parameters = CalendarStore(database, clock), LegalParameters(database, clock)
        self._work = CaseWork(database, key, clock, parameters, calendar) if key is not None else None

    @classmethod
    async def of(cls, database: Database, clock: Clock) -> CaseRecord:
        """:raises KeyFolderError: the server key here is not the one of this database.

        :raises SettingsError: nobody who is active has the name that was given.
        """
        folder = load_settings().keys
        if not (folder / KEY_FILE).exists():
            print(UNWRITTEN, file=sys.stderr)
            return cls(database, clock, None)
        key = await server_key(database, folder)
        name = NAMED.get()
        member = await Staff(database, key, clock).named(name) if name is not None else None
        if name is not None and (member is None or not member.is_active):
            raise SettingsError(f"No active member of staff is called {name}.")
        return cls(database, clock, key, member.id if member is not None else None)

    async def look(self, case_id: str, detail: Mapping[str, Any], action: str = "case.read") -> None:
        """Before anything is shown or done."""
        async with self._database.write() as connection:
            await self.note(connection, action, case_id, detail)

    async def note(
        self, connection: AsyncConnection, action: str, case_id: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """In the caller's transaction. The actor is whoever was named: the passphrase proves that they may, the name is
        taken at its word, so the operating system's account stands beside it.
        """
        if self._trail is not None:
            said = {**(detail or {}), "account": _account()}
            await self._trail.note(connection, self._actor, action, case_id, said)

    async def seen(self, case_id: str) -> None:
        """What the citizen sent has been read: they are told so in their case."""
        if self._work is not None:
            await self._work.seen(case_id)


def _account() -> str:
    """Of the operating system; a container may have numbers only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
