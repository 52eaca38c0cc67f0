"""Near-identical reports of many: one cluster counts them and the persons behind them, and is told of once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms
from bot.database import Queries
from bot.reports.cases.likeness import alike, equal_places
from bot.reports.cases.watch import ALERT_KIND
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

#: A wave of copies lasts days; what comes a month later is news.
WINDOW = timedelta(days=30)
#: Clusters compared, the newest first: some milliseconds.
MOST_COMPARED = 5_000
#: Persons from which copies are told of whatever they are about. Fewer are a family, or neighbours at one desk.
MANY = 5


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A report about to be filed. ``sketch`` None: too short to be like others; ``alerts``: its category does."""

    case_id: str
    number: str
    sketch: bytes | None
    category: str
    province: str | None
    commune: str | None
    reporter: str
    alerts: bool


class Clusters:
    def __init__(self, key: ServerKey, dialect: str) -> None:
        self._key = key
        self._queries = Queries.beside(__file__, dialect)

    async def like(self, connection: AsyncConnection, newcomer: Newcomer, since: datetime) -> str | None:
        """The cluster most like ``newcomer`` among those that grew after ``since``; None when it is like none."""
        if newcomer.sketch is None:
            return None
        binds = {"since": epoch_ms(since), "most": MOST_COMPARED}
        rows = (await connection.execute(self._queries["clusters_since"], binds)).all()
        return _likest(newcomer, rows)

    async def enter(self, connection: AsyncConnection, newcomer: Newcomer, like: str | None, now: datetime) -> str:
        """Inside the commit, before the case is written: count it in, or begin a cluster; plan the one alert.

        :returns: the cluster's id.
        """
        binds = {"id": like or secrets.token_urlsafe(16), "reporter": newcomer.reporter, "now": epoch_ms(now)}
        row = (await connection.execute(self._queries["grow_cluster"], binds)).one_or_none() if like else None
        if row is None:
            first = {"sketch": newcomer.sketch or b"", "category": newcomer.category}
            place = {"province": newcomer.province, "commune": newcomer.commune}
            begun = {"id": binds["id"], "now": binds["now"], **first, **place}
            row = (await connection.execute(self._queries["begin_cluster"], begun)).one()
        if row.alerted_at is None and (newcomer.alerts or row.reporters >= MANY):
            await self._alert(connection, newcomer, row.id, now)
        return str(row.id)

    async def _alert(self, connection: AsyncConnection, newcomer: Newcomer, cluster: str, now: datetime) -> None:
        binds = {"id": cluster, "now": epoch_ms(now)}
        if (await connection.execute(self._queries["mark_alerted"], binds)).rowcount == 1:
            subject = {"cluster": cluster, "case": newcomer.case_id, "number": newcomer.number}
            await plan(connection, self._key, [Due(f"{ALERT_KIND}|{cluster}", ALERT_KIND, now, subject)])


def _likest(newcomer: Newcomer, rows: Sequence[Row[Any]]) -> str | None:
    """Copies name the same province, or leave it out."""
    assert newcomer.sketch is not None
    fitting = [
        (equal_places(newcomer.sketch, bytes(row.sketch)), row.id)
        for row in rows
        if None in (row.province, newcomer.province) or row.province == newcomer.province
        if row.sketch and alike(newcomer.sketch, bytes(row.sketch))
    ]
    return max(fitting)[1] if fitting else None
