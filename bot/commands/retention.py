"""`bot.py retention`: what would go at the next sweep, and in the days after it."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.acting import act
from bot.errors import SettingsError
from bot.whole import whole


def register(app: typer.Typer) -> None:
    app.command()(retention)


@act("retention.preview")
def retention(
    what_if: Annotated[
        list[str] | None, typer.Option(help="Days in place of those in force: case_link_days=60. May be repeated.")
    ] = None,
) -> None:
    """Print what is kept for how long, how many rows go within the hour and within a week. Changes nothing."""
    from rich.console import Console
    from rich.table import Table

    from bot.clock import SystemClock
    from bot.commands.open import opened_database
    from bot.retention import Preview
    from bot.retention.preview import MOST, SOON_DAYS
    from bot.settings import load_settings
    from bot.web.console.retention_words import WORDS

    asked = dict(_days(each) for each in what_if or [])

    async def work() -> Table:
        table = Table("what", "parameter", "days", "now", f"in {SOON_DAYS} days", caption=f"counted up to {MOST}")
        async with opened_database(load_settings()) as database:
            for term in await Preview(database, SystemClock()).terms(asked):
                table.add_row(WORDS[term.name], term.parameter or "", str(term.days), str(term.now), str(term.soon))
        return table

    Console().print(asyncio.run(work()))


def _days(text: str) -> tuple[str, int]:
    """:raises SettingsError: no parameter of keeping, or not within its bounds."""
    from bot.legal.bounds import KEEPING

    name, _, days = text.partition("=")
    if name not in KEEPING:
        raise SettingsError(f"--what-if {name}: there are {', '.join(KEEPING)}")
    least, most = KEEPING[name]
    number = whole(days, most)
    if number is None or number < least:
        raise SettingsError(f"--what-if {name}: a number of days from {least} to {most}")
    return name, number
