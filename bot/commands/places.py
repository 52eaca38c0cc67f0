"""`bot.py places`: one-stop offices in and out as CSV."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

places = typer.Typer(help="One-stop offices: addresses, hours, what they take.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(places, name="places")


@places.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV, one office a row; see docs/places.md.", exists=True, dir_okay=False)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, change nothing.")] = False,
) -> None:
    """Check every row of FILE and take it in; with an error in any row nothing is taken in."""
    from bot.commands.place_work import import_file

    asyncio.run(import_file(file, dry_run))


@places.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="Where to write; an existing file is replaced.", dir_okay=False)],
) -> None:
    """Write every office to FILE, in the form that import takes."""
    from bot.commands.place_work import export_file

    asyncio.run(export_file(file))
