"""Counts kept in the transaction that changes a case. Called by the two places where one does: filing and changing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.board.tally import Happened, Mark, Measure, marks_of, settled, week_of
from bot.clock import from_epoch_ms
from bot.database import Queries

#: The province under which all of them are summed up.
COUNTRY = "*"
_PLACE = ("province", "commune", "office")


async def filed(connection: AsyncConnection, case: Mapping[str, Any]) -> None:
    """:param case: the row of ``report_case`` that was added."""
    await _count(connection, [{**_cell(case), "change": 1}])
    if not case["restricted"]:
        await _tally(connection, _rows(case, from_epoch_ms(case["received_at"]), [Mark(Measure.RECEIVED)]))


async def moved(
    connection: AsyncConnection,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    events: Sequence[Happened],
    event: Happened,
) -> None:
    """:param before: and ``after``: the row of ``report_case``; ``events``: those before ``event``."""
    old, new = _cell(before), _cell(after)
    if old != new:
        await _count(connection, [{**old, "change": -1}, {**new, "change": 1}])
    marks = _rows(before, event.at, marks_of(before, events, event))
    await _tally(connection, [*marks, *_handed_on(before, after), *_answers(before, after, events, event)])


def _answers(
    before: Mapping[str, Any], after: Mapping[str, Any], events: Sequence[Happened], event: Happened
) -> list[dict[str, Any]]:
    """Answers go with their case: what counted where it stood, against what counts where it stands now."""
    if before["restricted"]:
        return []
    change = Counter({(_place(after), *one): count for one, count in settled((*events, event)).items()})
    change.subtract({(_place(before), *one): count for one, count in settled(events).items()})
    return [
        {"week": week, **dict(zip(_PLACE, place, strict=True)), "measure": mark.measure.value, "value": mark.value,
         "change": count}
        for (place, week, mark), count in change.items() if count
    ]  # fmt: skip


def _place(case: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(case[name] or "" for name in _PLACE)


def _handed_on(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A case counts as received where it stands now, as the work list has it."""
    if before["restricted"] or _place(before) == _place(after):
        return []
    at, received = from_epoch_ms(before["received_at"]), [Mark(Measure.RECEIVED)]
    return [*_rows(before, at, received, change=-1), *_rows(after, at, received)]


async def _count(connection: AsyncConnection, changes: Sequence[dict[str, Any]]) -> None:
    """In one order everywhere: two transactions that change the same cells must not wait for each other."""
    queries = Queries.beside(__file__, connection.dialect.name)
    totals = [{**one, "province": place} for one in changes for place in (one["province"], COUNTRY)]
    await connection.execute(queries["count_case"], sorted(changes, key=_order))
    await connection.execute(queries["count_total"], sorted(totals, key=_order))


def _order(cell: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(map(str, cell.values()))


def _rows(case: Mapping[str, Any], at: datetime, marks: Sequence[Mark], change: int = 1) -> list[dict[str, Any]]:
    place = {"week": week_of(at), **{name: case[name] or "" for name in _PLACE}}
    return [{**place, "measure": mark.measure.value, "value": mark.value, "change": change} for mark in marks]


async def _tally(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        queries = Queries.beside(__file__, connection.dialect.name)
        for query in ("tally", "tally_commune"):
            await connection.execute(queries[query], sorted(rows, key=_order))


def _cell(case: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: case[name] or "" for name in _PLACE},
        "category": case["category"],
        "state": str(case["state"]),
        "restricted": bool(case["restricted"]),
    }
