"""A lease: one holder at a time across processes, free again by itself when the holder dies.

Used by whatever must run once a bot: the poller and the sender. The holder renews well before the end. One that finds
another in its place stops at once; one that cannot ask stops before its time is over.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import socket
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, epoch_ms
from bot.database.brief import BriefWrite, Statements
from bot.database.damage import DatabaseDamaged
from bot.database.engine import Database
from bot.database.queries import Queries

#: Another host takes over at most this long after a holder died.
LEASE_MS = 4_000
RENEW_S = 1.0
#: An answer that takes longer is none: a database that hangs must not keep a holder working past its time.
ASK_S = 1.0
#: At the end, to a database that may be gone.
RELEASE_S = 2.0

log = structlog.get_logger(__name__)


class Lease:
    def __init__(self, database: Database, clock: Clock, name: str) -> None:
        self.name = name
        self.owner = _own_name()
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def take(self) -> bool:
        """Take or renew; False when somebody else holds it."""
        now = epoch_ms(self._clock.now())
        binds = {"name": self.name, "owner": self.owner, "now": now, "until": now + LEASE_MS}

        async def take(connection: Statements) -> bool:
            return (await connection.execute(self._queries["take_lease"], binds)).rowcount == 1

        taken: bool = await self._database.together.write(BriefWrite(f"lease|{self.name}", take))
        return taken

    async def release(self) -> None:
        async with self._database.write() as connection:
            await connection.execute(self._queries["release_lease"], {"name": self.name, "owner": self.owner})


def _own_name() -> str:
    """``host:process:mark``, unlike any other; operators see the first two. Fits the column's 32 characters."""
    host = re.sub(r"[^\w.-]", "-", socket.gethostname())[:14]
    return f"{host}:{os.getpid()}:{secrets.token_hex(4)}"


async def run_while_leased(lease: Lease, work: Callable[[], Awaitable[None]]) -> None:
    """Run ``work`` whenever this process holds ``lease``, for ever; cancelled when the lease is lost.

    ``work`` runs until cancelled. An error of ``work`` ends this function: the supervisor decides.
    """
    try:
        while True:
            if not await _taken(lease):
                await asyncio.sleep(_until_the_tick())
                continue
            await _work_and_renew(lease, work)
    finally:
        # The successor need not wait for the lease to run out. A database that is down at this moment must not hide
        # why we are leaving.
        with contextlib.suppress(SQLAlchemyError, OSError):
            async with asyncio.timeout(RELEASE_S):
                await lease.release()


async def _work_and_renew(lease: Lease, work: Callable[[], Awaitable[None]]) -> None:
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        working = group.create_task(_as_coroutine(work), name=lease.name)
        renewed_at = loop.time()
        while not working.done():
            await asyncio.wait({working}, timeout=_until_the_tick())
            asked_at = loop.time()
            held = await _taken(lease)
            if held:
                renewed_at = asked_at
            elif held is False or loop.time() - renewed_at > LEASE_MS / 1000 - RENEW_S:
                log.warning("lease_lost", lease=lease.name)
                working.cancel()
                return


def _until_the_tick() -> float:
    """Seconds until the leases of this process are renewed, all in one moment and so in one commit."""
    return RENEW_S - asyncio.get_running_loop().time() % RENEW_S


async def _as_coroutine(work: Callable[[], Awaitable[None]]) -> None:
    await work()


async def _taken(lease: Lease) -> bool | None:
    """Whether the lease is ours now; None when that could not be learnt: the database may only be busy."""
    try:
        async with asyncio.timeout(ASK_S):
            return await lease.take()
    except DatabaseDamaged:  # told when it was found; here it would be told every second
        return None
    except (SQLAlchemyError, OSError) as error:
        log.warning("lease_unreachable", lease=lease.name, error=type(error).__name__)
        return None
