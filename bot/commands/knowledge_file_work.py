"""What `bot.py knowledge import | export | template` do, once the command line has been read."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import SystemClock
from bot.commands.open import opened_store
from bot.commands.progress import import_with_progress
from bot.commands.staff_work import opened_desk
from bot.database.joined import Joined
from bot.errors import KnowledgeRejected, SettingsError
from bot.settings import load_settings
from bot.staff.authority import ever_allowed
from bot.staff.desk import StaffDesk
from knowledge.files import FORMATS, Format, Offer, read_file, write_services
from knowledge.files.plan import Plan, plan_of
from knowledge.files.problems import FileProblem
from knowledge.files.taking import InTheWay, as_drafts
from knowledge.life.many import ManyDrafts
from knowledge.model import PublicService
from knowledge.shipped import SHIPPED
from knowledge.store import KnowledgeStore

CLOCK = SystemClock()
LANGUAGES = ("en", "vi")
#: Changes of one procedure that are shown; the rest are counted.
MOST_SHOWN = 12
LONGEST_VALUE = 70


@dataclass(frozen=True, slots=True)
class Acceptance:
    """``by``: name of the member, None: the operator."""

    publish: bool
    emptied: bool
    by: str | None
    language: str


def read(path: Path, language: str) -> Offer:
    """:raises KnowledgeRejected: every error, one a line. :raises SettingsError: there is no such language."""
    if language not in LANGUAGES:
        raise SettingsError(f"{language} is no language; there are {', '.join(LANGUAGES)}.")
    try:
        offer = read_file(path)
    except OSError as error:
        raise KnowledgeRejected([f"{path.name}: cannot be read ({error.strerror})"]) from error
    offer.accepted(language)
    return offer


async def import_shipped(console: Console) -> bool:
    """What ships, published: only where nothing ever was, and so nothing can be replaced.

    :returns: False: something was published before; nothing was done.
    """
    # One transaction with its row: the first import has nobody to keep waiting.
    async with _opened() as (desk, _), desk.database.write() as connection:
        store = KnowledgeStore(Joined(connection), CLOCK)
        if await store.revision() > 0:
            return False
        done = await import_with_progress(console, store, SHIPPED)
        counts = {"added": done.added, "changed": done.changed, "published": True, "shipped": True}
        await desk.trail.note(connection, None, "knowledge.import", None, counts)
    console.print(f"{done.added} added, {done.changed} changed, {done.unchanged} unchanged.")
    return True


async def show_plan(console: Console, offer: Offer) -> None:
    async with opened_store(load_settings()) as store:
        plan = await plan_of(offer.name, offer.entries, store)
    for line in told(plan):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


async def take_in(console: Console, offer: Offer, how: Acceptance) -> None:
    """Written to the audit chain in the transaction of the act.

    :raises KnowledgeRejected: it empties lists and nobody said that it may, or drafts of others are in the way.
    """
    async with _opened() as (desk, store):
        plan = await plan_of(offer.name, offer.entries, store)
        if plan.empties and not how.emptied:
            raise KnowledgeRejected(list(_emptied(plan, how.language)))
        member = await _member(desk, how.by)
        counts = {"added": len(plan.added), "changed": len(plan.changed), "published": how.publish, "mark": plan.mark}

        async def noted(connection: AsyncConnection) -> None:
            await desk.trail.note(connection, member, "knowledge.import", None, counts)

        if how.publish:
            async with desk.database.write() as connection:
                done = await KnowledgeStore(Joined(connection), CLOCK).publish(plan.services, plan.name)
                await noted(connection)
            console.print(f"{done.added} added, {done.changed} changed, {plan.unchanged} unchanged.")
            return
        try:
            drafts = await as_drafts(ManyDrafts(desk.database, CLOCK), plan, member, plan.name, noted)
        except InTheWay as met:
            problems = [FileProblem(plan.name, "in_the_way", code).text(how.language) for code in met.codes]
            raise KnowledgeRejected(problems) from met
        console.print(f"{drafts} drafts wait for a second person, {plan.unchanged} unchanged.")


async def export_to(path: Path, codes: Sequence[str]) -> int:
    """:param codes: empty: all. :returns: how many were written.

    :raises SettingsError: no kind of file that is written. :raises KnowledgeRejected: there is no such procedure.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise SettingsError(f"{path.name} ends in none of {', '.join(f'.{each}' for each in FORMATS)}.")
    async with _opened() as (desk, store):
        wanted = codes or [name.code for name in await store.names()]
        found = {code: await store.current(code) for code in wanted}
        missing = [code for code, stored in found.items() if stored is None]
        if missing:
            raise KnowledgeRejected([f"There is no procedure {code} in force." for code in missing])
        async with desk.database.write() as connection:
            await desk.trail.note(connection, None, "knowledge.export", None, {"form": form, "procedures": len(found)})
    _write(path, form, [stored.service for stored in found.values() if stored is not None])
    return len(found)


def write_template(path: Path) -> None:
    """:raises SettingsError: its name ends otherwise."""
    if path.suffix.lower() != ".xlsx":
        raise SettingsError(f"{path.name} does not end in .xlsx.")
    _write(path, "xlsx", [])


def told(plan: Plan) -> Iterable[str]:
    """The dry run, for a person at the machine."""
    for service in plan.added:
        yield f"+ {service.identifier} {service.title}"
    for each in plan.changed:
        yield f"~ {each.service.identifier} {each.service.title}"
        for change in each.changes[:MOST_SHOWN]:
            yield f"    {change.path}: {_short(change.before)} -> {_short(change.after)}"
        if len(each.changes) > MOST_SHOWN:
            yield f"    … and {len(each.changes) - MOST_SHOWN} more"
        for name, had in each.emptied:
            yield f"    ! {name}: had {had}, would have none (--accept-emptied)"
    yield f"{len(plan.added)} to add, {len(plan.changed)} to change, {plan.unchanged} unchanged; nothing was changed."


def _emptied(plan: Plan, language: str) -> Iterable[str]:
    for each in plan.empties:
        for name, had in each.emptied:
            yield FileProblem(plan.name, "emptied", each.service.identifier, f"{name} ({had})").text(language)


def _short(value: object) -> str:
    text = "—" if value is None else " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"


def _write(path: Path, form: Format, services: Sequence[PublicService]) -> None:
    """Beside it first: a file that was there is replaced only by a whole one."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as target:
            write_services(target, form, services)
        os.replace(beside, path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)


async def _member(desk: StaffDesk, name: str | None) -> str | None:
    if name is None:
        return None
    member = await desk.staff.named(name)
    if member is None or not member.is_active:
        raise SettingsError(f"There is no account named {name}.")
    if not ever_allowed(member.role, "knowledge.import"):
        raise SettingsError(f"{name} may not take procedures in: that is for administrators.")
    return member.id


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[StaffDesk, KnowledgeStore]]:
    async with opened_desk(load_settings(), first_start=True) as desk:
        yield desk, KnowledgeStore(desk.database, CLOCK)
