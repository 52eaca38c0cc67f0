"""Places, wired: the desk that conversations use, the pages to print, the sample."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter

from bot.clock import Clock
from bot.database import Database
from bot.places.desk import PlaceDesk
from bot.places.store import OfficeChanged
from bot.settings import Settings
from bot.texts import Texts
from bot.web.qr import QrPages
from knowledge.library import Library


class PlaceRoom:
    """``bot_name``: the Telegram bot's user name, once Telegram has told it."""

    def __init__(self, database: Database, clock: Clock, library: Library) -> None:
        self._database = database
        self._clock = clock
        self._library = library
        self.desk = PlaceDesk(database, clock)
        self.bot_name: str | None = None

    def routers(self, texts: Texts, settings: Settings) -> list[APIRouter]:
        """The pages to print."""
        pages = QrPages(
            library=self._library,
            places=self.desk,
            clock=self._clock,
            texts=texts,
            public_url=settings.public_url,
            bot_name=lambda: self.bot_name,
        )
        return [pages.router()]

    async def load_sample(self) -> None:
        """The few real offices that ship, marked as a sample, where none stands yet."""
        from bot.places.sheet import SAMPLE, carry_out, plan_import  # only at the start of a sample installation

        if await self.desk.offices.all():
            return
        content = SAMPLE.read_bytes()
        with suppress(OfficeChanged):  # another process of this installation was faster
            await carry_out(
                self._database, self.desk.offices, await plan_import(self.desk.offices, content, sample=True)
            )
