"""Guessing is stopped: five tries that do not match lock the person, and the code for strangers, for 15 minutes.

A success does not wipe a count out: whoever knows one dossier could otherwise guess at others without end. Codes that
exist and codes that do not are counted alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Queries
from bot.errors import MotCuaError

MOST_FAILURES = 5
LOCK_MS = 15 * 60 * 1000
#: A try that was not followed by others is forgotten after a day.
FORGOTTEN_MS = 24 * 60 * 60 * 1000


class LockedMeanwhile(MotCuaError):
    """Other tries came in between and closed the look-up; the turn is answered anew."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Look-up values of who tries and of what is tried."""

    user: str
    code: str

    @property
    def both(self) -> list[str]:
        return [self.user, self.code]


async def locked_until(connection: AsyncConnection, subjects: Subjects, now: int) -> int | None:
    """When the look-up opens again (epoch ms), None when it is open."""
    queries = Queries.beside(__file__, connection.dialect.name)
    rows = (await connection.execute(queries["attempts"], {"subject_list": subjects.both})).all()
    return max((row.locked_until for row in rows if row.locked_until > now), default=None)


async def require_open(connection: AsyncConnection, subjects: Subjects, now: int) -> None:
    """Inside the commit. :raises LockedMeanwhile: it is closed by now."""
    if await locked_until(connection, subjects, now) is not None:
        raise LockedMeanwhile


async def count_failure(connection: AsyncConnection, subjects: Subjects, now: int) -> None:
    """Inside the commit. :raises LockedMeanwhile: it was closed by others, so this try must not be answered."""
    await require_open(connection, subjects, now)
    queries = Queries.beside(__file__, connection.dialect.name)
    for subject in sorted(subjects.both):
        row = {
            "subject": subject,
            "now": now,
            "forgotten": now - FORGOTTEN_MS,
            "most": MOST_FAILURES,
            "until": now + LOCK_MS,
        }
        if (await connection.execute(queries["count_failure"], row)).scalar_one() > MOST_FAILURES:
            raise LockedMeanwhile
