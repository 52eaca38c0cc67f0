"""The webhook: secret first, then size, then shape; "received" only after the commit.

python-telegram-bot has no part in it: its webhook answers 200 before anything is kept.
"""

from __future__ import annotations

import hmac

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect

from bot.intake.entrance import Entrance
from bot.intake.inbox import Inbox
from bot.intake.telegram import keep
from bot.settings import Settings
from bot.telegram_api import TelegramApi
from bot.telegram_api.answers import parse

PATH = "/webhook/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: Bytes; far above the largest update Telegram makes (a text of 4096 characters, quoted).
MAX_BODY = 1_000_000
RETRY_AFTER_S = 5
#: setWebhook.max_connections, 1-100: updates of different chats come side by side.
MAX_CONNECTIONS = 100

log = structlog.get_logger(__name__)


def telegram_webhook(bot: str, secret: str, inbox: Inbox, entrance: Entrance | None = None) -> APIRouter:
    """The route that Telegram calls for ``bot`` (its numeric id).

    401 without the secret (the body is not read), 413 too large, 400 not JSON, 503 not kept: Telegram sends it again.

    :param entrance: None: everything is taken in, always.
    """
    router = APIRouter()
    expected = secret.encode()

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, expected):
            return Response(status_code=401)
        shut = await entrance.doorway.shut("telegram") if entrance is not None else None
        if shut is not None:
            return Response(status_code=503, headers={"Retry-After": str(shut.retry_after)})
        try:
            body = await _read(request)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        if body is None:
            return Response(status_code=413)
        try:
            value = parse(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        try:
            await inbox.accept([keep(bot, value)] if entrance is None else await entrance.admitted(bot, [value]))
        except (SQLAlchemyError, OSError) as error:
            log.error("inbox_unreachable", waiting=1, error=type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": str(RETRY_AFTER_S)})
        return Response(status_code=200)

    # A plain route: FastAPI would look for dependencies, models and a schema in each of thousands of requests.
    router.add_route(PATH, receive, methods=["POST"], include_in_schema=False)
    return router


async def _read(request: Request) -> bytes | None:
    """The body, or None as soon as it is known to be too large."""
    announced = request.headers.get("Content-Length", "0")
    if not announced.isdecimal() or int(announced) > MAX_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


async def register_webhook(api: TelegramApi, settings: Settings) -> None:
    """Tell Telegram where to send updates; those that wait stay waiting.

    :raises TelegramError: it was not accepted, or Telegram cannot be reached.
    :raises ValueError: address or secret are not set.
    """
    if settings.webhook_url is None or settings.webhook_secret is None:
        raise ValueError("webhook mode needs an address and a secret")
    await api.set_webhook(settings.webhook_url, settings.webhook_secret.get_secret_value(), MAX_CONNECTIONS)
