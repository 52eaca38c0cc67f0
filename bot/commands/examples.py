"""`bot.py examples`: what people's taps suggest, and what they ask for that is not held."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.learning import Learning

Number = Annotated[int, typer.Argument(help="As shown by `examples list`.")]
examples = typer.Typer(help="Examples that taps in the chat suggest; accepted ones take part in search.")


def register(app: typer.Typer) -> None:
    app.add_typer(examples, name="examples")


@examples.command("list")
def list_() -> None:
    """Candidates, the most frequent first, and procedures that were asked for and are not held."""
    from rich.console import Console
    from rich.table import Table

    async def work() -> None:
        candidates = Table("id", "people wrote", "verdict", "procedure", "times")
        wanted = Table("not held", "name", "times")
        async with _learning() as learning:
            for row in await learning.candidates():
                candidates.add_row(str(row.id), row.phrase, str(row.verdict), row.code, str(row.count))
            for name, count in await learning.not_held():
                wanted.add_row(name.code, name.name, str(count))
        console = Console()
        console.print(candidates)
        console.print(wanted)

    asyncio.run(work())


@examples.command()
def accept(number: Number) -> None:
    """Make a picked candidate an example; running processes take it up within seconds."""

    async def work() -> None:
        async with _learning() as learning:
            done = await learning.accept(number)
        print(f"Accepted: {done.phrase} -> {done.code}" if done else "There is no picked candidate of that number.")

    asyncio.run(work())


@examples.command()
def discard(number: Number) -> None:
    """Forget a candidate."""

    async def work() -> None:
        async with _learning() as learning:
            done = await learning.discard(number)
        print("Discarded." if done else "There is no candidate of that number.")

    asyncio.run(work())


@asynccontextmanager
async def _learning() -> AsyncIterator[Learning]:
    from bot.clock import SystemClock
    from bot.commands.open import opened_database
    from bot.database.key_check import server_key
    from bot.learning import Learning
    from bot.settings import load_settings

    settings = load_settings()
    async with opened_database(settings) as database:
        yield Learning(database, await server_key(database, settings.keys), SystemClock())
