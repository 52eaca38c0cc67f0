"""`bot.py verify`: whether what must not be changed was changed."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.acting import act

EXIT_BROKEN = 1


def register(app: typer.Typer) -> None:
    app.command()(verify)


@act("audit.verify")
def verify(
    head: Annotated[str | None, typer.Option(help="A head of the audit chain that was kept before: 12:9f3c…")] = None,
) -> None:
    """Walk the audit chain from its first row. With --head also shows whether rows were cut off its end."""
    from bot.commands.staff_work import first_bad_row

    bad, now = asyncio.run(first_bad_row(head))
    if bad is not None:
        print(f"Audit chain: BROKEN at row {bad}: it was changed, moved, or taken out.")
        raise typer.Exit(EXIT_BROKEN)
    print(f"Audit chain: whole. Head: {now}")
