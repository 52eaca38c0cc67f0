"""`bot.py digest`: what a member of the staff would receive now, and sending it now."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

digest = typer.Typer(help="Digests of the staff: preview one, send one now.", no_args_is_help=True)
Name = Annotated[str, typer.Option("--staff", help="Name of the member, as `staff list` shows it.")]


def register(app: typer.Typer) -> None:
    app.add_typer(digest, name="digest")


@digest.command()
def preview(staff: Name) -> None:
    """Print exactly what would go to this member's chat now. Nothing is sent, and nothing counts as told."""
    from bot.commands.digest_work import previewed

    print(asyncio.run(previewed(staff)))


@digest.command()
def send(staff: Name) -> None:
    """Queue this member's digest now; the running bot sends it. What is in it counts as told."""
    from bot.commands.digest_work import sent

    print(asyncio.run(sent(staff)))
