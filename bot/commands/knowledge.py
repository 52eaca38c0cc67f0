"""`bot.py knowledge`: the knowledge base from and to files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import knowledge_acts
from bot.errors import SettingsError

File = Annotated[Path, typer.Argument(help=".xlsx, .jsonl or .yaml.", exists=True, dir_okay=False)]
Language = Annotated[str, typer.Option(help="Of the errors: vi or en.")]


def register(app: typer.Typer) -> None:
    app.add_typer(knowledge, name="knowledge")


knowledge = typer.Typer(help="The knowledge base: files, drafts, versions.", no_args_is_help=True)
knowledge_acts.register(knowledge)


@knowledge.command("import")
def import_(
    file: Annotated[
        Path | None,
        typer.Argument(
            help=".xlsx, .jsonl or .yaml. Default: what ships; published where nothing ever was, else drafts."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would change, field by field, and change nothing.")] = False,
    publish: Annotated[bool, typer.Option(help="Put it in force at once, without a second person.")] = False,
    by: Annotated[str | None, typer.Option(help="Name of the staff member whose work it is.")] = None,
    accept_emptied: Annotated[bool, typer.Option(help="Lists of a procedure may lose all their rows.")] = False,
    language: Language = "en",
) -> None:
    """Take FILE in: what is new or changed waits as drafts for a second person. With an error, nothing is taken in."""
    from rich.console import Console

    from bot.commands import knowledge_file_work as work
    from knowledge.shipped import SHIPPED

    console = Console()
    if file is None and asyncio.run(work.import_shipped(console)):
        return
    if file is None and publish:
        raise SettingsError("Something is published already: what ships comes in as drafts, or name its file.")
    offer = work.read(file or SHIPPED, language)
    if dry_run:
        asyncio.run(work.show_plan(console, offer))
    else:
        how = work.Acceptance(publish, accept_emptied, by, language)
        asyncio.run(work.take_in(console, offer, how))


@knowledge.command()
def check(file: File, language: Language = "en") -> None:
    """Say what `import` would refuse, and change nothing."""
    from rich.console import Console

    from bot.commands.knowledge_file_work import read

    Console().print(f"{len(read(file, language).entries)} procedures, no errors.")


@knowledge.command()
def export(
    file: Annotated[Path, typer.Argument(help="To write: .xlsx, .jsonl or .yaml.")],
    codes: Annotated[str, typer.Option(help="Only these, separated by commas.")] = "",
) -> None:
    """Write what is in force to FILE, so that it can be edited and taken in again."""
    from rich.console import Console

    from bot.commands.knowledge_file_work import export_to

    written = asyncio.run(export_to(file, [code.strip() for code in codes.split(",") if code.strip()]))
    Console().print(f"{written} procedures written to {file}.", highlight=False, soft_wrap=True)


@knowledge.command()
def template(file: Annotated[Path, typer.Argument(help="To write, ending in .xlsx.")]) -> None:
    """Write the empty workbook with its help sheet and lists to choose from."""
    from bot.commands.knowledge_file_work import write_template

    write_template(file)
