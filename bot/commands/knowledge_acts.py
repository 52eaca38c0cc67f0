"""`bot.py knowledge publish | rollback | drafts`: what administrators also do in the console."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.acting import act

By = Annotated[str, typer.Option(help="Name of the administrator who decides, as `staff list` shows it.")]


def register(knowledge: typer.Typer) -> None:
    for command in (drafts, publish, rollback):
        knowledge.command()(command)


@act("knowledge.read")
def drafts() -> None:
    """What is not decided yet: number, procedure, state, who wrote it."""
    from rich.console import Console

    from bot.commands.knowledge_act_work import drafts_table

    Console().print(asyncio.run(drafts_table()))


@act("knowledge.publish")
def publish(
    draft: Annotated[int, typer.Argument(help="Number of the draft, as `knowledge drafts` shows it.")], by: By
) -> None:
    """Put a draft that waits for review in force, or on its day. Whoever wrote it cannot."""
    from bot.commands.knowledge_act_work import published

    print(asyncio.run(published(draft, by)))


@act("knowledge.rollback")
def rollback(
    code: Annotated[str, typer.Argument(help="Code of the procedure.")],
    to: Annotated[int, typer.Option("--to", help="Version that shall be in force again.")],
    by: By,
    reason: Annotated[str, typer.Option(help="Why; it stays with the version.")],
) -> None:
    """Put an older version in force again, at once, as a new one."""
    from bot.commands.knowledge_act_work import rolled_back

    print(f"{code}: version {asyncio.run(rolled_back(code, to, by, reason))} says what version {to} said.")
