"""What the figures of a run depend on, without telling whose machine it was."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

SYNCS = 50
_PARTS = ("python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy", "aiosqlite")


def facts(folder: Path) -> dict[str, Any]:
    """:param folder: where the programs keep their databases; the speed of its disk is measured."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "versions": {part: version(part) for part in _PARTS},
        "fsync_ms": round(_fsync_ms(folder / "sync"), 2),
        "load": round(os.getloadavg()[0], 1),
    }


def _fsync_ms(path: Path) -> float:
    """Median time to bring four kilobytes to the disk: what durability costs here at least."""
    taken = []
    with path.open("wb") as file:
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    path.unlink()
    return median(taken) * 1000
