"""Counts kept in the transaction that changes a case. Called by the two places where one does: filing and changing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board.tally import Happened, Mark, Measure, marks_of, week_of
from bot.clock import from_epoch_ms
from bot.database import Queries

#: The province under which all of them are summed up.
COUNTRY = "*"
_CELL = ("province", "commune", "office", "category", "state", "restricted")


async def filed(connection: AsyncConnection, case: Mapping[str, Any]) -> None:
    """:param case: the row of ``report_case`` that was added."""
    await _count(connection, [{**_cell(case), "change": 1}])
    if not case["restricted"]:
        await _tally(connection, case, from_epoch_ms(case["received_at"]), [Mark(Measure.RECEIVED)])


async def moved(
    connection: AsyncConnection,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    actors: Sequence[str],
    event: Happened,
) -> None:
    """:param before: and ``after``: the row of ``report_case``; ``actors``: of the events before ``event``."""
    old, new = _cell(before), _cell(after)
    if old != new:
        await _count(connection, [{**old, "change": -1}, {**new, "change": 1}])
    await _tally(connection, before, event.at, marks_of(before, actors, event))


async def _count(connection: AsyncConnection, changes: Sequence[dict[str, Any]]) -> None:
    """In one order everywhere: two transactions that change the same cells must not wait for each other."""
    queries = Queries.beside(__file__, connection.dialect.name)
    totals = [{**one, "province": place} for one in changes for place in (one["province"], COUNTRY)]
    await connection.execute(queries["count_case"], sorted(changes, key=_order))
    await connection.execute(queries["count_total"], sorted(totals, key=_order))


def _order(cell: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, cell.values()))


async def _tally(connection: AsyncConnection, case: Mapping[str, Any], at: datetime, marks: Sequence[Mark]) -> None:
    if marks:
        queries = Queries.beside(__file__, connection.dialect.name)
        place = {"week": week_of(at), "province": case["province"] or "", "office": case["office"] or ""}
        rows = [{**place, "measure": mark.measure.value, "value": mark.value} for mark in sorted(marks, key=str)]
        await connection.execute(queries["tally"], rows)


def _cell(case: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: case[name] or "" for name in _CELL[:3]},
        "category": case["category"],
        "state": str(case["state"]),
        "restricted": bool(case["restricted"]),
    }
