"""Reports, wired: the inspectorate's keys, the desk that conversations use, what runs by the clock."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.clock import Clock
from bot.database import Database
from bot.legal import LegalParameters
from bot.privacy import PrivacyDesk
from bot.reports.cases import ReportDesk
from bot.reports.evidence import EvidenceDesk
from bot.reports.vault import InspectorateKeys
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore


class ReportRoom:
    """:param key_folder: MOTCUA_KEY_DIR."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, key_folder: Path) -> None:
        self.keys = InspectorateKeys(database, key_folder, clock)
        parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
        self.desk = ReportDesk(database, key, clock, self.keys, parameters, calendar)
        self.evidence = EvidenceDesk(database, key, clock)
        self.privacy = PrivacyDesk(database, key, clock, parameters)

    async def open(self, console: Console) -> None:
        """Make the inspectorate's key at the first start; name a passphrase that still lies on this machine."""
        for line in await self.keys.ensure():
            console.print(line, highlight=False, markup=False, soft_wrap=True)
