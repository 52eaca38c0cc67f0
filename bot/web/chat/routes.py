"""The chat's routes, put together: the page (showing), what is posted (posting), the
event stream (listening), files of the bot (files)."""

from __future__ import annotations

from fastapi import APIRouter

from bot.abuse.buckets import Buckets
from bot.abuse.figures import Figures
from bot.clock import Clock
from bot.database import Database
from bot.intake.entrance import Entrance
from bot.intake.inbox import Inbox
from bot.notices import Standing
from bot.outbox.files import OutgoingFiles
from bot.reports.evidence import EvidenceDesk
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.turns.flows import Flows
from bot.wake import Wake
from bot.web.address import Addresses
from bot.web.chat.files import Files
from bot.web.chat.history import History
from bot.web.chat.listening import Listening
from bot.web.chat.posting import Posting
from bot.web.chat.premises import Premises
from bot.web.chat.showing import Showing
from bot.web.static import StaticFiles


class Chat:
    def __init__(
        self,
        *,
        database: Database,
        key: ServerKey,
        clock: Clock,
        wake: Wake,
        inbox: Inbox,
        texts: Texts,
        settings: Settings,
        static: StaticFiles,
        entrance: Entrance | None = None,
        figures: Figures | None = None,
    ) -> None:
        here = Premises(
            history=History(database, key),
            key=key,
            clock=clock,
            wake=wake,
            inbox=inbox,
            texts=texts,
            static=static,
            limits=Buckets(clock, lifted=settings.unlimited, figures=figures),
            addresses=Addresses(settings.trusted_proxies),
            standing=Standing(database, clock),
            public_url=settings.public_url,
            entrance=entrance,
        )
        self._showing = Showing(here)
        self._posting = Posting(here, EvidenceDesk(database, key, clock), Flows(database, key))
        self._files = Files(here, OutgoingFiles(database, key))
        self._listening = Listening(here)
        self.streams = self._listening.streams

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self._showing.show, methods=["GET"], response_model=None)
        router.add_api_route("/chat/events", self._listening.follow, methods=["GET"], response_model=None)
        router.add_api_route("/files/{file_id}", self._files.give, methods=["GET"], response_model=None)
        for path, post in self._posting.by_path().items():
            router.add_api_route(path, post, methods=["POST"], response_model=None)
        return router
