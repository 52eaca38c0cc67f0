"""Where pushes about a case go: sealed under the server key, bound to the case, gone when the citizen says so."""

from __future__ import annotations

from typing import Literal, cast

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Queries
from bot.reports.cases.model import CaseAddress, ReplyAddress
from bot.sealing import ServerKey


async def put_address(
    connection: AsyncConnection, key: ServerKey, case_id: str, address: ReplyAddress, language: str
) -> None:
    """The newest address counts."""
    channel, bot, chat_id = address
    sealed = key.seal(orjson.dumps(chat_id), _context(case_id))
    row = {"case_id": case_id, "channel": channel, "bot": bot, "address": sealed, "language": language}
    await connection.execute(Queries.beside(__file__, connection.dialect.name)["put_address"], row)


async def drop_address(connection: AsyncConnection, case_id: str) -> None:
    await connection.execute(Queries.beside(__file__, connection.dialect.name)["drop_address"], {"case_id": case_id})


async def address_of(connection: AsyncConnection, key: ServerKey, case_id: str) -> CaseAddress | None:
    """None: the citizen wanted no pushes, or the link was cut."""
    queries = Queries.beside(__file__, connection.dialect.name)
    row = (await connection.execute(queries["address"], {"case_id": case_id})).one_or_none()
    if row is None:
        return None
    chat_id = orjson.loads(key.open(bytes(row.address), _context(case_id)))
    return CaseAddress(row.number, row.channel, row.bot, chat_id, cast(Literal["vi", "en"], row.language))


def _context(case_id: str) -> str:
    return f"case|address|{case_id}"
