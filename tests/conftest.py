"""What every test may ask for. Store tests ask for ``database`` and so run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot.clock import FixedClock
from bot.database import Database, open_database
from bot.database.migrate import migrate
from bot.logs import OURS
from bot.sealing import ServerKey
from bot.wake import Wake
from tests.postgres import PostgresForTests, apart
from tests.stocked import at_home, stocked, stocked_home

__all__ = ["at_home", "stocked", "stocked_home"]

# What .ci/run has seen pass passes again: it draws the same examples each time. `make test` draws others every time.
settings.register_profile("steady", derandomize=True)
if os.environ.get("MOTCUA_NO_SKIPS") == "1":
    settings.load_profile("steady")


#: Folders of long files come first: a file is one worker's, and all others wait for a long one that began last.
LONG = ("crash", "doors", "browser", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(folder).parts[0] not in LONG)


def pytest_collection_finish() -> None:
    """All that was loaded and collected stays to the end: walking over it again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresForTests]:
    """The tests' PostgreSQL server; started when the first test needs it."""
    server = PostgresForTests()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating for every test would be most of its time."""
    folder = tmp_path_factory.mktemp("migrated")

    async def make() -> None:
        database = open_database(None, folder)
        try:
            await migrate(database)
        finally:
            await database.close()

    apart(make())
    return folder / "motcua.db"


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """MOTCUA_DATABASE_URL of a fresh, migrated SQLite file of this test's own."""
    copy = tmp_path / "motcua.db"
    shutil.copyfile(migrated_sqlite, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgres_url(postgres: PostgresForTests) -> Iterator[str]:
    """MOTCUA_DATABASE_URL of a fresh, migrated PostgreSQL database of this test's own."""
    url = postgres.new_database()
    yield url
    postgres.give_back(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database, once for each backend."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh, migrated database, once for each backend."""
    database = open_database(database_url, tmp_path)
    yield database
    await database.close()


@pytest.fixture
async def sqlite(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh, migrated SQLite database, for tests in which the backend makes no difference."""
    database = open_database(sqlite_url, tmp_path)
    yield database
    await database.close()


@pytest.fixture
def key() -> ServerKey:
    return ServerKey(b"test", bytes(32), bytes(32))


@pytest.fixture
def clock() -> FixedClock:
    """Stands at nine in the morning of a working day in Vietnam (2026-03-02 02:00 UTC) until it is moved."""
    return FixedClock(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))


@pytest.fixture
def wake() -> Wake:
    return Wake()


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """The logs are configured for the whole process: what a test set up is gone after it."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    logging.raiseExceptions = True
    root.handlers[:], root.level = before
    for package in OURS:
        logging.getLogger(package).setLevel(logging.NOTSET)
    structlog.reset_defaults()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With MOTCUA_NO_SKIPS set (as .ci/run does) a skipped test counts as failed: it did not run."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and os.environ.get("MOTCUA_NO_SKIPS") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
