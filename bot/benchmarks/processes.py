"""Programs under measurement: started with a clean environment, watched, ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent.parent
STOP_S = 10.0
SECRET = "benchmark-secret"


class BenchmarkFailed(RuntimeError):
    """A program under measurement did not do its part; the message ends with the last lines it wrote."""


@dataclass(slots=True)
class Program:
    process: asyncio.subprocess.Process
    output: Path

    async def kill(self) -> None:
        """SIGKILL, and the body buried."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_S):
                    await self.process.wait()
            except TimeoutError:
                await self.kill()

    @asynccontextmanager
    async def must_live(self) -> AsyncIterator[None]:
        """:raises TimeoutError: it ended before the block did; there is nothing to wait for any longer."""
        try:
            async with asyncio.timeout(None) as limit, asyncio.TaskGroup() as group:

                async def watch() -> None:
                    await self.process.wait()
                    limit.reschedule(0)

                watching = group.create_task(watch())
                try:
                    yield
                finally:
                    watching.cancel()
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None

    def resident_mb(self) -> float | None:
        """Resident memory now, as the kernel counts it; None where there is no /proc."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return None
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def last_words(self, lines: int = 15) -> str:
        return "\n".join(self.output.read_text(errors="replace").splitlines()[-lines:])


async def start(arguments: list[str], environment: Mapping[str, str], folder: Path) -> Program:
    """``python`` with ``arguments``, in ``folder`` (so that no .env is read), our own settings and proxies left out."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - before anything is measured
    output = folder / "output.txt"
    with output.open("ab") as sink:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=folder,
            env={**clean_environment(), **environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
        )
    return Program(process, output)


def clean_environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        ours.pop(name, None)
        ours.pop(name.upper(), None)
    return {**ours, "PYTHONPATH": str(ROOT)}


@asynccontextmanager
async def running(arguments: list[str], environment: Mapping[str, str], folder: Path) -> AsyncIterator[Program]:
    program = await start(arguments, environment, folder)
    try:
        yield program
    finally:
        await program.stop()


def product_arguments() -> list[str]:
    return [str(ROOT / "bot.py"), "run"]


def product_environment(data: Path, address: str, token: str, *, webhook: bool = False) -> dict[str, str]:
    """The full program in its default form: SQLite, everything in one process; limits lifted."""
    port = free_port()
    chosen = {
        "MOTCUA_DATA_DIR": str(data),
        "MOTCUA_TELEGRAM_TOKEN": token,
        "MOTCUA_TELEGRAM_API": address,
        "MOTCUA_SEND_RATE": "0",
        "MOTCUA_PORT": str(port),
    }
    if webhook:
        url = f"http://127.0.0.1:{port}/webhook/telegram"
        chosen |= {"MOTCUA_TELEGRAM_MODE": "webhook", "MOTCUA_WEBHOOK_URL": url, "MOTCUA_WEBHOOK_SECRET": SECRET}
    return chosen


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def import_knowledge(folder: Path, environment: Mapping[str, str]) -> None:
    """Migrate and fill a database.

    :raises BenchmarkFailed: with what the program said.
    """
    program = await start([str(ROOT / "bot.py"), "knowledge", "import"], environment, folder)
    if await program.process.wait() != 0:
        raise BenchmarkFailed(f"The knowledge base could not be imported:\n{program.last_words()}")
