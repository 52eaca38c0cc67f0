"""`bot.py cases`: what an inspector needs until the console stands. Reading asks for the inspectorate's passphrase."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import case_acts
from bot.commands.case_acts import KeyId, Number
from bot.commands.case_keys import PassphraseFile, keys

cases = typer.Typer(help="Reports: list, open, hand on; and the keys that open them.", no_args_is_help=True)
case_acts.register(cases)
cases.add_typer(keys, name="keys")


@cases.callback()
def who(
    name: Annotated[
        str | None,
        typer.Option("--as", help="Your name, as in the list of staff, for the audit."),
    ] = None,
) -> None:
    """Reports: list, open, hand on; and the keys that open them."""
    from bot.commands.case_record import NAMED

    NAMED.set(name)


def register(app: typer.Typer) -> None:
    app.add_typer(cases, name="cases")


@cases.command("list")
def list_(
    state: Annotated[list[str] | None, typer.Option(help="Only cases in this state; may be repeated.")] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="How many, the newest first.")] = 50,
    unlock: Annotated[bool, typer.Option(help="Ask for the passphrase; a key of leads also lists restricted.")] = False,
    key: KeyId = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """The newest cases by their structured facts: nothing that a citizen wrote."""
    from rich.console import Console

    from bot.commands.case_pages import case_table
    from bot.commands.case_work import asked_passphrase, listed

    asked = unlock or passphrase_file is not None
    passphrase = asked_passphrase(passphrase_file) if asked else None
    Console().print(case_table(asyncio.run(listed(state or [], most, passphrase, key))))


@cases.command()
def show(
    number: Number,
    files: Annotated[
        Path | None, typer.Option(help="Write the files of the case into this folder (mode 0600).", file_okay=False)
    ] = None,
    key: KeyId = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Open a case with the inspectorate's passphrase: facts, narrative, messages, files."""
    from bot.commands.case_pages import case_page
    from bot.commands.case_work import asked_passphrase, opened_case

    detail = {"command": "cases show", "files": files is not None}
    asyncio.run(opened_case(number, asked_passphrase(passphrase_file), key, partial(case_page, folder=files), detail))


@cases.command()
def rewrap(
    to: Annotated[str, typer.Option(help="Key that may open it as well from now on: an id of `cases keys list`.")],
    number: Annotated[str | None, typer.Argument(help="One case; or --all.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every case that opens with this passphrase.")] = False,
    instead: Annotated[bool, typer.Option(help="The keys that opened it hold it no more.")] = False,
    key: KeyId = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Hand cases to a key outside their chain, or from an old key to a new one."""
    from bot.commands.case_work import asked_passphrase, rewrapped
    from bot.errors import SettingsError

    if (number is None) is not every:
        raise SettingsError("Name one case, or --all.")
    done, kept = asyncio.run(rewrapped(number, asked_passphrase(passphrase_file), key, to, instead))
    print(f"{done} handed on.")
    if kept:
        print(f"{kept} restricted, kept: they go to keys of leads only.")


@cases.command("erase")
def erase_(number: Number, key: KeyId = None, passphrase_file: PassphraseFile = None) -> None:
    """Erase a case for good: nobody can open it afterwards. Its number, states and structured facts stay."""
    from bot.commands.case_work import asked_passphrase, erased
    from bot.errors import SettingsError

    passphrase = asked_passphrase(passphrase_file)
    if typer.prompt("There is no way back. Type the number again") != number:
        raise SettingsError("That is another number; nothing was erased.")
    scrubbed = asyncio.run(erased(number, passphrase, key))
    print(f"{number}: erased. Backups made before still hold it until they run out.")
    if not scrubbed:
        print("The database's log was in use: old pages stay in it until the bot has been stopped once.")
