"""When chains of command change, open cases follow; nobody is messaged."""

from __future__ import annotations

from typing import Any

from bot.jurisdiction.reroute import KIND, Rerouting
from bot.schedule.runner import Job, Outcome


class ChainJobs:
    def __init__(self, rerouting: Rerouting) -> None:
        self._rerouting = rerouting

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.reroute}

    async def reroute(self, subject: dict[str, Any]) -> Outcome:
        return Outcome(write=await self._rerouting.step(subject))
