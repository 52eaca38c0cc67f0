"""`bot.py cases keys`: whose keys open reports."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

keys = typer.Typer(help="Inspectorate keys: whose keys open reports.", no_args_is_help=True)
KeyId = Annotated[str, typer.Argument(help="As `cases keys list` shows it.")]
PassphraseFile = Annotated[
    Path | None, typer.Option(help="Read the passphrase from this file (mode 0600) instead of asking for it.")
]
NewPassphraseFile = Annotated[
    Path | None, typer.Option(help="Read the new passphrase from this file (mode 0600) instead of asking for it.")
]


@keys.command("list")
def list_() -> None:
    """Every key: for where, for whom, since when, and whether its file stands on this host."""
    from rich.console import Console
    from rich.table import Table

    from bot.clock import local
    from bot.commands.case_work import opened_keys, within
    from bot.commands.columns import whole_column

    table = Table(whole_column("key"), "scope", "leads", "made", "retired", "file here", "passphrase lies here")
    made = asyncio.run(within(opened_keys, lambda keys: keys.all()))
    for row in made:
        table.add_row(
            row.key.id,
            row.scope,
            "yes" if row.for_leads else "",
            f"{local(row.made_at):%Y-%m-%d %H:%M}",
            f"{local(row.retired_at):%Y-%m-%d %H:%M}" if row.retired_at else "",
            "yes" if row.here else "",
            "YES" if row.passphrase_here else "",
        )
    Console().print(table)
    if not made:
        print("There is none yet; the first start makes one.")


@keys.command()
def add(
    scope: Annotated[str, typer.Option(help="VN for the whole country, or a province's code.")] = "VN",
    leads: Annotated[bool, typer.Option(help="Its holders also read reports that look like denunciations.")] = False,
    passphrase_file: NewPassphraseFile = None,
) -> None:
    """Make a key on this host, under a passphrase that its holders choose. What is filed from now on opens with it."""
    from bot.commands.case_work import new_passphrase, opened_keys, scope_named, within

    place, phrase = scope_named(scope), new_passphrase(passphrase_file)
    made = asyncio.run(within(opened_keys, lambda keys: keys.add(place, for_leads=leads, passphrase=phrase)))
    print(made)


@keys.command()
def passphrase(
    key: KeyId, passphrase_file: PassphraseFile = None, new_passphrase_file: NewPassphraseFile = None
) -> None:
    """Change the passphrase of a key whose file stands here; the first one, lying beside it, is removed."""
    from bot.commands.case_work import asked_passphrase, new_passphrase, opened_keys, within
    from bot.reports.vault import InspectorateKeys

    old, new = asked_passphrase(passphrase_file), new_passphrase(new_passphrase_file)

    async def change(keys: InspectorateKeys) -> None:
        await asyncio.to_thread(keys.change_passphrase, key, old, new)

    asyncio.run(within(opened_keys, change))
    print("Changed. Copies of the key file made before still open with the old passphrase.")


@keys.command()
def retire(key: KeyId) -> None:
    """Seal nothing new to a key. What was sealed to it before, it still opens: see `cases rewrap`."""
    from bot.commands.case_work import opened_keys, within

    asyncio.run(within(opened_keys, lambda keys: keys.retire(key)))
