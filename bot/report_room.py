"""Reports, wired: the inspectorate's keys, the desks of conversations, what runs by the clock, the public page."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from rich.console import Console

from bot.clock import Clock
from bot.database import Database
from bot.legal import LegalParameters
from bot.privacy import PrivacyDesk
from bot.reports.cases import CaseWork, ReportDesk
from bot.reports.cases.watch import CaseWatch
from bot.reports.evidence import EvidenceDesk
from bot.reports.receipt import Receipts
from bot.reports.vault import InspectorateKeys
from bot.schedule.case_jobs import CaseJobs
from bot.schedule.keeping_jobs import KeepingJobs
from bot.schedule.privacy_jobs import PrivacyJobs
from bot.schedule.report_jobs import ReportJobs
from bot.schedule.runner import Job
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.web.verify import VerifyPage
from bot.workdays.store import CalendarStore


class ReportRoom:
    """:param key_folder: MOTCUA_KEY_DIR."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, key_folder: Path) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self.keys = InspectorateKeys(database, key_folder, clock)
        parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
        self.desk = ReportDesk(database, key, clock, self.keys, parameters, calendar)
        self.work = CaseWork(database, key, clock, parameters, calendar)
        self.evidence = EvidenceDesk(database, key, clock)
        self.receipts = Receipts(key, clock, parameters)
        self.privacy = PrivacyDesk(database, key, clock, parameters)

    async def open(self, console: Console) -> None:
        """Make the inspectorate's key at the first start; name a passphrase that still lies on this machine."""
        for line in await self.keys.ensure():
            console.print(line, highlight=False, markup=False, soft_wrap=True)

    def jobs(self, texts: Texts, public_url: str | None) -> dict[str, Job]:
        """What falls due: pushes, pictures, masked secrets, clocks and alerts, what data subjects asked for."""
        told = ReportJobs(self.desk, self._database, self._key, texts, self._clock, public_url)
        watched = CaseJobs(CaseWatch(self._database), self.work, self._clock)
        asked = PrivacyJobs(self._database, self._clock)
        return {**told.by_kind(), **watched.by_kind(), **asked.by_kind()}

    def keeping(self, texts: Texts) -> KeepingJobs:
        """Who is told before a chat stops knowing its report."""
        return KeepingJobs(self.desk, self._database, self._key, texts, self._clock)

    def routers(self, texts: Texts, settings: Settings) -> list[APIRouter]:
        page = VerifyPage(
            self.desk,
            texts,
            self._clock,
            trusted_proxies=settings.trusted_proxies,
            unlimited=settings.unlimited,
        )
        return [page.router()]
