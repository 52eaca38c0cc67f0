"""`bot.py verify`: whether the database is whole, and whether what must not be changed was changed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.acting import act
from bot.errors import SettingsError

EXIT_BROKEN = 1


def register(app: typer.Typer) -> None:
    app.command()(verify)


@act("audit.verify")
def verify(
    head: Annotated[str | None, typer.Option(help="A head of the audit chain that was kept before: 12:9f3c…")] = None,
    backup: Annotated[Path | None, typer.Option(help="Look through this backup instead of the database.")] = None,
    identity: Annotated[
        Path | None, typer.Option(help="With --backup: file with the secret key that opens it.")
    ] = None,
) -> None:
    """Look through the database and walk the audit chain from its first row. With --head also shows whether rows were
    cut off its end."""
    if backup is not None:
        _verify_backup(backup, identity)
        return
    from bot.commands.backup_work import checked
    from bot.commands.staff_work import first_bad_row

    problems, rows = asyncio.run(checked())
    for problem in problems:
        print(f"Database: BROKEN: {problem}")
    if problems:
        print("Stop the program and restore the newest backup: docs/operators.md.")
        raise typer.Exit(EXIT_BROKEN)
    print(f"Database: whole, {rows:,} rows.")
    bad, now = asyncio.run(first_bad_row(head))
    if bad is not None:
        print(f"Audit chain: BROKEN at row {bad}: it was changed, moved, or taken out.")
        raise typer.Exit(EXIT_BROKEN)
    print(f"Audit chain: whole. Head: {now}")


def _verify_backup(file: Path, identity: Path | None) -> None:
    from bot.commands.backup_work import backup_checked

    if identity is None:
        raise SettingsError("--backup needs --identity: the file with the secret key")
    rows, head = backup_checked(file, identity)
    print(f"Backup: whole, {rows:,} rows. Audit chain at that time: {head or 'empty'}")
