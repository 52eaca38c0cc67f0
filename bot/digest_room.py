"""Digests, wired: what runs by the clock, what members do in their chat."""

from __future__ import annotations

from bot.audit import AuditTrail
from bot.clock import Clock
from bot.database import Database
from bot.digests import DigestDesk
from bot.digests.talk import StaffTalk
from bot.escalation import Ladder
from bot.legal import LegalParameters
from bot.reports.cases import CaseWork
from bot.schedule.digest_jobs import DIGEST_KIND, DigestJobs
from bot.schedule.ladder_jobs import LadderJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff.chats import ChatBinding
from bot.texts import Texts
from bot.wake import Wake
from bot.workdays.store import CalendarStore

#: Ten thousand digests due at once must not stand before a push to a citizen: they have a schedule of their own.
LEASE = "digests"


class DigestRoom:
    def __init__(
        self, database: Database, key: ServerKey, clock: Clock, texts: Texts, settings: Settings, chats: ChatBinding
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        console = console_address(settings.public_url)
        parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
        self.desk = DigestDesk(database, key, clock, parameters, calendar)
        work = CaseWork(database, key, clock, parameters, calendar)
        self.talk = StaffTalk(database, key, clock, self.desk, chats, work, console)
        self.jobs = DigestJobs(self.desk, database, key, texts, clock, console)
        self.ladder = Ladder(database, clock, self.desk, AuditTrail(database, key, clock))
        self._rungs = LadderJobs(self.ladder, database, key, texts, clock, console)

    async def run(self, wake: Wake) -> None:
        """For ever: what is due for readers of digests."""
        await self.jobs.plan_first()
        jobs = {**self.jobs.by_kind(), **self._rungs.by_kind()}
        await Schedule(self._database, self._key, self._clock, wake, jobs, name=LEASE, side_by_side={DIGEST_KIND}).run()


def console_address(public_url: str | None) -> str | None:
    """Where buttons lead; Telegram takes only https, and addresses that everybody can reach."""
    if public_url is None or not public_url.startswith("https://"):
        return None
    return f"{public_url.rstrip('/')}/console"
