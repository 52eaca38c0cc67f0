"""The real program, forked from a process that has loaded it and nothing else: loading is most of what a start takes.

What a start itself does (finding its settings, its place, its messages when refused) is tested on `python bot.py`.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.loaded"])


class Forked:
    """As :class:`asyncio.subprocess.Process`, as far as the tests need it. ``stdout`` has both its outputs."""

    def __init__(self, stdout: asyncio.StreamReader, process: multiprocessing.context.ForkServerProcess) -> None:
        self.stdout = stdout
        self._process = process
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(process.sentinel, self._end)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    async def wait(self) -> int:
        await self._ended.wait()
        self._process.join()
        assert self.returncode is not None
        return self.returncode

    def _end(self) -> None:
        self._loop.remove_reader(self._process.sentinel)
        self._ended.set()


async def start(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Forked:
    """`bot.py` with ``arguments``, in ``folder``."""
    reading, writing = _CONTEXT.Pipe(duplex=False)
    # A daemon: it ends with the tests. It needs no processes of this kind of its own.
    process = _CONTEXT.Process(target=_run, args=(arguments, folder, dict(environment), writing), daemon=True)
    process.start()
    writing.close()
    output = os.fdopen(os.dup(reading.fileno()), "rb", buffering=0)
    reading.close()
    stdout = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdout), output)
    return Forked(stdout, process)


def _run(arguments: tuple[str, ...], folder: Path, environment: dict[str, str], output: Connection) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number in (1, 2):
        os.dup2(output.fileno(), number)
    output.close()
    sys.stdout, sys.stderr = (os.fdopen(number, "w", 1, encoding="utf-8", closefd=False) for number in (1, 2))
    sys.argv = ["bot.py", *arguments]
    from bot.commands import main

    main()
