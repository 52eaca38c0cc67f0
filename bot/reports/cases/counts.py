"""Counting what was asked for beyond the published list: by office, procedure and paper, and never a small cell.

A cell is shown from :data:`FEWEST` different persons on, and no totals are, so that no small one can be worked out
from the others. Restricted cases count with the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import epoch_ms
from bot.database import Database, Queries

#: Below so many persons a number could lead to one of them.
FEWEST = 5
#: Verdicts of bot.reports.demands that mean more was asked for than the list has.
OVER = ("not_on_list", "other_case", "fee_above")
FEE = "fee"


@dataclass(frozen=True, slots=True)
class OverDemand:
    """``paper``: its name in demands/data/papers.tsv, "other", or "fee"; ``procedure``: None where none was named."""

    office: str | None
    procedure: str | None
    paper: str
    reports: int
    reporters: int


async def over_demands(database: Database, since: datetime, before: datetime) -> list[OverDemand]:
    """What was asked for too much in reports received from ``since`` to ``before``, most persons first."""
    queries = Queries.beside(__file__, database.dialect)
    binds = {
        "since": epoch_ms(since),
        "before": epoch_ms(before),
        "verdict_list": list(OVER),
        "fee": FEE,
        "fewest": FEWEST,
    }
    async with database.read() as connection:
        rows = (await connection.execute(queries["over_demands"], binds)).all()
    return [OverDemand(row.office, row.procedure_code, row.paper, row.reports, row.reporters) for row in rows]
