"""What `bot.py places` does, once the command line has been read."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.audit import AuditTrail
from bot.clock import SystemClock
from bot.commands.open import opened_database
from bot.database.key_check import server_key
from bot.errors import KnowledgeRejected
from bot.places.sheet import Plan, carry_out, plan_import, write_sheet
from bot.places.store import OfficeStore
from bot.settings import load_settings

CLOCK = SystemClock()
#: Ids shown of what would change.
SHOWN = 20


async def import_file(path: Path, dry_run: bool) -> None:
    """:raises KnowledgeRejected: naming line and column of each error; nothing was taken in."""
    settings = load_settings()
    content = path.read_bytes()  # noqa: ASYNC240 - nothing else runs
    async with opened_database(settings) as database:
        key = await server_key(database, settings.keys)
        store = OfficeStore(database, CLOCK)
        plan = await plan_import(store, content)
        if plan.problems:
            raise KnowledgeRejected([f"{path.name}, {problem}" for problem in plan.problems])
        if not dry_run:
            await carry_out(database, store, plan, AuditTrail(database, key, CLOCK).note)
    _tell(plan, dry_run)


async def export_file(path: Path) -> None:
    async with opened_database(load_settings()) as database:
        offices = await OfficeStore(database, CLOCK).all()
    path.write_bytes(write_sheet(offices))  # noqa: ASYNC240 - nothing else runs
    Console().print(f"{len(offices)} offices.", highlight=False)


def _tell(plan: Plan, dry_run: bool) -> None:
    console = Console()
    if dry_run:
        for word, offices in (("new", plan.new), ("changed", plan.changed)):
            for office in offices[:SHOWN]:
                console.print(f"{word}: {office.id}  {office.name}", highlight=False, markup=False)
            if len(offices) > SHOWN:
                console.print(f"{word}: and {len(offices) - SHOWN} more", highlight=False)
    would = "would be " if dry_run else ""
    line = f"{len(plan.new)} {would}added, {len(plan.changed)} {would}changed, {plan.same} unchanged."
    console.print(line, highlight=False)
