"""What `bot.py requests` does, once the command line has been read."""

from __future__ import annotations

from bot.clock import SystemClock, local
from bot.commands.open import opened_database
from bot.privacy import Request
from bot.privacy.requests import finish_request, open_requests
from bot.settings import load_settings

CLOCK = SystemClock()


async def waiting() -> list[tuple[Request, bool]]:
    """Open requests, and whether the day by which each must be done has passed."""
    today = local(CLOCK.now()).date()
    async with opened_database(load_settings()) as database, database.read() as connection:
        return [(request, request.done_due < today) for request in await open_requests(connection)]


async def finish(number: int) -> bool:
    """Close a request, and with it what reminds of it. :returns: whether it was open."""
    async with opened_database(load_settings()) as database, database.write() as connection:
        return await finish_request(connection, number, CLOCK.now())
