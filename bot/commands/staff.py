"""`bot.py staff`: the first administrator, and what is easier on the server than in the console."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.acting import act
from bot.commands.case_keys import PassphraseFile

staff = typer.Typer(help="Inspectors and administrators: invite, list, revoke, hand over a key.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the account, as `staff list` shows it.")]


def register(app: typer.Typer) -> None:
    app.add_typer(staff, name="staff")


@staff.command()
@act("staff.invite")
def invite(
    name: Annotated[str, typer.Argument(help="As colleagues shall read it.")],
    role: Annotated[str, typer.Option(help="inspector, lead, head, administrator or auditor.")] = "inspector",
    province: Annotated[str | None, typer.Option(help="Code of the province; without one, the whole country.")] = None,
    commune: Annotated[str | None, typer.Option(help="Code of the commune.")] = None,
    office: Annotated[str | None, typer.Option(help="Kind of office, as in offices.tsv.")] = None,
    language: Annotated[str, typer.Option(help="vi or en.")] = "vi",
) -> None:
    """Print a one-time link that opens an account. Everybody but the first administrator waits for a confirmation."""
    from bot.commands.staff_work import invited

    link, first = asyncio.run(invited(name, role, province, commune, office, language))
    print(link)
    print("It works once, for three days. Hand it over in person.")
    if not first:
        print("Once the account is set up, an administrator confirms it in the console.")


@staff.command("list")
@act("staff.list")
def list_() -> None:
    """Every account: role, state, what it may see, which keys it holds."""
    from rich.console import Console

    from bot.commands.staff_work import staff_table

    Console().print(asyncio.run(staff_table()))


@staff.command()
@act("staff.revoke")
def revoke(name: Name) -> None:
    """At once: sessions end, the chat is unbound, digests stop, keys are taken away."""
    from bot.commands.staff_work import revoked

    asyncio.run(revoked(name))
    print(f"{name} is revoked.")


@staff.command()
@act("key.grant")
def grant(name: Name, passphrase_file: PassphraseFile = None) -> None:
    """Hand an inspectorate key of this host to an inspector or lead. Asks for the inspectorate's passphrase."""
    from bot.commands.case_work import asked_passphrase
    from bot.commands.staff_work import granted

    for key_id in asyncio.run(granted(name, asked_passphrase(passphrase_file))):
        print(f"{name} holds {key_id} from the next sign-in on.")
