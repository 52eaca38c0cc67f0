"""The web history: what a visitor's page shows, and what its event stream follows.

A row's ``kind`` says what its sealed payload holds:

- ``user``: ``text``, ``client_id``; what the visitor typed.
- ``say``: ``text`` (Telegram HTML), ``buttons``, ``offered``. An edit changes this row in place, so the page always
  shows the latest state; ``offered`` remembers the data of buttons that earlier states had, because a page in another
  tab may still show them.
- ``edit``: ``message_id``; says that the row of that id has changed.
- ``answer``: ``query_id``, ``notice`` (or None); the press of that id was heard.
- ``delete``: ``message_ids``; those rows are gone.

Ids grow with the order of insertion, but on PostgreSQL a smaller id can become visible after a larger one: a reader
that follows a lane looks again at what is younger than ``OVERLAP_MS`` and passes over what it has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from sqlalchemy import Row

from bot.database import Database, Queries
from bot.errors import Unreadable
from bot.sealing import ServerKey

log = structlog.get_logger(__name__)

#: Far longer than any write transaction of this program lives.
OVERLAP_MS = 30_000
#: Bubbles on the page.
SHOWN = 100
#: Events read at once.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    kind: str
    content: dict[str, Any]
    created_at: int


def history_row(
    key: ServerKey, lane: str, dedup: str, kind: str, content: dict[str, Any], now_ms: int
) -> dict[str, Any]:
    return {
        "lane": lane,
        "dedup": dedup,
        "kind": kind,
        "payload": key.seal(orjson.dumps(content), sealed_for(dedup)),
        "created_at": now_ms,
    }


def sealed_for(dedup: str) -> str:
    return f"web_history|payload|{dedup}"


def offered_by(content: dict[str, Any]) -> set[str]:
    """The data of every button that a ``say`` shows or has shown."""
    shown = {button["data"] for row in content["buttons"] for button in row if button["data"] is not None}
    return shown.union(content.get("offered", ()))


class History:
    """Reading. What is written here is written by the inbox (``user``) and the delivery (all else)."""

    def __init__(self, database: Database, key: ServerKey) -> None:
        self._database = database
        self._key = key
        self._queries = Queries.beside(__file__, database.dialect)

    async def latest(self, lane: str) -> tuple[list[Entry], int]:
        """The last bubbles in order, and the id up to which events are contained in them."""
        async with self._database.read() as connection:
            last = (await connection.execute(self._queries["last_id"], {"lane": lane})).scalar_one()
            rows = (await connection.execute(self._queries["latest_shown"], {"lane": lane, "most": SHOWN})).all()
        return self._entries(reversed(rows)), int(last)

    async def last_id(self, lane: str) -> int:
        async with self._database.read() as connection:
            return int((await connection.execute(self._queries["last_id"], {"lane": lane})).scalar_one())

    async def after(self, lane: str, after: int) -> list[Entry]:
        """Events after id ``after``, oldest first, at most ``BATCH``."""
        binds = {"lane": lane, "after": after, "most": BATCH}
        async with self._database.read() as connection:
            return self._entries(await connection.execute(self._queries["events_after"], binds))

    async def young(self, lane: str, upto: int, now_ms: int) -> set[int]:
        """Ids up to ``upto`` so young that a reader who has passed them may have missed them."""
        binds = {"lane": lane, "after": upto, "recent": now_ms - OVERLAP_MS, "most": BATCH}
        async with self._database.read() as connection:
            return set((await connection.execute(self._queries["young_ids"], binds)).scalars())

    async def events(self, lane: str, ids: Sequence[int]) -> list[Entry]:
        """These events, oldest first."""
        binds = {"lane": lane, "id_list": list(ids)}
        async with self._database.read() as connection:
            return self._entries(await connection.execute(self._queries["events"], binds))

    async def said(self, lane: str, ids: Sequence[int]) -> dict[int, Entry]:
        """Those of the messages ``ids`` that the bot said in this lane."""
        if not ids:
            return {}
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["said"], {"lane": lane, "id_list": list(ids)})
            return {entry.id: entry for entry in self._entries(rows)}

    async def marks(self, since_ms: int) -> dict[str, tuple[int, int]]:
        """Lanes with rows younger than ``since_ms``, each with a mark that changes when a row is added."""
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["marks"], {"since": since_ms})
            return {row.lane: (row.amount, row.newest) for row in rows}

    def _entries(self, rows: Iterable[Row[Any]]) -> list[Entry]:
        entries = []
        for row in rows:
            try:
                content = orjson.loads(self._key.open(row.payload, sealed_for(row.dedup)))
            except Unreadable:
                # One damaged row must not take the whole conversation away from its owner.
                log.error("history_row_unreadable", id=row.id)
                continue
            entries.append(Entry(row.id, row.kind, content, row.created_at))
        return entries
