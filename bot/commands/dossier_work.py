"""What `bot.py dossiers` does, once the command line has been read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.agencies import Agencies
from bot.clock import SystemClock
from bot.commands.open import opened_database
from bot.commands.progress import progress_bar
from bot.database import Database
from bot.database.key_check import server_key
from bot.dossiers.api_keys import ApiKeys, KeyRow, Scope
from bot.dossiers.figures import Figure, Figures
from bot.dossiers.importing import Importer
from bot.dossiers.procedures import known_in
from bot.dossiers.register import Register
from bot.dossiers.sample import samples
from bot.dossiers.states import State, national_name
from bot.sealing import ServerKey
from bot.settings import load_settings
from bot.workdays import WorkCalendar
from knowledge.library import Library
from knowledge.store import KnowledgeStore

CLOCK = SystemClock()


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[Database, ServerKey]]:
    settings = load_settings()
    async with opened_database(settings) as database:
        yield database, await server_key(database, settings.keys)


async def import_file(path: Path, console: Console) -> None:
    """:raises DossiersRejected: naming file, row and column of each error; nothing was taken in."""
    async with _opened() as (database, key):
        published = {name.code for name in await KnowledgeStore(database, CLOCK).names()}
        importer = Importer(Register(database, key, CLOCK), CLOCK, known_in(published))
        with progress_bar(console) as progress:
            total = _lines(path)
            checking = progress.add_task("Checking dossiers ", total=total)
            storing = progress.add_task("Storing dossiers  ", total=total)
            done = await importer.run(
                path,
                lambda count: progress.update(checking, completed=count),
                lambda count: progress.update(storing, completed=count),
            )
            for task in (checking, storing):
                progress.update(task, total=done.rows, completed=done.rows)
        agencies = Agencies(database, CLOCK)
        unknown = [code for code in sorted(done.agencies) if await agencies.name_of(code) is None]
    resumed = f", {done.resumed} from an earlier try" if done.resumed else ""
    console.print(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged{resumed}.", highlight=False)
    if unknown:
        console.print(f"Not in the table of agency codes: {', '.join(unknown)}. Add them: bot.py agencies set")


def _lines(path: Path) -> int | None:
    """About how many rows there are; a spreadsheet does not say before it is read."""
    if path.suffix.lower() != ".csv":
        return None
    with path.open("rb") as file:
        return max(1, sum(1 for _ in file) - 1)


async def loaded_samples() -> list[tuple[str, str, str, str]]:
    """(code, digits, state, procedure) of the sample dossiers that are there."""
    digits = {one.code.rpartition("-")[2]: one.phone4 for one in samples(WorkCalendar(), CLOCK.now())}
    async with _opened() as (database, key):
        rows = await Register(database, key, CLOCK).with_serials(sorted(digits))
    return [
        (row.code, digits[row.code.rpartition("-")[2]], national_name(State(row.state)), row.procedure_code)
        for row in rows
    ]


async def figures_of(first: date, last: date, agency: str | None) -> list[Figure]:
    async with _opened() as (database, _):
        library = Library(KnowledgeStore(database, CLOCK))
        await library.refresh()
        return await Figures(database, CLOCK, library).by_procedure(first, last, agency)


async def create_key(agency: str, label: str, statistics: bool) -> str:
    scopes = [Scope.WRITE, *([Scope.STATISTICS] if statistics else [])]
    async with _opened() as (database, key):
        return await ApiKeys(database, key, CLOCK).create(agency, scopes, label)


async def all_keys() -> list[KeyRow]:
    async with _opened() as (database, key):
        return await ApiKeys(database, key, CLOCK).all()


async def revoke_key(number: int) -> bool:
    async with _opened() as (database, key):
        return await ApiKeys(database, key, CLOCK).revoke(number)
