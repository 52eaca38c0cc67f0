"""`bot.py requests`: what data subjects have asked for and an inspector must do, until the console stands."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

requests = typer.Typer(help="Requests of data subjects: erase, correct, hand out, end handling.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(requests, name="requests")


@requests.command("list")
def list_() -> None:
    """Open requests, the most urgent first."""
    from rich.console import Console
    from rich.table import Table

    from bot.commands.columns import whole_column
    from bot.commands.request_work import waiting

    table = Table(whole_column("id"), "asks to", whole_column("report"), "answer by", "done by", "")
    for request, late in asyncio.run(waiting()):
        days = [request.answer_due.isoformat(), request.done_due.isoformat()]
        table.add_row(str(request.id), request.kind, request.number or "-", *days, "late" if late else "")
    Console().print(table)


@requests.command()
def done(number: Annotated[int, typer.Argument(metavar="ID", help="From `requests list`.")]) -> None:
    """The request ID has been answered and carried out (what is sealed goes with `cases erase NUMBER`)."""
    from bot.commands.request_work import finish
    from bot.errors import SettingsError

    if not asyncio.run(finish(number)):
        raise SettingsError(f"No request {number} is open.")
