"""Inspectorate keys: who can open which case. Public halves in the table, private halves in files under passphrases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.errors import KeyFolderError, OperatorError
from bot.reports.vault.casekeys import CaseKey, PublicKey, open_case_key
from bot.reports.vault.keyfiles import COST, EVERYWHERE, Cost, KeyFile, KeyFolder, new_passphrase, require_good

FOLDER = "inspectorate"


class NoSuchKey(OperatorError):
    """There is no such inspectorate key in force."""


class LastKey(OperatorError):
    """The last key for the whole country cannot be retired: reports could not be filed any more. Add another first."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """``here``: its file stands on this host; ``passphrase_here``: so does the passphrase that was made with it."""

    key: PublicKey
    scope: str
    for_leads: bool
    made_at: datetime
    retired_at: datetime | None
    here: bool
    passphrase_here: bool


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An inspectorate key whose holder has given the passphrase. In memory only."""

    key_id: str
    private: bytes = field(repr=False)

    def open_case(self, case_id: str, public: bytes, sealed: bytes) -> CaseKey:
        """:param sealed: of the row of ``case_key`` for this key. :raises Unreadable: see ``open_case_key``."""
        return open_case_key(self.private, self.key_id, case_id, public, sealed)


class InspectorateKeys:
    """:param key_folder: MOTCUA_KEY_DIR; the files stand in ``inspectorate`` below it.
    :param cost: of trying a passphrase; less in tests only.
    """

    def __init__(self, database: Database, key_folder: Path, clock: Clock, cost: Cost = COST) -> None:
        self._database = database
        self._clock = clock
        self._cost = cost
        self._queries = Queries.beside(__file__, database.dialect)
        self.folder = KeyFolder(key_folder / FOLDER)

    async def ensure(self) -> list[str]:
        """Make a key for the whole country when there is none; however many processes start at once, one results.

        :returns: lines for the console: passphrases that still lie on this host, files that open nothing.
        :raises KeyFolderError: a key file can be read by others, is broken, or is not the key that the table names.
        """
        rows = await self._rows()
        if not _has_root(rows):
            await self._make_first()
            rows = await self._rows()
        files = await asyncio.to_thread(self.folder.files)
        return self._orphans(rows, files) + [self._told(path) for path in self.folder.passphrases()]

    async def chain(self, province: str | None, *, restricted: bool) -> list[PublicKey]:
        """The keys a case of ``province`` (code, None when unknown) is sealed to; the oldest first.

        :param restricted: only keys of leads, where the chain has any.
        :raises OperatorError: no key is in force.
        """
        binds = {"everywhere": EVERYWHERE, "province": province or EVERYWHERE}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["chain"], binds)).all()
        if not rows:
            raise NoSuchKey("No inspectorate key is in force: reports cannot be sealed to anybody.")
        leads = [row for row in rows if row.for_leads]
        return [PublicKey(row.id, bytes(row.public)) for row in (leads if restricted and leads else rows)]

    def unlock(self, key_id: str, passphrase: str) -> Unlocked:
        """Slow on purpose (Argon2id): call it in a thread where others wait.

        :raises WrongPassphrase: it does not open the key.
        :raises KeyFolderError: the key's file is not on this host, or cannot be used.
        """
        return Unlocked(key_id, self._file(key_id).unwrap(passphrase))

    async def all(self) -> list[KeyRow]:
        """Every key, retired ones too, the oldest first."""
        here = {file.id for file in self.folder.files()}
        return [
            KeyRow(
                key=PublicKey(row.id, bytes(row.public)),
                scope=row.scope,
                for_leads=bool(row.for_leads),
                made_at=from_epoch_ms(row.made_at),
                retired_at=from_epoch_ms(row.retired_at) if row.retired_at is not None else None,
                here=row.id in here,
                passphrase_here=self.folder.passphrase_path(row.id).exists(),
            )
            for row in await self._rows()
        ]

    async def add(self, scope: str, *, for_leads: bool, passphrase: str) -> str:
        """Make another key, on this host. :returns: its id. :raises PoorPassphrase: it is too short."""
        require_good(passphrase)
        file = await asyncio.to_thread(KeyFile.generate, scope, for_leads, passphrase, self._cost)
        await asyncio.to_thread(self.folder.place, file, None)
        async with self._database.write() as connection:
            await self._enter(connection, file)
        return file.id

    async def retire(self, key_id: str) -> None:
        """Nothing new is sealed to it; what was sealed to it before, it still opens.

        :raises NoSuchKey: no such key is in force. :raises LastKey: it is the last one for the whole country.
        """
        async with self._database.write() as connection:
            await connection.execute(self._queries["lock_keys"])
            rows = [row for row in await self._rows(connection) if row.retired_at is None]
            if all(row.id != key_id for row in rows):
                raise NoSuchKey
            if all(row.id == key_id for row in rows if row.scope == EVERYWHERE):
                raise LastKey
            await connection.execute(self._queries["retire_key"], {"id": key_id, "now": epoch_ms(self._clock.now())})

    def change_passphrase(self, key_id: str, old: str, new: str) -> None:
        """Put the key's file under another passphrase; one that lay beside it is removed. Slow on purpose.

        :raises PoorPassphrase: the new one is too short. :raises WrongPassphrase: the old one does not open it.
        """
        require_good(new)
        file = self._file(key_id)
        self.folder.put_back(file.rewrapped(file.unwrap(old), new, self._cost))

    async def _make_first(self) -> None:
        passphrase = new_passphrase()
        made = await asyncio.to_thread(KeyFile.generate, EVERYWHERE, False, passphrase, self._cost)
        async with self._database.write() as connection:
            await connection.execute(self._queries["lock_keys"])
            if _has_root(await self._rows(connection)):
                return  # another process was first
            # The file of a start that ended before its commit, or of a folder kept from before, is taken up again.
            files = [file for file in await asyncio.to_thread(self.folder.files) if file.scope == EVERYWHERE]
            if not files:
                await asyncio.to_thread(self.folder.place, made, passphrase)
            for file in files or [made]:
                await self._enter(connection, file)

    async def _enter(self, connection: AsyncConnection, file: KeyFile) -> None:
        row = {
            "id": file.id,
            "scope": file.scope,
            "for_leads": file.for_leads,
            "public": file.public,
            "now": epoch_ms(self._clock.now()),
        }
        await connection.execute(self._queries["add_key"], row)

    async def _rows(self, connection: AsyncConnection | None = None) -> Sequence[Row[Any]]:
        if connection is not None:
            return (await connection.execute(self._queries["keys"])).all()
        async with self._database.read() as reading:
            return await self._rows(reading)

    def _file(self, key_id: str) -> KeyFile:
        file = self.folder.find(key_id)
        if file is None:
            raise KeyFolderError(f"The file of the inspectorate key {key_id} is not in {self.folder.folder}.")
        return file

    def _orphans(self, rows: Sequence[Row[Any]], files: Sequence[KeyFile]) -> list[str]:
        """:raises KeyFolderError: the table has another public half than the file: somebody has put in their own."""
        known = {row.id: bytes(row.public) for row in rows}
        for file in files:
            if file.id in known and known[file.id] != file.public:
                raise KeyFolderError(
                    f"The database has another public half of the inspectorate key {file.id} than its file: reports "
                    "would be sealed to somebody else. Find out who changed it before starting again."
                )
        return [
            f"{self.folder.path(file.id)} is a key that this database does not know; nothing is sealed to it."
            for file in files
            if file.id not in known
        ]

    def _told(self, path: Path) -> str:
        if not self.folder.path(path.stem).exists():
            return f"{path} is a passphrase without its key. Delete it, once it is kept where the key is."
        return (
            f"The inspectorate's passphrase lies in {path}. Copy it off this machine, then change it with: "
            f"python bot.py cases keys passphrase {path.stem}"
        )


def _has_root(rows: Sequence[Row[Any]]) -> bool:
    """A key for the whole country; one of them is always in force, see :meth:`InspectorateKeys.retire`."""
    return any(row.scope == EVERYWHERE for row in rows)
