"""Staff, wired: accounts, the console's frame and pages, the sample accounts' links."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.clock import Clock
from bot.database import Database
from bot.schedule.audit_jobs import AuditJobs
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff.desk import StaffDesk
from bot.staff.member import Role
from bot.staff.passphrases import Passphrases
from bot.texts import Texts
from bot.web.console import Frame
from bot.web.console.accounts import AccountPages
from bot.web.console.approvals import ApprovalPages
from bot.web.console.audit import AuditPages
from bot.web.console.credentials import CredentialPages
from bot.web.console.doors import Doors
from bot.web.console.keys import KeyPages
from bot.web.console.own import OwnPages

#: What the start calls the sample accounts.
TITLES = {Role.LEAD: "inspector", Role.ADMINISTRATOR: "administrator", Role.AUDITOR: "auditor"}


class StaffRoom:
    """:param key_folder: MOTCUA_KEY_DIR. :param passphrases: a cheaper one in tests only."""

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        key_folder: Path,
        passphrases: Passphrases | None = None,
    ) -> None:
        self.desk = StaffDesk(database, key, clock, key_folder, passphrases)

    def frame(self, texts: Texts, settings: Settings) -> Frame:
        """The console with the pages about accounts; other rooms add theirs, then it is mounted with ``router``."""
        frame = Frame(self.desk, texts, settings.public_url)
        OwnPages(frame)
        CredentialPages(frame)
        Doors(
            frame,
            public_url=settings.public_url,
            trusted_proxies=settings.trusted_proxies,
            unlimited=settings.unlimited,
        )
        accounts = AccountPages(frame, settings.public_url)
        ApprovalPages(frame, accounts.link)
        KeyPages(frame)
        AuditPages(frame)
        return frame

    def audit_jobs(self, texts: Texts) -> AuditJobs:
        """What falls due: the chain's head to the auditors."""
        desk = self.desk
        return AuditJobs(desk.trail, desk.staff, desk.database, desk.key, texts, desk.clock)

    async def print_sample_links(self, console: Console, settings: Settings) -> None:
        """One-time links of the sample accounts; each start makes new ones."""
        base = (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
        for role, token in (await self.desk.sample.links()).items():
            line = f"Console, sample {TITLES[role]}: {base}/console/sample/{token}"
            console.print(line, highlight=False, markup=False, soft_wrap=True)
