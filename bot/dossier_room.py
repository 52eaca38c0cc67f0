"""Dossiers, wired: the desk that conversations use, the agencies' API, what runs by the clock, the sample."""

from __future__ import annotations

from fastapi import APIRouter
from rich.console import Console

from bot.clock import Clock
from bot.database import Database
from bot.dossiers.api_keys import ApiKeys
from bot.dossiers.desk import DossierDesk
from bot.dossiers.figures import Figures
from bot.dossiers.procedures import known_in
from bot.dossiers.register import Register
from bot.schedule.calendar_jobs import CalendarJobs
from bot.schedule.dossier_jobs import DossierJobs
from bot.schedule.runner import Job
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.web.api import AgencyApi
from knowledge.library import Library

#: Sample dossiers shown at first start.
SHOWN = (8, 10, 15)


class DossierRoom:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, library: Library) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._library = library
        self.desk = DossierDesk(database, key, clock, library)
        self._yearly = CalendarJobs(database, key, clock)

    def routers(self) -> list[APIRouter]:
        def is_procedure(code: str) -> bool:
            return known_in(self._library.names)(code)

        register = Register(self._database, self._key, self._clock)
        keys = ApiKeys(self._database, self._key, self._clock)
        figures = Figures(self._database, self._clock, self._library)
        return [AgencyApi(register, keys, figures, self._clock, is_procedure).router()]

    def jobs(self, texts: Texts) -> dict[str, Job]:
        """What falls due: followers told, reminders, the yearly notice."""
        return {**DossierJobs(self.desk, self._key, texts, self._clock).by_kind(), **self._yearly.by_kind()}

    async def plan_first(self) -> None:
        """At start, before what is due is looked at."""
        await self._yearly.plan_first()

    async def load_sample(self, console: Console) -> None:
        """Forty sample dossiers, dated from today, into an empty register."""
        from bot.dossiers.sample import load  # only at the first start of a sample installation

        register = Register(self._database, self._key, self._clock)
        if not await register.is_empty():
            return
        made = await load(register, await self.desk.calendar.current(), self._clock.now())
        console.print(f"{len(made)} sample dossiers; code and digits of the phone to try:", highlight=False)
        for number in SHOWN:
            console.print(f"  {made[number - 1].code}  {made[number - 1].phone4}", highlight=False)
        console.print("  all of them: python bot.py dossiers sample", highlight=False)
