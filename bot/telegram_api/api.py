"""The few methods the program calls, on raw JSON: an update that python-telegram-bot cannot parse must still arrive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote, urlsplit

from telegram import InputFile
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.settings import LOOPBACK, Settings
from bot.telegram_api.client import AiohttpRequest

#: What the house takes part in. Named, since Telegram otherwise keeps whatever was asked for last.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
#: Telegram gives at most this many updates at once.
MOST_UPDATES = 100
#: Beyond the time a long poll lasts on the server.
POLL_MARGIN_S = 10.0


class TelegramApi:
    """One bot's Bot API. Has its own connections: give the poller and the sender one each, so that rebuilding the
    one disturbs no request of the other.

    Every method raises python-telegram-bot's errors; see :class:`AiohttpRequest`.
    """

    def __init__(self, token: str, base: str, connections: int = 256) -> None:
        """:param base: address without ``/bot<token>``."""
        self._prefix = f"{base.rstrip('/')}/bot{token}/"
        self._files = f"{base.rstrip('/')}/file/bot{token}/"
        # A proxy of the environment is for the world outside, not for this machine.
        self._trust_env = urlsplit(base).hostname not in LOOPBACK
        self._token = token
        self._connections = connections
        self._request = self._new_request()
        #: The digits before the colon of the token.
        self.bot_id = token.partition(":")[0]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """:raises ValueError: no token is set."""
        if settings.telegram_token is None:
            raise ValueError("no Telegram token is set")
        return cls(settings.telegram_token.get_secret_value(), settings.telegram_api)

    def __repr__(self) -> str:
        return f"<TelegramApi of bot {self.bot_id}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def server_date(self) -> str | None:
        """The HTTP date of the last answer; None before the first."""
        return self._request.server_date

    async def close(self) -> None:
        await self._request.shutdown()

    async def rebuild(self) -> None:
        """Drop every connection and begin anew."""
        old, self._request = self._request, self._new_request()
        await old.shutdown()

    async def call(
        self,
        method: str,
        params: dict[str, Any],
        timeout: float | None = None,
        files: Mapping[str, InputFile] | None = None,
    ) -> Any:
        """:param params: plain JSON values; ``timeout``: seconds to wait for the answer, else the client's own.
        :param files: by the name of their parameter; with one, the request is a form and not JSON.

        :returns: the ``result`` of the answer.
        """
        wait = AiohttpRequest.DEFAULT_NONE if timeout is None else timeout
        given = [RequestParameter(name, value, None) for name, value in params.items()]
        given += [RequestParameter(name, None, [file]) for name, file in (files or {}).items()]
        data = RequestData(given)
        return await self._request.post(self._prefix + method, data, read_timeout=wait)

    async def get_me(self) -> dict[str, Any]:
        me: dict[str, Any] = await self.call("getMe", {})
        return me

    async def get_updates(self, offset: int | None, poll_s: int, limit: int = MOST_UPDATES) -> Any:
        """Raw updates, whatever they are. ``offset`` acknowledges every update below it, for ever."""
        params: dict[str, Any] = {"timeout": poll_s, "limit": limit, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            params["offset"] = offset
        return await self.call("getUpdates", params, timeout=poll_s + POLL_MARGIN_S)

    async def set_webhook(self, url: str, secret: str, most_connections: int) -> None:
        await self.call(
            "setWebhook",
            {
                "url": url,
                "secret_token": secret,
                "max_connections": most_connections,
                "allowed_updates": ALLOWED_UPDATES,
                "drop_pending_updates": False,
            },
        )

    async def webhook_info(self) -> dict[str, Any]:
        """Where updates go, how many wait, and what went wrong last.

        :raises TelegramError: also when what came is no object.
        """
        info = await self.call("getWebhookInfo", {})
        if not isinstance(info, dict):
            raise TelegramError("getWebhookInfo gave no object")
        return info

    async def delete_webhook(self) -> None:
        """Updates that wait stay waiting."""
        await self.call("deleteWebhook", {"drop_pending_updates": False})

    async def download(self, file_id: str, most: int) -> bytes | None:
        """The content of a file somebody sent; None when it has more than ``most`` bytes."""
        file = await self.call("getFile", {"file_id": file_id})
        if not isinstance(file, dict) or int(file.get("file_size") or 0) > most or not file.get("file_path"):
            return None
        content = await self._request.retrieve(f"{self._files}{quote(str(file['file_path']))}")
        return content if len(content) <= most else None

    def _new_request(self) -> AiohttpRequest:
        return AiohttpRequest(self._token, self._connections, self._trust_env)
