"""`bot.py calendar` and `bot.py agencies`: the tables that administrators edit, until the console stands."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated

import typer

calendar = typer.Typer(help="Working days: exceptions to the shipped calendar.", no_args_is_help=True)
agencies = typer.Typer(help="Agency codes and the agencies they stand for.", no_args_is_help=True)
Day = Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])]
Source = Annotated[str, typer.Option(help="Number and date of the notice it stands in.")]


def register(app: typer.Typer) -> None:
    app.add_typer(calendar, name="calendar")
    app.add_typer(agencies, name="agencies")


@calendar.command("list")
def list_() -> None:
    """Exceptions, years whose notice is in, and what waits for an administrator."""
    from rich.console import Console
    from rich.table import Table

    from bot.commands.table_work import calendar_state

    days, years, waiting = asyncio.run(calendar_state())
    table = Table("day", "worked", "confirmed", "source")
    for day, override in sorted(days.items()):
        worked, confirmed = ("yes" if value else "no" for value in (override.is_working, override.confirmed))
        table.add_row(day.isoformat(), worked, confirmed, override.source)
    console = Console()
    console.print(table)
    for year, source in sorted(years.items()):
        console.print(f"{year}: {source}", highlight=False)
    for missing in waiting:
        console.print(f"Waiting: the Government's notice for {missing}. Compare, set its days, then enter-year.")


@calendar.command("set")
def set_day(
    day: Day,
    worked: Annotated[str, typer.Argument(help="off or worked")],
    source: Source,
    unconfirmed: Annotated[bool, typer.Option(help="The legal act has not been found yet.")] = False,
) -> None:
    """Enter or correct one day."""
    from bot.commands.table_work import set_calendar_day
    from bot.errors import SettingsError

    if worked not in ("off", "worked"):
        raise SettingsError("A day is off or worked.")
    asyncio.run(set_calendar_day(day.date(), worked == "worked", source, not unconfirmed))


@calendar.command("unset")
def unset(day: Day) -> None:
    """Leave a day to the shipped calendar again."""
    from bot.commands.table_work import unset_calendar_day
    from bot.errors import SettingsError

    if not asyncio.run(unset_calendar_day(day.date())):
        raise SettingsError(f"There is no exception for {day:%Y-%m-%d}.")


@calendar.command("enter-year")
def enter_year(year: int, source: Source) -> None:
    """The Government's notice for YEAR has been compared with the calendar and its days are entered."""
    from bot.commands.table_work import enter_calendar_year

    asyncio.run(enter_calendar_year(year, source))


@agencies.command("list")
def list_agencies() -> None:
    """Every code and its agency."""
    from bot.commands.table_work import agency_names

    for code, name in sorted(asyncio.run(agency_names()).items()):
        print(f"{code}\t{name}")


@agencies.command("set")
def set_agency(code: str, name: str) -> None:
    """Let CODE stand for the agency NAME."""
    from bot.commands.table_work import put_agency

    asyncio.run(put_agency(code.upper(), name))


@agencies.command("unset")
def unset_agency(code: str) -> None:
    """Forget CODE."""
    from bot.commands.table_work import drop_agency
    from bot.errors import SettingsError

    if not asyncio.run(drop_agency(code.upper())):
        raise SettingsError(f"There is no code {code}.")
