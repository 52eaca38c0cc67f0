"""The files of forms. Never changed once they are there: a version of an entry names the file that it meant."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from knowledge.forms.kinds import ENDINGS, media_of


@dataclass(frozen=True, slots=True)
class Form:
    """``name``: as citizens see it, without an ending; ``file_name``: as it is saved."""

    id: str
    name: str
    media: str
    body: bytes

    @property
    def file_name(self) -> str:
        ending = ENDINGS[self.media]
        return self.name if self.name.lower().endswith(ending) else self.name + ending


class Forms:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def add(self, connection: AsyncConnection, name: str, body: bytes, by: str | None) -> str:
        """In the caller's transaction. :returns: its id, the same for the same. :raises NotAForm: it is not taken."""
        media = media_of(body)
        digest = hashlib.sha256(name.encode() + b"\0" + body).digest()
        form_id = base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
        row = {"id": form_id, "name": name, "media": media, "size": len(body), "body": body, "by": by}
        row |= {"sha256": hashlib.sha256(body).hexdigest(), "now": epoch_ms(self._clock.now())}
        await connection.execute(self._queries["add_form"], row)
        return form_id

    async def form(self, form_id: str) -> Form | None:
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["form"], {"id": form_id})).one_or_none()
        return Form(row.id, row.name, row.media, bytes(row.body)) if row is not None else None
