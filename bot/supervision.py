"""Every part runs under its own watch: one that fails is told of and started again, the others go on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.errors import OperatorError
from bot.logs import describe

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
#: A part that ran this long had recovered; the next failure starts from the first pause again.
RECOVERED_AFTER_S = 60.0

log = structlog.get_logger(__name__)


async def supervise(name: str, part: Callable[[], Awaitable[None]]) -> None:
    """Run ``part`` until it ends by itself or is cancelled, again and again when it fails.

    :raises OperatorError: only an operator can help (a port in use); the program ends and says so.
    """
    loop = asyncio.get_running_loop()
    pause = FIRST_PAUSE_S
    while True:
        started = loop.time()
        try:
            await part()
            return
        except OperatorError:
            raise
        except Exception as error:
            log.error("part_failed", part=name, error=describe(innermost(error)))
        if loop.time() - started > RECOVERED_AFTER_S:
            pause = FIRST_PAUSE_S
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_S)


def innermost(error: BaseException) -> BaseException:
    """A task group wraps what went wrong; the first cause says more."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
