"""The two-way thread of a case: words and files sealed to it; replies also, for a while, in a copy to read."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.reports.cases.changing import Changes, Locked
from bot.reports.cases.clocks import Law
from bot.reports.cases.facts import Words, file_words
from bot.reports.cases.history import ASKED_PERSON, state_before_asking
from bot.reports.cases.model import PreparedFile, Reply
from bot.reports.cases.states import Actor, State, table
from bot.reports.cases.watch import plan_alert
from bot.reports.vault import seal_item
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

REPLY_KIND = "case-reply"
ANSWERED = "answered"


class Thread:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, law: Law) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._changes = Changes(database, key, clock, law)
        self._queries = Queries.beside(__file__, database.dialect)

    async def add(
        self, connection: AsyncConnection, case_id: str, words: Sequence[Words], *, quietly: bool = False
    ) -> None:
        """What the citizen adds; if the case waited for that, it goes on where it stood.

        :param quietly: inspectors are told of it otherwise.
        :raises NoSuchCase: it was erased.
        """
        case = await self._changes.lock(connection, case_id)
        rows = sealed_rows(case.id, case.public, Actor.CITIZEN, words, self._clock.now())
        if not rows:
            return
        waiting = (await connection.execute(self._queries["waiting_words"], {"case_id": case.id})).first()
        if waiting is None and not quietly:
            occasion, now = (
                str(rows[0]["id"]),
                self._clock.now(),
            )  # more words before an inspector has read these: quiet
            await plan_alert(connection, self._key, case.id, case.number, occasion, "message", now)
        await connection.execute(self._queries["add_item"], rows)
        if case.state is State.NEEDS_INFORMATION:
            before = state_before_asking(case.events)
            back = table()[before].back if before is not None else None
            await self._changes.step(connection, case, back or State.SCREENING, Actor.CITIZEN, ANSWERED)

    async def ask_person(self, connection: AsyncConnection, case_id: str) -> None:
        """From here on an inspector answers in the thread; asking twice changes nothing."""
        case = await self._changes.lock(connection, case_id)
        if case.row.wants_person:
            return
        asked = await self._changes.note(connection, case, Actor.CITIZEN, ASKED_PERSON, wants_person=True)
        occasion, now = str(asked.events[-1].number), self._clock.now()
        await plan_alert(connection, self._key, case.id, case.number, occasion, ASKED_PERSON, now)

    async def reply(
        self, connection: AsyncConnection, case: Locked, text: str, file: PreparedFile | None = None
    ) -> str:
        """What an inspector tells the citizen: sealed to the case, kept readable until it was read, and pushed.

        :returns: id of the item.
        """
        plain = text.encode()
        words = file_words(file, "letter") if file is not None else Words("message", plain, len(plain))
        now = self._clock.now()
        (row,) = sealed_rows(case.id, case.public, Actor.INSPECTOR, [words], now)
        await connection.execute(self._queries["add_item"], [row])
        await self.mark_seen_by_inspector(connection, case.id)  # whoever answers has read what there was
        copy = self._key.seal(_as_read(text, file), _context(row["id"]))
        told = {"item_id": row["id"], "case_id": case.id, "body": copy, "at": epoch_ms(now)}
        await connection.execute(self._queries["add_reply"], told)
        subject = {"item": row["id"], "case": case.id, "number": case.number}
        await plan(connection, self._key, [Due(f"{REPLY_KIND}|{row['id']}", REPLY_KIND, now, subject)])
        return str(row["id"])

    async def note(self, connection: AsyncConnection, case: Locked, text: str) -> None:
        """For holders of the case's key only."""
        plain = text.encode()
        rows = sealed_rows(case.id, case.public, Actor.INSPECTOR, [Words("note", plain, len(plain))], self._clock.now())
        await connection.execute(self._queries["add_item"], rows)

    async def replies(self, connection: AsyncConnection, case_id: str) -> list[Reply]:
        """Those that the program may still open, in order."""
        rows = (await connection.execute(self._queries["replies"], {"case_id": case_id})).all()
        return [self._reply(row) for row in rows]

    async def mark_read(self, connection: AsyncConnection, case_id: str, items: Sequence[str]) -> None:
        """The citizen has seen them; their readable copies go some days later."""
        if items:
            binds = {"case_id": case_id, "id_list": list(items), "now": epoch_ms(self._clock.now())}
            for query in ("mark_seen", "mark_delivered"):
                await connection.execute(self._queries[query], binds)

    async def mark_seen_by_inspector(self, connection: AsyncConnection, case_id: str) -> None:
        binds = {"case_id": case_id, "now": epoch_ms(self._clock.now())}
        await connection.execute(self._queries["mark_citizens_seen"], binds)

    def _reply(self, row: Any) -> Reply:
        head, _, body = self._key.open(bytes(row.body), _context(row.item_id)).partition(b"\n")
        facts = orjson.loads(head)
        file = None
        if facts["file"] is not None:
            file = PreparedFile(**facts["file"], body=body, size=len(body))
        return Reply(row.item_id, from_epoch_ms(row.at), facts["text"], file, row.seen_at is not None)


def sealed_rows(
    case_id: str, public: bytes, author: Actor, words: Sequence[Words], now: datetime
) -> list[dict[str, Any]]:
    """Rows of ``case_item``. Their times follow one another, so that they are read in order."""
    rows = []
    for position, told in enumerate(words):
        item_id = secrets.token_urlsafe(16)
        key, body = seal_item(public, case_id, item_id, told.kind, told.plain)
        row = {"id": item_id, "case_id": case_id, "kind": told.kind, "author": author, "at": epoch_ms(now) + position}
        rows.append({**row, "key": key, "body": body, "size": told.size, "media": told.media})
    return rows


def _as_read(text: str, file: PreparedFile | None) -> bytes:
    facts = None
    if file is not None:
        facts = {"id": file.id, "media": file.media, "name": file.name, "sha256_original": file.sha256_original}
    return orjson.dumps({"text": text, "file": facts}) + b"\n" + (file.body if file is not None else b"")


def _context(item_id: str) -> str:
    return f"case-reply|body|{item_id}"
