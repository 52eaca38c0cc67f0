"""What `bot.py staff` and `bot.py verify` do, once the command line has been read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.table import Table

from bot.audit import Head
from bot.audit.trail import NoHead
from bot.clock import SystemClock
from bot.commands.open import opened_database
from bot.database.key_check import server_key
from bot.errors import SettingsError
from bot.reports.vault import WrongPassphrase
from bot.sealing import KEY_FILE
from bot.settings import Settings, load_settings
from bot.staff.desk import StaffDesk
from bot.staff.member import Member, Role, Scope
from bot.staff.places import place_of
from bot.texts.language import LANGUAGES

CLOCK = SystemClock()


@asynccontextmanager
async def opened_desk(settings: Settings, *, first_start: bool = False) -> AsyncIterator[StaffDesk]:
    """:param first_start: a server key is made where there is none: the first administrator may be invited before the
    program has ever run. :raises SettingsError: there is none.
    """
    if not first_start and not (settings.keys / KEY_FILE).exists():
        raise SettingsError(f"There is no server key in {settings.keys}: run this where the bot runs.")
    if first_start:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with opened_database(settings) as database:
        key = await server_key(database, settings.keys)
        yield StaffDesk(database, key, CLOCK, settings.keys)


async def invited(
    name: str, role: str, province: str | None, commune: str | None, office: str | None, language: str
) -> tuple[str, bool]:
    """:returns: the link, and whether this will be the first administrator.

    :raises SettingsError: there is no such role or language. :raises NoSuchPlace: see there.
    """
    settings, place = load_settings(), place_of(province, commune, office)
    if role not in list(Role):
        raise SettingsError(f"{role} is no role; there are {', '.join(Role)}.")
    if language not in LANGUAGES:
        raise SettingsError(f"{language} is no language; there are {', '.join(LANGUAGES)}.")
    async with opened_desk(settings, first_start=True) as desk:
        known = await desk.staff.all()
        token = await desk.accounts.invite(name, Role(role), None, [place], language)
    base = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
    first = not any(each.is_active and each.role is Role.ADMINISTRATOR for each in known)
    return f"{base}/console/enrol/{token}", first and role == Role.ADMINISTRATOR


async def staff_table() -> Table:
    async with opened_desk(load_settings()) as desk:
        members, holders = await desk.staff.all(), await desk.ring.holders()
    table = Table("name", "role", "state", "sees", "works at", "keys")
    for member in members:
        keys = [row.key_id for row in holders if row.staff_id == member.id]
        places = (", ".join(map(_written, each)) for each in (member.scopes, member.posts))
        table.add_row(member.name, member.role, member.state, *places, ", ".join(keys))
    return table


async def revoked(name: str) -> None:
    async with opened_desk(load_settings()) as desk:
        await desk.accounts.revoke((await _member(desk, name)).id, None)


async def granted(name: str, passphrase: str) -> list[str]:
    """:returns: ids of the keys. :raises WrongPassphrase: it opens none here. :raises CannotHold: see there."""
    async with opened_desk(load_settings()) as desk:
        member = await _member(desk, name)
        keys = await asyncio.to_thread(desk.ring.open_file, passphrase)
        if not keys:
            raise WrongPassphrase
        async with desk.database.write() as connection:
            for key in keys:
                await desk.ring.grant(connection, key, member, None)
            await desk.trail.note(connection, None, "key.grant", member.id, {"keys": len(keys)})
    return [key.key_id for key in keys]


async def first_bad_row(head: str | None) -> tuple[int | None, str]:
    """Walk the audit chain. :returns: number of the first row that is wrong, or None; and the head as it is now.

    :raises SettingsError: ``head`` is none.
    """
    try:
        known = Head.read(head) if head is not None else None
    except NoHead as error:
        raise SettingsError(str(error)) from error
    async with opened_desk(load_settings()) as desk:
        return await desk.trail.verify(known), str(await desk.trail.head())


async def _member(desk: StaffDesk, name: str) -> Member:
    member = await desk.staff.named(name)
    if member is None:
        raise SettingsError(f"There is no account named {name}.")
    return member


def _written(place: Scope) -> str:
    return "/".join(part for part in (place.province, place.commune, place.office) if part) or "everywhere"
