"""Planning: the one statement by which anything enters the list, inside the transaction of whoever plans it; and taking
it off again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM, epoch_ms, local
from bot.database import Queries, Statements
from bot.sealing import ServerKey


@dataclass(frozen=True, slots=True)
class Due:
    """``key``: unique for ever, so that planning twice does nothing twice; it begins with ``kind`` and ``|``.

    ``subject``: what the job needs to know, JSON values.
    """

    key: str
    kind: str
    at: datetime
    subject: dict[str, Any]


def each_day(kind: str, at: time, now: datetime) -> Due:
    """What falls due every day at ``at`` in Vietnam: the next one after ``now``, with its day."""
    there = local(now)
    next_at = datetime.combine(there.date(), at, VIETNAM)
    if next_at <= there:
        next_at += timedelta(days=1)
    day = next_at.date().isoformat()
    return Due(f"{kind}|{day}", kind, next_at, {"day": day})


async def plan(connection: Statements, key: ServerKey, items: Sequence[Due]) -> None:
    """Add ``items``; those whose key is known already are left alone."""
    if not items:
        return
    rows = [
        {
            "key": item.key,
            "kind": item.kind,
            "at": epoch_ms(item.at),
            "subject": key.seal(orjson.dumps(item.subject), sealed_for(item.key)),
        }
        for item in items
    ]
    await connection.execute(Queries.beside(__file__, connection.dialect.name)["add"], rows)


async def call_off(
    connection: AsyncConnection, key: ServerKey, kind: str, meant: Callable[[dict[str, Any]], bool], now: datetime
) -> int:
    """What of ``kind`` has a subject that is ``meant`` is not done any more, nor what a job is just doing of it.

    Subjects are sealed, so all that wait are opened: for what somebody asks for now and then.

    :returns: how many.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    found = 0
    for row in (await connection.execute(queries["waiting"], {"kind": kind})).all():
        if meant(orjson.loads(key.open(bytes(row.subject), sealed_for(row.key)))):
            done = await connection.execute(queries["finish"], {"key": row.key, "now": epoch_ms(now)})
            found += done.rowcount
    return found


def sealed_for(due_key: str) -> str:
    return f"due|subject|{due_key}"
