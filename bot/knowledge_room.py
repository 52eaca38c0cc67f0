"""Knowledge, wired: the library with the house's term for looking again, what falls due."""

from __future__ import annotations

from bot.clock import Clock, local
from bot.database import Database
from bot.legal import LegalParameters
from bot.schedule.knowledge_jobs import KnowledgeJobs
from bot.staff.desk import StaffDesk
from bot.texts import Texts
from knowledge.checked import REVIEW_DAYS
from knowledge.library import Library
from knowledge.life import KnowledgeLife
from knowledge.store import KnowledgeStore

#: Legal parameter: days after which an entry is to be held against the portal again.
REVIEW_TERM = "knowledge_review_days"


class KnowledgeRoom:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self.store = KnowledgeStore(database, clock)
        self.library = Library(self.store, self.review_days)

    async def review_days(self) -> int:
        """The parameter as it is today; where none is set, or it is no number of days, the program's own."""
        term = await self._parameters.in_force(REVIEW_TERM, local(self._clock.now()).date())
        return int(term.value) if term is not None and term.value.isdecimal() else REVIEW_DAYS

    def jobs(self, desk: StaffDesk, texts: Texts) -> KnowledgeJobs:
        """What falls due: publication on its day, a word to who answers for what is overdue."""
        life = KnowledgeLife(self._database, self._clock, self.store)
        return KnowledgeJobs(
            life, self.store, self.review_days, desk.trail, desk.staff, self._database, desk.key, texts, self._clock
        )
