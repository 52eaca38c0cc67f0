"""`bot.py knowledge`: the knowledge base from files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="JSON lines, one procedure a line.", exists=True, dir_okay=False)]


def register(app: typer.Typer) -> None:
    app.add_typer(knowledge, name="knowledge")


knowledge = typer.Typer(help="The knowledge base from and to files.", no_args_is_help=True)


@knowledge.command("import")
def import_(file: Annotated[Path | None, typer.Argument(help="Default: the procedures that ship.")] = None) -> None:
    """Validate every line of FILE and publish it; with an error in any line nothing is imported."""
    from rich.console import Console

    from bot.commands.open import opened_store
    from bot.commands.progress import import_with_progress
    from bot.settings import load_settings
    from knowledge.shipped import SHIPPED

    console = Console()
    path = _readable(file or SHIPPED)

    async def work() -> None:
        async with opened_store(load_settings()) as store:
            done = await import_with_progress(console, store, path)
        console.print(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged.")

    asyncio.run(work())


@knowledge.command()
def check(file: File) -> None:
    """Say what `import` would refuse, and change nothing."""
    from rich.console import Console

    from knowledge.shipped import read_all

    Console().print(f"{len(read_all(_readable(file)))} procedures, no errors.")


def _readable(path: Path) -> Path:
    from bot.errors import KnowledgeRejected

    try:
        path.open("rb").close()
    except OSError as error:
        raise KnowledgeRejected([f"{path.name}: cannot be read ({error.strerror})"]) from error
    return path
