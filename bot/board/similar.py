"""Cases like one: of the same wave of copies, and of the same office and category lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.board.sight import Sight
from bot.clock import Clock, epoch_ms
from bot.database import Database
from bot.database.report_tables import report_case

MOST = 8
LATELY = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Similar:
    number: str
    state: str
    received_at: int


@dataclass(frozen=True, slots=True)
class Alike:
    """``reports``, ``reporters``: of the cluster, as far as the member may see it; ``copies``: the newest of them.

    The cluster's own counters would tell of restricted reports, and of those closed to the member.
    """

    reports: int
    reporters: int
    copies: tuple[Similar, ...]
    neighbours: tuple[Similar, ...]


class SimilarCases:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of(self, sight: Sight, case: Mapping[str, Any]) -> Alike:
        """:param case: its row of ``report_case``."""
        since = epoch_ms(self._clock.now() - LATELY)
        c = report_case.c
        copies = [c.cluster == case["cluster"]]
        neighbours = [c.office == case["office"], c.category == case["category"], c.received_at > since]
        if case["commune"] is not None:
            neighbours.append(c.commune == case["commune"])
        reporters = func.count(func.distinct(func.coalesce(c.reporter, "")))
        grown = select(func.count(), reporters).where(c.cluster == case["cluster"], sight.of_cases(report_case))
        async with self._database.read() as connection:
            reports, persons = (await connection.execute(grown)).one()
            found = [
                tuple(Similar(row.number, row.state, row.received_at) for row in await connection.execute(wanted))
                for wanted in (self._wanted(sight, case, copies), self._wanted(sight, case, neighbours))
            ]
        seen = {one.number for one in found[0]}
        return Alike(
            reports=max(1, reports),
            reporters=max(1, persons),
            copies=found[0],
            neighbours=tuple(one for one in found[1] if one.number not in seen),
        )

    def _wanted(self, sight: Sight, case: Mapping[str, Any], alike: list[ColumnElement[bool]]) -> Any:
        c = report_case.c
        return (
            select(c.number, c.state, c.received_at)
            .where(c.id != case["id"], c.erased_at.is_(None), sight.of_cases(report_case), *alike)
            .order_by(c.received_at.desc())
            .limit(MOST)
        )
