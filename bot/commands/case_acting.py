"""What an inspector's commands do to a case, once the command line has been read."""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.case_record import CaseRecord
from bot.commands.case_work import CLOCK, open_case, opened, unlock
from bot.database import Database
from bot.database.key_check import server_key
from bot.errors import SettingsError
from bot.legal import LegalParameters
from bot.places import gazetteer
from bot.reports.cases import CaseWork, Finding, PreparedFile
from bot.reports.evidence.kinds import kind_of
from bot.reports.evidence.limits import MOST_BYTES, Unfit
from bot.reports.offices import offices
from bot.reports.vault import InspectorateKeys
from bot.reports.vault.reading import CaseReader, OpenCase
from bot.reports.vault.sharing import hand_on
from bot.sealing import KEY_FILE, ServerKey
from bot.settings import load_settings
from bot.texts.filters import clean
from bot.workdays.store import CalendarStore

#: What the matrix calls a command.
ACTIONS = {
    **dict.fromkeys(("screen", "accept", "start", "go-on"), "case.work"),
    **{name: f"case.{name}" for name in ("ask", "reply", "letter", "note", "transfer", "resolve", "close")},
}


@dataclass(frozen=True, slots=True)
class Acting:
    """A case that its holder has opened, and what can be done to it."""

    database: Database
    keys: InspectorateKeys
    work: CaseWork
    case: OpenCase


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a case can go to: kind of office, and codes of where it is."""

    office: str
    province: str | None
    commune: str | None


async def acted(
    number: str,
    passphrase: str,
    key_id: str | None,
    command: str,
    work: Callable[[Acting], Awaitable[object]],
) -> str:
    """Open the case and do ``work`` to it: only its holders can act on it, even where nothing needs to be read.

    :param command: its name; what is about to be done is written down before.

    :returns: where it stands then.
    :raises SettingsError: see ``open_case``; or there is no server key here, under which the citizen's copy is kept.
    """
    async with opened() as (database, keys):
        server, record = await _server_key(database), await CaseRecord.of(database, CLOCK)
        reader, holders = CaseReader(database), unlock(keys, passphrase, key_id)
        case = await open_case(reader, number, holders)
        case_work = CaseWork(database, server, CLOCK, LegalParameters(database, CLOCK), CalendarStore(database, CLOCK))
        await record.look(case.id, {"command": f"cases {command}"}, ACTIONS[command])
        await work(Acting(database, keys, case_work, case))
        after = await open_case(reader, number, holders)
        return f"{after.number}: {after.facts['state']}"


async def transfer(at: Acting, body: Body, words: str) -> None:
    """Move the case to another body, and let the keys of its province open it."""
    chain = await at.keys.chain(body.province, restricted=bool(at.case.facts["restricted"]))

    async def over(connection: AsyncConnection) -> None:
        for key in chain:
            await hand_on(connection, at.case, key.id)

    await at.work.transfer(at.case.id, body.office, body.province, body.commune, words, over)


def body_named(office: str, province: str | None, commune: str | None) -> Body:
    """:raises SettingsError: naming what is not in the tables, or does not fit together."""
    places = gazetteer()
    if office not in offices():
        raise SettingsError(f"{office} is no kind of office; there are {', '.join(offices())}.")
    if commune is not None:
        if commune not in places.communes:
            raise SettingsError(f"{commune} is not the code of a commune.")
        within = places.communes[commune][1]
        if province not in (None, within):
            raise SettingsError(f"The commune {commune} is not in the province {province}.")
        province = within
    if province is not None and province not in places.provinces:
        raise SettingsError(f"{province} is not the code of a province.")
    return Body(office, province, commune)


def finding_named(name: str) -> Finding:
    """:raises SettingsError: naming the findings there are."""
    try:
        return Finding(name)
    except ValueError:
        raise SettingsError(f"{name} is no finding; there are {', '.join(Finding)}.") from None


def words_from(path: Path | None) -> str:
    """What the citizen or the colleagues shall read, from a file or from standard input.

    :raises SettingsError: there is nothing, or it cannot be read.
    """
    try:
        words = sys.stdin.read() if path is None else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The words cannot be read: {type(error).__name__}.") from error
    if not words.strip():
        raise SettingsError("There are no words: put them into --text FILE, or on standard input.")
    return words.strip()


def prepared_letter(path: Path) -> PreparedFile:
    """:raises SettingsError: it cannot be read, is too large, or is of a kind that citizens cannot open."""
    try:
        body = path.read_bytes()
        if len(body) > MOST_BYTES:
            raise Unfit("too_large")
        media = kind_of(body)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    except Unfit as unfit:
        raise SettingsError(f"{path} is not sent: {unfit.reason}.") from unfit
    digest = hashlib.sha256(body).hexdigest()
    return PreparedFile(secrets.token_urlsafe(16), media, clean(path.name), body, digest, len(body))


async def _server_key(database: Database) -> ServerKey:
    folder = load_settings().keys
    if not (folder / KEY_FILE).exists():
        raise SettingsError(f"There is no server key in {folder}: cases are answered where the bot runs.")
    return await server_key(database, folder)
