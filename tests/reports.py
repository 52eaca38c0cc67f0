"""The room of reports as talks need it: with an inspectorate key, and guesses made cheap."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nacl.pwhash import argon2id

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.report_room import ReportRoom
from bot.reports.cases import ReportDesk
from bot.reports.cases.secrets import Cost as SecretCost
from bot.reports.vault import InspectorateKeys
from bot.reports.vault.keyfiles import Cost as KeyCost
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore

CHEAP_KEY = KeyCost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
CHEAP_SECRET = SecretCost(passes=1, memory=8)


async def report_room(database: Database, key: ServerKey, clock: FixedClock) -> ReportRoom:
    """Only the public half of the key is needed to file; the folder with the other goes at once."""
    with tempfile.TemporaryDirectory() as folder:
        room = ReportRoom(database, key, clock, Path(folder))
        room.keys = InspectorateKeys(database, Path(folder), clock, CHEAP_KEY)
        await room.keys.ensure()
    parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
    room.desk = ReportDesk(database, key, clock, room.keys, parameters, calendar, CHEAP_SECRET)
    return room


async def report_desk(database: Database, key: ServerKey, clock: FixedClock) -> ReportDesk:
    return (await report_room(database, key, clock)).desk
