"""python-telegram-bot's request class over aiohttp and orjson.

Why not its httpx one: at 256 requests at once httpx's pool falls to a fifth of its own sequential speed, and its errors
name the address, which holds the token.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.telegram_api import answers
from bot.telegram_api.doubt import MaybeDone, NotSent

if TYPE_CHECKING:
    from telegram._utils.types import ODVInput

CONNECT_S = 10.0
READ_S = 15.0
KEEP_ALIVE_S = 30.0
_JSON = {"Content-Type": "application/json"}
#: What aiohttp raises before a byte of the request has left.
_NEVER_LEFT = (
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientConnectorError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
#: Addresses kept parsed: one for each method in use.
_MOST_URLS = 64


class AiohttpRequest(BaseRequest):
    """One pool of connections. Errors are python-telegram-bot's, their ``__cause__`` one of :mod:`doubt`'s.

    :param token: blotted out of whatever a server may echo.
    :param connections: requests at once; more wait for a place.
    :param trust_env: use the proxies of the environment (Telegram is blocked on many networks).
    """

    def __init__(self, token: str, connections: int = 256, trust_env: bool = True) -> None:
        self._token = token
        self._connections = connections
        self._trust_env = trust_env
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}
        #: The HTTP date of the last answer, as it came.
        self.server_date: str | None = None

    @property
    def read_timeout(self) -> float | None:
        return READ_S

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_S),
                trust_env=self._trust_env,
                json_serialize=lambda value: orjson.dumps(value).decode(),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        connect = _chosen(connect_timeout, CONNECT_S)
        timeout = aiohttp.ClientTimeout(total=None, connect=connect, sock_read=_chosen(read_timeout, READ_S))
        try:
            code, payload = await self._exchange(url, method, request_data, timeout)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            failure = _failure(error)
        else:
            return code, payload if 200 <= code < 300 else answers.refusal(code, payload, self._token)
        # Raised out here: inside the handler the error would carry aiohttp's as its context, and that the address.
        raise failure

    async def _exchange(
        self, url: str, method: str, request_data: RequestData | None, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        await self.initialize()
        assert self._session is not None
        body, headers = _body(request_data)
        async with self._session.request(
            method, self._url(url), data=body, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            self.server_date = response.headers.get("Date")
            return response.status, await response.read()

    def _url(self, url: str) -> URL:
        known = self._urls.get(url)
        if known is None:
            known = URL(url, encoded=True)
            if len(self._urls) < _MOST_URLS:
                self._urls[url] = known
        return known

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """:raises NetworkError: no answer of the Bot API; what was asked may have been done."""
        try:
            value = answers.parse(payload)
        except ValueError:
            value = None
        if isinstance(value, dict) and ("result" in value or value.get("ok") is False):
            return value
        raise NetworkError("not an answer of the Bot API") from MaybeDone("unreadable answer")


def _chosen(timeout: ODVInput[float], default: float) -> float | None:
    return default if timeout is BaseRequest.DEFAULT_NONE else timeout  # type: ignore[return-value]


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters), _JSON
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)  # a name stays readable
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, None


def _failure(error: Exception) -> TelegramError:
    """The error to raise, with its doubt; only the class of the original is kept, its text may name the address."""
    name = type(error).__name__
    unsent = isinstance(error, _NEVER_LEFT)
    slow = isinstance(error, asyncio.TimeoutError)
    failure = TimedOut(f"Timed out: {name}") if slow else NetworkError(f"Network: {name}")
    failure.__cause__ = NotSent(name) if unsent else MaybeDone(name)
    return failure
