"""python-telegram-bot as the router: its types, filters and handlers; none of its network, queues or persistence.

Why not more of it: docs/decisions/0002-ptb-as-router.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes, ExtBot
from telegram.request import BaseRequest, RequestData

from bot.turns.routing import StrictApplication
from bot.turns.turn import TurnApplication, TurnContext

Register = Callable[[TurnApplication], None]


@dataclass(frozen=True, slots=True)
class BotIdentity:
    """Who the bot is on a channel; ``username`` without @ decides whether it is addressed in a group."""

    channel: str
    bot: str
    bot_id: int
    username: str


class NetworkForbidden(TelegramError):
    """A handler tried to reach the network. Answers go through the turn."""


class RoutingRequest(BaseRequest):
    """Answers getMe from what is known and refuses everything else: a handler cannot send."""

    def __init__(self, identity: BotIdentity) -> None:
        self._me = {
            "id": identity.bot_id,
            "is_bot": True,
            "first_name": "Một Cửa",
            "username": identity.username,
        }

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            return 200, orjson.dumps({"ok": True, "result": self._me})
        raise NetworkForbidden("handlers answer through the turn, not through the bot")


async def build_router(identity: BotIdentity, register: Register) -> TurnApplication:
    """The application of one bot, its handlers registered, initialised without the network."""
    request = RoutingRequest(identity)
    bot: ExtBot[None] = ExtBot(f"{identity.bot_id}:routing", request=request, get_updates_request=request)
    application = (
        ApplicationBuilder()
        .application_class(StrictApplication)
        .bot(bot)
        .context_types(ContextTypes(context=TurnContext))
        .updater(None)
        .job_queue(None)
        .build()
    )
    router = cast(TurnApplication, application)
    register(router)
    await router.initialize()
    return router
