"""How each member wants to be told, and until when they were: the window's end is what the next one begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries, Statements
from bot.digests.times import DAILY, WEEKLY, Rhythm
from bot.staff import Role

#: What somebody is told of at first.
FIRST_WINDOW = timedelta(days=7)
READERS = frozenset({Role.INSPECTOR, Role.LEAD, Role.HEAD})


@dataclass(frozen=True, slots=True)
class Setting:
    """``last``: end of the last window; None when there was none yet."""

    rhythm: Rhythm
    last: datetime | None


class DigestSettings:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def of(self, staff_id: str, role: Role) -> Setting:
        """What stands, or what is usual for the role."""
        async with self._database.brief_read() as connection:
            row = (await connection.execute(self._queries["setting"], {"staff": staff_id})).one_or_none()
        if row is None:
            return Setting(usual(role), None)
        quiet = None if row.quiet_from is None else (row.quiet_from, row.quiet_to)
        return Setting(Rhythm(row.schedule, quiet), from_epoch_ms(row.last_to))

    async def put(self, connection: AsyncConnection, staff_id: str, rhythm: Rhythm) -> None:
        """A member's choice; the caller plans the next digest anew. Who had none is told of what :data:`FIRST_WINDOW`
        holds."""
        row = {**self._row(staff_id, rhythm), "now": epoch_ms(self._clock.now() - FIRST_WINDOW)}
        await connection.execute(self._queries["put_setting"], row)

    async def begin(
        self, connection: Statements, staff_id: str, role: Role, told_until: datetime | None = None
    ) -> bool:
        """From now on a member is told, as is usual for the role. :returns: False where a setting stands already."""
        until = told_until or self._clock.now() - FIRST_WINDOW
        row = {**self._row(staff_id, usual(role)), "now": epoch_ms(until)}
        return (await connection.execute(self._queries["begin_setting"], row)).rowcount == 1

    async def readers(self) -> list[tuple[str, Role, bool]]:
        """Whoever gets digests: id, role, whether a setting stands."""
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["readers"])
            return [(row.id, Role(row.role), row.set_up is not None) for row in rows]

    def _row(self, staff_id: str, rhythm: Rhythm) -> dict[str, object]:
        quiet_from, quiet_to = rhythm.quiet or (None, None)
        now = epoch_ms(self._clock.now())
        hours = {"quiet_from": quiet_from, "quiet_to": quiet_to}
        return {"staff": staff_id, "schedule": rhythm.cron, **hours, "now": now}


def usual(role: Role) -> Rhythm:
    return WEEKLY if role is Role.HEAD else DAILY
