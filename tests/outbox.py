"""Reading what the bot said, as rows of the outbox, opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.database import Database
from bot.outbox.message import visible_text
from bot.outbox.outgoing import open_address, open_content
from bot.sealing import ServerKey


@dataclass(frozen=True)
class Said:
    id: int
    kind: str
    chat_id: int
    content: dict[str, Any]

    @property
    def text(self) -> str:
        """What the reader sees."""
        return visible_text(self.content["text"])[0]


async def said(database: Database, key: ServerKey) -> list[Said]:
    async with database.read() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT id, kind, channel, bot, dedup, address, payload FROM outbox WHERE payload IS NOT NULL ORDER BY id"
        )
        return [
            Said(
                row.id,
                row.kind,
                open_address(key, row.channel, row.bot, row.dedup, bytes(row.address)).chat_id,
                open_content(key, row.dedup, bytes(row.payload)),
            )
            for row in rows
        ]
