"""Files that go out with a message (a proof of filing, a letter): stored apart, sealed, fetched when it is delivered.

A row is written in the transaction that queues its message and bound to the message's chat; it is forgotten with the
other traces of what was said (bot.retention).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.database import Database, Queries, Statements
from bot.outbox.file import File
from bot.sealing import ServerKey


def id_of(key: ServerKey, dedup: str) -> str:
    """The file of a message: a turn run twice stores it once."""
    return key.lookup("outgoing-file", dedup)


async def store(connection: Statements, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        queries = Queries.beside(__file__, connection.dialect.name)
        await connection.execute(queries["add_file"], list(rows))


def row_of(key: ServerKey, file: File, file_id: str, lane: str, now_ms: int) -> dict[str, Any]:
    return {
        "id": file_id,
        "lane": lane,
        "name": key.seal(file.name.encode(), _sealed_for("name", file_id, lane)),
        "media": file.media,
        "body": key.seal(file.body, _sealed_for("body", file_id, lane)),
        "created_at": now_ms,
    }


class OutgoingFiles:
    """Reading them back: for the sender, and for the page of the chat they went to."""

    def __init__(self, database: Database, key: ServerKey) -> None:
        self._database = database
        self._key = key
        self._queries = Queries.beside(__file__, database.dialect)

    async def open(self, file_id: str, lane: str | None = None) -> File | None:
        """:param lane: the chat that asks; None: the sender, which has the message in hand.

        :returns: None when it is forgotten by now, or not for that chat.
        :raises Unreadable: it was altered or moved.
        """
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["open_file"], {"id": file_id})).first()
        if row is None or lane not in (None, row.lane):
            return None
        name = self._key.open(bytes(row.name), _sealed_for("name", file_id, row.lane)).decode()
        body = self._key.open(bytes(row.body), _sealed_for("body", file_id, row.lane))
        return File(name, row.media, body)


def _sealed_for(column: str, file_id: str, lane: str) -> str:
    return f"outgoing_file|{column}|{file_id}|{lane}"
