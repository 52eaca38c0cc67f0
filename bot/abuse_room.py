"""Rates, blocks, the door that can be shut: built once a process, shared by every way in."""

from __future__ import annotations

from bot.abuse import AbuseDesk, Guard
from bot.abuse.figures import Figures
from bot.abuse.queue import RETRY_AFTER_S, QueueBound
from bot.clock import Clock
from bot.database import Database
from bot.intake.doorway import Doorway, Shut
from bot.intake.entrance import Entrance
from bot.legal import LegalParameters
from bot.operators.holds import INTAKE, Holds
from bot.sealing import ServerKey
from bot.turns.flows import Flows
from bot.turns.pace import Pace

#: Seconds; work on the service takes minutes.
HELD_RETRY_S = 120


class AbuseRoom:
    """:param unlimited: no rate and no bound holds (settings.unlimited); what an administrator holds does."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, *, unlimited: bool) -> None:
        self.figures = Figures(LegalParameters(database, clock))
        self.desk = AbuseDesk(database, key, clock)
        self.holds = Holds(database, clock)
        self.pace = Pace(lifted=unlimited, figures=self.figures)
        guard = Guard(clock, self.desk.blocks, Flows(database, key).of_lane, self.figures, lifted=unlimited)
        self.entrance = Entrance(key, guard, Doorway([self._held] if unlimited else [self._held, self._full]))
        self._queue = QueueBound(database, clock, self.figures)

    async def _held(self, channel: str) -> Shut | None:
        return Shut("held", HELD_RETRY_S) if await self.holds.held(channel, INTAKE) else None

    async def _full(self, channel: str) -> Shut | None:
        return Shut("full", RETRY_AFTER_S) if await self._queue.full() else None
