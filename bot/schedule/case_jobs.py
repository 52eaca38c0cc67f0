"""What falls due for staff and for the case itself: clocks that run out, alerts, closing by itself. Nobody is messaged;
what citizens are told is in report_jobs.py."""

from __future__ import annotations

from typing import Any

from bot.clock import Clock
from bot.reports.cases.watch import ALERT_KIND, CLOCK_KIND, CLOSE_KIND, CaseWatch
from bot.reports.cases.work import CaseWork
from bot.schedule.runner import Job, Outcome


class CaseJobs:
    def __init__(self, watch: CaseWatch, work: CaseWork, clock: Clock) -> None:
        self._watch = watch
        self._work = work
        self._clock = clock

    def by_kind(self) -> dict[str, Job]:
        return {CLOCK_KIND: self.clock, ALERT_KIND: self.alert, CLOSE_KIND: self.close}

    async def clock(self, subject: dict[str, Any]) -> Outcome:
        """A legal clock is running out, or has."""
        return Outcome(write=await self._watch.clock(subject, self._clock.now()))

    async def alert(self, subject: dict[str, Any]) -> Outcome:
        return Outcome(write=await self._watch.alert(subject, self._clock.now()))

    async def close(self, subject: dict[str, Any]) -> Outcome:
        """The time for disputes is over."""
        return Outcome(write=self._work.settle(subject["case"], subject["n"]))
