"""The reminder on the due day: one a dossier and day, planned when somebody follows and whenever the day moves."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM
from bot.dossiers.standing import Standing
from bot.schedule.due import Due, plan
from bot.sealing import ServerKey

DUE_DAY_KIND = "dossier-due-day"
#: In the morning of the due day, when there is still time to ask.
HOUR = time(8, 0)


async def plan_reminder(
    connection: AsyncConnection, key: ServerKey, code: str, standing: Standing, now: datetime
) -> None:
    """Plan the reminder for the day ``code`` is due; nothing when it is over, unknown, or the clock stands."""
    due = standing.due
    if due is None or standing.left is None or standing.paused_since or standing.finished:
        return
    at = datetime.combine(due, HOUR, VIETNAM)
    if at <= now:
        return
    item = Due(f"{DUE_DAY_KIND}|{code}|{due.isoformat()}", DUE_DAY_KIND, at, {"code": code, "day": due.toordinal()})
    await plan(connection, key, [item])
