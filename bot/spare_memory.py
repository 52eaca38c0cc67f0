"""Memory that nobody uses any more goes back to the system."""

from __future__ import annotations

import asyncio
import ctypes

#: Between what stays, what came and went leaves gaps that the C library keeps: half a megabyte a minute at a hundred
#: updates a second, without end (docs/benchmarks.md, soak). Giving them back takes some milliseconds, beside the loop.
EVERY_S = 60.0


def give_back() -> None:
    """Called first once all is loaded and collected: what reading the tables and the settings took and freed again
    lies between what stays (10 MB of 220). Elsewhere than on glibc nothing is done.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def keep_giving_back() -> None:
    """For ever."""
    while True:
        await asyncio.sleep(EVERY_S)
        await asyncio.to_thread(give_back)
