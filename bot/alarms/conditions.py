"""What is looked at, and from when on it is wrong. Each look gives a detail (a number, a host; never a person), or
nothing."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alarms.certificate import Certificate
from bot.alarms.signals import SKEW, Signals
from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.settings import Settings

#: An update that may be worked on is answered within seconds: minutes mean that nobody works, or a lane is stuck.
STUCK = timedelta(minutes=5)
SILENT = timedelta(minutes=10)
PAUSED = timedelta(minutes=5)
DEAD_DUE = timedelta(days=7)
#: One a day, and half a day of grace.
BACKUP = timedelta(hours=36)
CLOCK_OFF = timedelta(minutes=2)
#: Days before its end.
CERTIFICATE_DAYS = 14
#: Told below the first; below the second nothing more is taken in, so that what was taken can be finished.
LOW_BYTES, FULL_BYTES = 2 * 1024**3, 512 * 1024**2


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Disk:
    """Room where the data lie. On PostgreSQL the server's disk is another one, and looked after there."""

    def __init__(self, folder: Path, free: Callable[[Path], int] = free_bytes) -> None:
        self._folder = folder
        self._free = free

    @property
    def low(self) -> bool:
        return self.free < LOW_BYTES

    @property
    def full(self) -> bool:
        return self.free < FULL_BYTES

    @property
    def free(self) -> int:
        return self._free(self._folder)


class Conditions:
    """:param theirs: the clock of the database's server; None: it has none."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        disk: Disk,
        theirs: Callable[[AsyncConnection], Awaitable[datetime | None]] | None = None,
    ) -> None:
        self._server_clock = theirs or server_clock
        self._database = database
        self._clock = clock
        self._settings = settings
        self._disk = disk
        self._signals = Signals(database, clock)
        self._certificate = Certificate(settings.public_url, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def standing(self) -> dict[str, str]:
        """Everything that is wrong now: details by kind."""
        found: dict[str, str | None] = {**await self._signals.fresh()}
        found["disk_low"] = f"{self._disk.free / 1024**3:.1f} GB" if self._disk.low else None
        found["certificate"] = await self._certificate.wrong(CERTIFICATE_DAYS)
        async with self._database.read() as connection:
            found["stuck_lane"] = await self._stuck(connection)
            found["dead_letters"] = await self._dead(connection)
            found["sender_paused"] = await self._paused(connection)
            found["poller_silent"] = await self._silent(connection)
            found["backup_overdue"] = await self._backup(connection)
            found["holidays"] = (await connection.execute(self._queries["holiday_notices"])).scalar_one_or_none()
            found[SKEW] = await self._skew(connection) or found.get(SKEW)
        return {kind: detail for kind, detail in found.items() if detail is not None}

    async def _stuck(self, connection: AsyncConnection) -> str | None:
        now = self._clock.now()
        oldest = (await connection.execute(self._queries["oldest_waiting"], {"now": epoch_ms(now)})).scalar_one()
        waits = now - from_epoch_ms(oldest) if oldest is not None else timedelta(0)
        return f"{waits // timedelta(minutes=1)} min" if waits >= STUCK else None

    async def _dead(self, connection: AsyncConnection) -> str | None:
        since = epoch_ms(self._clock.now() - DEAD_DUE)
        many = (await connection.execute(self._queries["dead_letters"], {"since": since})).scalar_one()
        return str(many) if many else None

    async def _paused(self, connection: AsyncConnection) -> str | None:
        before = epoch_ms(self._clock.now() - PAUSED)
        rows = (await connection.execute(self._queries["paused_senders"], {"before": before})).all()
        return ", ".join(f"{row.channel}: {row.why}" for row in rows)[:64] or None

    async def _silent(self, connection: AsyncConnection) -> str | None:
        """Whether the bot that is set up now has not been heard of; one that never was is told by its own start."""
        token = self._settings.telegram_token
        if token is None:
            return None
        bot = token.get_secret_value().partition(":")[0]
        row = (await connection.execute(self._queries["heard_last"], {"bot": bot})).first()
        silent = self._clock.now() - from_epoch_ms(row.at) if row is not None else timedelta(0)
        return f"{silent // timedelta(minutes=1)} min" if silent >= SILENT else None

    async def _backup(self, connection: AsyncConnection) -> str | None:
        if not self._settings.backup_recipients:
            return None
        last = (await connection.execute(self._queries["last_backup"])).scalar_one()
        if last is None:
            return "0"
        since = self._clock.now() - from_epoch_ms(last)
        return f"{since // timedelta(hours=1)} h" if since >= BACKUP else None

    async def _skew(self, connection: AsyncConnection) -> str | None:
        theirs = await self._server_clock(connection)
        off = abs(theirs - self._clock.now()) if theirs is not None else timedelta(0)
        return f"{off // timedelta(seconds=1)} s" if off >= CLOCK_OFF else None


async def server_clock(connection: AsyncConnection) -> datetime | None:
    """PostgreSQL's; SQLite has none of its own."""
    if connection.dialect.name == "sqlite":
        return None
    moment: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return moment
