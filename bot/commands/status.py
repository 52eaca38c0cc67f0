"""`bot.py status`: how the queues stand, beside a running bot."""

from __future__ import annotations

import asyncio

import typer


def register(app: typer.Typer) -> None:
    app.command()(status)


def status() -> None:
    """Print what waits, what failed for good, and how old the oldest is. No content, no names."""
    from rich.console import Console
    from rich.table import Table

    from bot.commands.open import opened_database
    from bot.database import Queries
    from bot.settings import load_settings

    async def work() -> Table:
        table = Table("queue", "state", "rows", "oldest (UTC)", "errors")
        async with opened_database(load_settings()) as database, database.read() as connection:
            for row in await connection.execute(Queries.beside(__file__, database.dialect)["queues"]):
                table.add_row(row.queue, row.state, str(row.times), _when(row.oldest), row.errors or "")
        return table

    Console().print(asyncio.run(work()))


def _when(epoch_ms: int | None) -> str:
    from bot.clock import from_epoch_ms

    return "" if epoch_ms is None else from_epoch_ms(epoch_ms).isoformat(timespec="seconds")
