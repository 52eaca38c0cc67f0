"""What `bot.py cases` does, once the command line has been read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import typer

from bot.clock import SystemClock
from bot.commands.case_record import CaseRecord
from bot.commands.open import opened_database
from bot.database import Database
from bot.errors import SettingsError
from bot.places import gazetteer
from bot.reports.cases.numbers import read_number
from bot.reports.vault import InspectorateKeys, Unlocked, WrongPassphrase, erase, scrub
from bot.reports.vault.keyfiles import EVERYWHERE, require_good, require_private
from bot.reports.vault.reading import CaseReader, OpenCase
from bot.reports.vault.sharing import OnlyForLeads, hand_on
from bot.settings import load_settings

CLOCK = SystemClock()
_Room = TypeVar("_Room")
_Done = TypeVar("_Done")


@asynccontextmanager
async def opened_keys() -> AsyncIterator[InspectorateKeys]:
    """Without the server key: cases can be read on a host that has none."""
    async with opened() as (_, keys):
        yield keys


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Database, InspectorateKeys]]:
    settings = load_settings()
    async with opened_database(settings) as database:
        yield database, InspectorateKeys(database, settings.keys, CLOCK)


async def within(
    room: Callable[[], AbstractAsyncContextManager[_Room]], work: Callable[[_Room], Awaitable[_Done]]
) -> _Done:
    async with room() as opened_room:
        return await work(opened_room)


def asked_passphrase(path: Path | None) -> str:
    """Typed, unseen; or from a file that nobody else can read."""
    if path is None:
        return str(typer.prompt("Inspectorate passphrase", hide_input=True))
    return _read(path)


def new_passphrase(path: Path | None) -> str:
    """Typed twice, unseen; or from a file. :raises PoorPassphrase: it is too short."""
    if path is None:
        phrase = str(typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True))
    else:
        phrase = _read(path)
    require_good(phrase)
    return phrase


def scope_named(scope: str) -> str:
    """:raises SettingsError: neither VN nor a province's code."""
    if scope.upper() == EVERYWHERE:
        return EVERYWHERE
    if scope not in gazetteer().provinces:
        raise SettingsError(f"{scope} is neither {EVERYWHERE} nor the code of a province.")
    return scope


def unlock(keys: InspectorateKeys, passphrase: str, key_id: str | None) -> list[Unlocked]:
    """The keys of this host that the passphrase opens; only ``key_id`` where one is named.

    :raises WrongPassphrase: none. :raises SettingsError: there is no key file here.
    """
    if key_id is not None:
        return [keys.unlock(key_id, passphrase)]
    files = keys.folder.files()
    if not files:
        raise SettingsError(f"There is no inspectorate key in {keys.folder.folder}. Set MOTCUA_KEY_DIR.")
    opened = []
    for file in files:
        try:
            opened.append(keys.unlock(file.id, passphrase))
        except WrongPassphrase:
            continue  # it may be the passphrase of another key here
    if not opened:
        raise WrongPassphrase
    return opened


async def listed(
    states: Sequence[str], most: int, passphrase: str | None, key_id: str | None
) -> list[Mapping[str, Any]]:
    """Rows of ``report_case``; restricted ones only where the passphrase opens them."""
    async with opened() as (database, keys):
        holders = unlock(keys, passphrase, key_id) if passphrase is not None else []
        return await CaseReader(database).listed(holders, states, most)


async def opened_case(
    number: str,
    passphrase: str,
    key_id: str | None,
    work: Callable[[CaseReader, OpenCase], Awaitable[None]],
    detail: Mapping[str, Any],
) -> None:
    """Open one case and do ``work`` with it: the look is written down before, what was read counts as seen after.

    :raises SettingsError: see :func:`open_case`.
    """
    async with opened() as (database, keys):
        reader, record = CaseReader(database), await CaseRecord.of(database, CLOCK)
        case = await open_case(reader, number, unlock(keys, passphrase, key_id))
        await record.look(case.id, detail)
        await work(reader, case)
        await record.seen(case.id)


async def rewrapped(
    number: str | None, passphrase: str, key_id: str | None, target: str, instead: bool
) -> tuple[int, int]:
    """Seal one case, or every one that opens, to the key ``target`` as well. :returns: how many were, and were not
    because they are restricted and the key is not for leads."""
    done = kept = 0
    async with opened() as (database, keys):
        record = await CaseRecord.of(database, CLOCK)
        reader, holders = CaseReader(database), unlock(keys, passphrase, key_id)
        for each in [number] if number is not None else await reader.numbers_of(holders):
            case = await open_case(reader, each, holders)
            try:
                async with database.write() as connection:
                    await hand_on(connection, case, target, instead=instead)
                    await record.note(connection, "case.share", case.id, {"key": target, "instead": instead})
                done += 1
            except OnlyForLeads:
                if number is not None:
                    raise
                kept += 1
    return done, kept


async def erased(number: str, passphrase: str, key_id: str | None) -> bool:
    """Erase one case for good; only its holders can. :raises SettingsError: see :func:`open_case`.

    :returns: whether it has left the database's log too; if not, a reader held it open.
    """
    async with opened() as (database, keys):
        record = await CaseRecord.of(database, CLOCK)
        case = await open_case(CaseReader(database), number, unlock(keys, passphrase, key_id))
        async with database.write() as connection:
            await erase(connection, case.id, CLOCK.now())
            await record.note(connection, "case.delete", case.id)
        return await scrub(database)


async def open_case(reader: CaseReader, number: str, holders: Sequence[Unlocked]) -> OpenCase:
    """:raises SettingsError: a mistyped number; or no such case, erased, sealed to others: in the same words."""
    written = read_number(number)
    if written is None:
        raise SettingsError(f"{number} is not the number of a case, or was mistyped.")
    case = await reader.open(written, holders)
    if case is None:
        raise SettingsError(f"No case {written} opens with this passphrase.")
    return case


def _read(path: Path) -> str:
    try:
        require_private(path)
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {type(error).__name__}.") from error
