"""What every worker of a test run needs is made by the first that asks, for all."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

#: Lies in a folder that was made to its end.
_DONE = "done"


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder ``name`` of this run as ``make`` left it. Nobody may change it.

    :raises AssertionError: another worker could not make it, and says why.
    """
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / f"once-{name}"
    with (shared / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir()
            make(folder)
            (folder / _DONE).touch()
    assert (folder / _DONE).exists(), f"{folder} was not made to its end"
    return folder
