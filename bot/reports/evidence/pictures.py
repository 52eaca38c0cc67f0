"""Pictures are drawn anew by a program of its own, with its memory and time limited: see unpacking.py."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import structlog

from bot.reports.evidence.limits import LONG_SIDE, MOST_PIXELS, Reason, Unfit

UNPACKING = Path(__file__).with_name("unpacking.py")

#: Far longer than the largest picture takes on a busy machine; the program's own limit counts only its own work.
PATIENCE_S = 60.0
#: Its exit codes; it is not imported, for this process need not know how to unpack pictures.
_WHY: dict[int, Reason] = {3: "too_many_pixels", 4: "damaged", 5: "citizen_card"}

log = structlog.get_logger(__name__)


class Pictures:
    """One at a time: a phone's photo takes 160 MB and a second, the largest allowed a gigabyte and five."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(1)

    async def redraw(self, body: bytes) -> bytes:
        """A JPEG of at most :data:`LONG_SIDE` pixels, upright, with nothing in it but what is to be seen.

        :raises Unfit: it is broken, too large, or shows a citizen card's code.
        """
        async with self._places:
            code, drawn = await _run(body)
        if code == 0 and drawn:
            return drawn
        if code not in _WHY:  # out of memory or time, or worse: whatever it was, it is no picture we can take
            log.warning("picture_ended_its_reader", code=code)
        raise Unfit(_WHY.get(code, "damaged"))


async def _run(body: bytes) -> tuple[int, bytes]:
    reader = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",  # neither the environment nor the folder it runs in has a say
        str(UNPACKING),
        str(MOST_PIXELS),
        str(LONG_SIDE),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # may quote what it reads
        env={},
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            drawn, _ = await reader.communicate(body)
    except TimeoutError:
        return -1, b""
    finally:
        if reader.returncode is None:
            reader.kill()
            await reader.wait()
    return reader.returncode or 0, drawn
