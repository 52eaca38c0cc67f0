"""The real program as a process, for tests from outside: started, awaited, its output kept, killed for certain."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import httpx

from tests import forked
from tests.forked import Forked

ROOT = Path(__file__).parents[1]
#: A fresh process imports, migrates and loads; on a busy machine this takes its time.
PATIENCE_S = 60.0
STOP_S = 15.0
_ADDRESS = re.compile(r"Một Cửa: (http://\S+)")


class Program:
    """``async with Program(folder, environment) as program``: running and ready; ``program.address`` is the web chat.

    Standard output and error are read into ``output`` as they come.

    :param fresh: `python bot.py`, as a person starts it; otherwise it is forked from a process that has loaded it.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        arguments: tuple[str, ...] = ("run",),
        *,
        fresh: bool = False,
    ) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        self.environment = {
            **inherited,
            "MOTCUA_DATA_DIR": str(folder / "data"),
            "MOTCUA_PORT": "0",
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
            **(environment or {}),
        }
        self.folder = folder
        self.arguments = arguments
        self.fresh = fresh
        self.output = ""
        self._process: asyncio.subprocess.Process | Forked | None = None
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        await self.ready()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def start(self) -> None:
        # In the test's folder: a .env of the checkout is not read.
        if self.fresh:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(ROOT / "bot.py"),
                *self.arguments,
                cwd=self.folder,
                env=self.environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        else:
            self._process = await forked.start(self.arguments, self.folder, self.environment)
        self._reading = asyncio.create_task(self._read())  # noqa: TID251 - ended in kill()

    async def ready(self) -> None:
        """Return when the program says that it can work. :raises AssertionError: it ended instead; shows its output."""
        await self.says(_ADDRESS)
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    if (await client.get(f"{self.address}/readyz")).status_code == 200:
                        return
                except httpx.TransportError:
                    assert self.running, self.output
                await asyncio.sleep(0.05)

    async def says(self, pattern: re.Pattern[str] | str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not re.search(pattern, self.output):
                assert self.running, self.output
                await asyncio.sleep(0.02)

    @property
    def address(self) -> str:
        found = _ADDRESS.search(self.output)
        assert found is not None, self.output
        return found[1]

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def forget_peak(self) -> int:
        """:returns: the memory it holds now, in kB; its peak counts from here (proc(5), clear_refs)."""
        assert self._process is not None
        Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")
        return self.peak_kb

    @property
    def peak_kb(self) -> int:
        """The most memory it has held at once, without its children."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])

    async def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        assert self._process is not None
        assert self._reading is not None
        async with asyncio.timeout(PATIENCE_S):
            code = await self._process.wait()
            await self._reading
        return code

    async def stop(self) -> int:
        """SIGTERM, as a supervisor does; :returns: the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_S):
            return await self._process.wait()

    async def kill(self) -> None:
        """SIGKILL to it and whatever it started."""
        if self._process is None:
            return
        if self.running:
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        if self._reading is not None:
            await self._reading

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.output += line.decode()
