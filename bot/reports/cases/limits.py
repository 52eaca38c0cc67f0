"""How many reports one person may file, and all together: for an honest reply, and again inside the commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms, from_epoch_ms
from bot.database import Queries
from bot.reports.cases.clocks import Terms
from bot.reports.cases.model import Refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Limit:
    reason: Literal["hourly", "daily", "busy"]
    parameter: str
    window: timedelta
    query: str


#: The widest last, so that a citizen who meets two is told the later end.
_LIMITS = (
    _Limit("busy", "report_global_hourly", HOUR, "filed_by_all"),
    _Limit("hourly", "report_hourly", HOUR, "filed_by_person"),
    _Limit("daily", "report_daily", DAY, "filed_by_person"),
)


async def refused(connection: AsyncConnection, reporter: str, terms: Terms, now: datetime) -> Refused | None:
    """:param reporter: look-up value of the person. :returns: None when one more report may be filed."""
    queries = Queries.beside(__file__, connection.dialect.name)
    found: Refused | None = None
    for limit in _LIMITS:
        most = terms.values[limit.parameter]
        binds = {"since": epoch_ms(now - limit.window), "nth": most - 1}
        if limit.query == "filed_by_person":
            binds = {**binds, "reporter": reporter}  # type: ignore[dict-item]
        # The report that must grow older than the window before another one fits in.
        blocking = (await connection.execute(queries[limit.query], binds)).scalar()
        if blocking is not None:
            until = from_epoch_ms(blocking) + limit.window
            if found is None or until > found.until:
                found = Refused(limit.reason, until)
    return found
