"""`bot.py backup` and `bot.py restore`: copies for elsewhere, and the way back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.acting import act

To = Annotated[Path | None, typer.Option("--to", help="Folder for this backup, in place of MOTCUA_BACKUP_DIR.")]
NewKey = Annotated[
    Path | None, typer.Option(help="Write a new secret key into this file instead, and print its public half.")
]
Identity = Annotated[Path, typer.Option(help="File with the secret key (AGE-SECRET-KEY-1…) that opens the backup.")]
CaseKeys = Annotated[
    Path | None,
    typer.Option(help="The newest case-keys.age; without it reports stay closed. Default: beside the backup."),
]


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)


@act("backup.make")
def backup(to: To = None, new_key: NewKey = None) -> None:
    """Make an encrypted backup beside a running bot. Keys of the server and of inspectors are never in it."""
    from bot.commands.backup_work import made, new_identity

    if new_key is not None:
        print(new_identity(new_key))
        print(f"Public, for MOTCUA_BACKUP_RECIPIENTS. Take {new_key} off this machine, twice, onto paper too.")
        return
    done = asyncio.run(made(to))
    print(f"{done.file}: {done.bytes:,} bytes, {done.rows:,} rows, SHA-256 {done.sha256}")
    print(f"Audit chain: {done.audit_head or 'empty'}. Older backups let go: {done.gone}.")


@act("backup.restore")
def restore(
    file: Annotated[Path, typer.Argument(help="motcua-YYYYMMDD-HHMMSS.age")],
    identity: Identity,
    case_keys: CaseKeys = None,
    drill: Annotated[bool, typer.Option("--drill", help="Into a temporary database, which is removed again.")] = False,
) -> None:
    """Restore into the empty database that the settings name: a new data folder, or a new PostgreSQL database. With
    --drill nothing is left: it shows that the backup can be restored, every row and the end of the audit chain."""
    from bot.commands.backup_work import drilled, restored

    for line in asyncio.run((drilled if drill else restored)(file, identity, case_keys)):
        print(line)
