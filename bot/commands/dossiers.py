"""`bot.py dossiers`: dossiers from files, keys of agency systems, figures."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

dossiers = typer.Typer(help="Dossiers: import, keys of agency systems, figures.", no_args_is_help=True)
keys = typer.Typer(help="Keys with which agency systems send dossiers.", no_args_is_help=True)
dossiers.add_typer(keys, name="key")
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def register(app: typer.Typer) -> None:
    app.add_typer(dossiers, name="dossiers")


@dossiers.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="CSV or XLSX, one state of a dossier a row.", exists=True, dir_okay=False)
    ],
) -> None:
    """Validate every row of FILE and take it in; with an error in any row nothing is taken in."""
    from rich.console import Console

    from bot.commands.dossier_work import import_file

    asyncio.run(import_file(file, Console()))


@dossiers.command()
def sample() -> None:
    """List the sample dossiers with the four digits that open them."""
    from rich.console import Console
    from rich.table import Table

    from bot.commands.dossier_work import loaded_samples

    table = Table("code", "digits", "state", "procedure")
    for row in asyncio.run(loaded_samples()):
        table.add_row(*row)
    Console().print(table)


@dossiers.command()
def figures(first: Day = None, last: Day = None, agency: str | None = None) -> None:
    """On time and content, by agency and procedure, as JSON. Default: dossiers received in the last 30 days."""
    import orjson

    from bot.clock import SystemClock, local
    from bot.commands.dossier_work import figures_of

    until = last.date() if last else local(SystemClock().now()).date()
    since: date = first.date() if first else until - timedelta(days=30)
    print(orjson.dumps(asyncio.run(figures_of(since, until, agency)), option=orjson.OPT_INDENT_2).decode())


@keys.command("create")
def create(
    agency: Annotated[str, typer.Argument(help="Agency code; its units are included (H57, H57.132).")],
    label: Annotated[str, typer.Argument(help="Which system it is for.")],
    statistics: Annotated[bool, typer.Option(help="The key may also read figures.")] = False,
) -> None:
    """Make a key and print it. It is not kept and cannot be shown again."""
    from bot.commands.dossier_work import create_key

    print(asyncio.run(create_key(agency, label, statistics)))


@keys.command("list")
def list_() -> None:
    """All keys: for whom, for what, since when. Never the keys themselves."""
    from rich.console import Console
    from rich.table import Table

    from bot.commands.dossier_work import all_keys

    table = Table("number", "agency", "scopes", "label", "made (UTC)", "revoked (UTC)")
    for row in asyncio.run(all_keys()):
        revoked = f"{row.revoked_at:%Y-%m-%d %H:%M}" if row.revoked_at else ""
        made = f"{row.created_at:%Y-%m-%d %H:%M}"
        table.add_row(str(row.key.id), row.key.agency_code, " ".join(sorted(row.key.scopes)), row.label, made, revoked)
    Console().print(table)


@keys.command()
def revoke(number: int) -> None:
    """Take a key out of force, at once."""
    from bot.commands.dossier_work import revoke_key
    from bot.errors import SettingsError

    if not asyncio.run(revoke_key(number)):
        raise SettingsError(f"No key {number} is in force.")
