"""What conversations, the fetching job and the web page may ask of evidence; the one door to this room.

A handler never touches the network: it plans a fetch (Telegram), and the file comes back as an update of the same chat
that bears a mark (marks.py). On the web the post itself brings the file, and the same update follows it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.people import ChatRef
from bot.reports.cases.model import PreparedFile
from bot.reports.evidence.checking import Checked, Checker
from bot.reports.evidence.limits import MOST_WAITING, Unfit
from bot.reports.evidence.marks import Result, mark, read_mark
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

KIND = "evidence"
#: The files of an album come as updates of their own within a moment: none is fetched before all have arrived.
ALBUM = timedelta(seconds=1.5)
DomainWrite = Callable[[AsyncConnection], Awaitable[None]]


class EvidenceDesk:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._checker = Checker()
        self._queries = Queries.beside(__file__, database.dialect)

    # -- for handlers ------------------------------------------------------------------------------------------------

    def plan_fetch(self, turn_key: str, bot: str, update_id: int, file_id: str, message: dict[str, Any]) -> DomainWrite:
        """Have a file sent on Telegram fetched and checked; it comes back as an update of the same chat.

        :param message: what the update that comes back keeps of the one that brought it: ``message_id``, ``date``,
            ``chat``, ``from`` (JSON).
        """
        now = self._clock.now()
        subject = {"bot": bot, "update_id": update_id, "file_id": file_id, "message": message, "at": now.timestamp()}

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [Due(f"{KIND}|{turn_key}", KIND, now + ALBUM, subject)])

        return write

    def received(self, chat: ChatRef, file_id: str) -> list[Result] | None:
        """What became of files, when ``file_id`` is a mark of ours for this chat; None for any other document."""
        return read_mark(self._key, chat, file_id)

    async def prepare(self, chat: ChatRef, ids: Sequence[str]) -> list[PreparedFile]:
        """The files in the order of ``ids``, opened, for filing; those that are forgotten by now are missing.

        :raises Unreadable: one was altered or moved.
        """
        if not ids:
            return []  # PostgreSQL cannot tell the type of an empty list
        owner = self.owner(chat)
        async with self._database.read() as connection:
            binds = {"owner": owner, "id_list": list(ids)}
            rows = {row.id: row for row in await connection.execute(self._queries["open"], binds)}
        return [self._opened(rows[file_id], owner) for file_id in ids if file_id in rows]

    def discard(self, chat: ChatRef, ids: Sequence[str] | None = None) -> DomainWrite:
        """Delete files that were filed or are not wanted; without ``ids`` all that wait under this chat's name."""

        async def write(connection: AsyncConnection) -> None:
            if ids is None:
                await connection.execute(self._queries["discard_all"], {"owner": self.owner(chat)})
            elif ids:
                await connection.execute(self._queries["discard"], {"owner": self.owner(chat), "id_list": list(ids)})

        return write

    # -- for those that bring files ----------------------------------------------------------------------------------

    async def take(self, chat: ChatRef, name: str, body: bytes) -> Result:
        """Check and keep a file. ``name``: unique for the post or update that brought it; a repeat is kept once."""
        try:
            checked = await self._checker.check(body)
        except Unfit as unfit:
            return Result(None, unfit.reason)
        owner, file_id = self.owner(chat), self._key.lookup("draft-file", chat.channel, chat.bot, name)
        async with self._database.write() as connection:
            waiting = await connection.execute(self._queries["waiting"], {"owner": owner, "id": file_id})
            if waiting.scalar_one() >= MOST_WAITING:
                return Result(None, "too_many")
            await connection.execute(self._queries["add"], self._row(checked, owner, file_id))
        return Result(file_id)

    def marked(self, chat: ChatRef, results: Sequence[Result]) -> dict[str, Any]:
        """What a message carries in place of the files it brought."""
        file_id = mark(self._key, chat, results)
        return {"document": {"file_id": file_id, "file_unique_id": file_id[-22:]}}

    def owner(self, chat: ChatRef) -> str:
        """The name of the chat's session: files are forgotten with the draft that stands in it (bot.retention)."""
        return self._key.lookup("lane", chat.channel, chat.bot, chat.chat_id)

    def _row(self, checked: Checked, owner: str, file_id: str) -> dict[str, Any]:
        facts = {"media": checked.media, "name": checked.name, "sha256": checked.sha256_original}
        return {
            "id": file_id,
            "owner": owner,
            "body": self._key.seal(checked.body, _sealed_for("body", file_id, owner)),
            "facts": self._key.seal(orjson.dumps(facts), _sealed_for("facts", file_id, owner)),
            "size": len(checked.body),
            "created_at": epoch_ms(self._clock.now()),
        }

    def _opened(self, row: Any, owner: str) -> PreparedFile:
        facts = orjson.loads(self._key.open(bytes(row.facts), _sealed_for("facts", row.id, owner)))
        body = self._key.open(bytes(row.body), _sealed_for("body", row.id, owner))
        return PreparedFile(row.id, facts["media"], facts["name"], body, facts["sha256"], len(body))


def _sealed_for(column: str, file_id: str, owner: str) -> str:
    return f"draft_file|{column}|{file_id}|{owner}"
