"""Places, wired: the desk that conversations use, the sample."""

from __future__ import annotations

from bot.clock import Clock
from bot.database import Database
from bot.places.desk import PlaceDesk


class PlaceRoom:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self.desk = PlaceDesk(database, clock)

    async def load_sample(self) -> None:
        """The few real offices that ship, marked as a sample, where none stands yet."""
        from bot.places.sheet import SAMPLE, carry_out, plan_import  # only at the start of a sample installation

        if await self.desk.offices.all():
            return
        content = SAMPLE.read_bytes()
        await carry_out(self._database, self.desk.offices, await plan_import(self.desk.offices, content, sample=True))
