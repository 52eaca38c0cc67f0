"""`bot.py run`: everything in one process, or the parts named by --only."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.errors import SettingsError


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    only: Annotated[
        str | None, typer.Option(help="Parts by comma: intake, turns, sender, web, schedule. Default: all.")
    ] = None,
) -> None:
    """Serve the chat until stopped with Ctrl-C or SIGTERM."""
    from bot.app import PARTS, serve
    from bot.logs import configure_logs
    from bot.settings import load_settings

    parts = frozenset(part.strip() for part in only.split(",")) if only else PARTS
    if unknown := parts - PARTS:
        raise SettingsError(f"--only: {', '.join(sorted(unknown))} is not a part; there are {', '.join(sorted(PARTS))}")
    configure_logs()
    asyncio.run(serve(load_settings(), parts))
