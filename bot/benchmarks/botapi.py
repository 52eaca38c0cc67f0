"""A Bot API server for benchmarks: only the methods a bot in a benchmark calls, bare asyncio, far faster than any bot.

It judges nothing (the tests have a strict one); it hands out updates with the real meaning of ``offset``, and takes
messages.
"""

from __future__ import annotations

import asyncio
import re
from itertools import count, islice
from typing import Any, Self, cast
from urllib.parse import parse_qsl

import orjson

from bot.benchmarks.desk import Desk, as_message
from bot.benchmarks.hook import Hook

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_JSON = re.compile(rb"\r\ncontent-type: *application/json", re.IGNORECASE)
_HEAD = b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_TRUE = b'{"ok":true,"result":true}'
_PHRASES = {200: b"OK", 404: b"Not Found", 429: b"Too Many Requests", 500: b"Internal Server Error"}
_message_ids = count(1)


class BotApi:
    """``async with BotApi(desks) as api``: serves on ``api.address``; requests find their desk by token."""

    def __init__(self, *desks: Desk) -> None:
        self.desks = {desk.token: desk for desk in desks}
        self.down = False  #: every request is cut off, as when the network is gone
        self._deliveries: list[asyncio.Task[None]] = []
        self._group = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=512)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for delivery in self._deliveries:
            delivery.cancel()
        await self._group.__aexit__(None, None, None)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def set_webhook(self, desk: Desk, url: str, secret: str) -> None:
        """The first one counts; a bot that is started again names the same."""
        desk.hook = url
        if not any(delivery.get_name() == desk.token for delivery in self._deliveries):
            self._deliveries.append(self._group.create_task(Hook(desk, url, secret).run(), name=desk.token))


class _Connection(asyncio.Protocol):
    """One keep-alive connection; its requests are answered in order, none is pipelined behind a held getUpdates."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._buffer = b""
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._transport is not None:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            self._serve(head, body)

    def _serve(self, head: bytes, body: bytes) -> None:
        if self._cut_off():
            return
        _, token, method = head.split(b" ", 2)[1].decode().rsplit("/", 2)
        desk = self._api.desks.get(token.removeprefix("bot"))
        if desk is None:
            self._answer(_refusal(404), 404)
            return
        params = _parameters(head, body)
        match method:
            case "sendMessage" | "editMessageText":
                self._take_message(desk, params)
            case "getUpdates":
                self._hand_out(desk, params)
            case "getMe":
                self._answer(_encode({"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}))
            case "getWebhookInfo":
                self._answer(_encode({"url": desk.hook, "pending_update_count": len(desk.pending)}))
            case "setWebhook":
                self._api.set_webhook(desk, str(params["url"]), str(params.get("secret_token", "")))
                self._answer(_TRUE)
            case _:
                self._answer(_TRUE)

    def _take_message(self, desk: Desk, params: dict[str, Any]) -> None:
        refused = desk.illness.refuses()
        if refused is not None:
            desk.refused += 1
            self._answer(_refusal(refused), refused)
            return
        chat_id, text = int(params["chat_id"]), params["text"]
        desk.replied(chat_id, text, self._loop.time())
        self._answer(_encode(as_message(int(params.get("message_id", 0)) or next(_message_ids), chat_id, text)))

    def _hand_out(self, desk: Desk, params: dict[str, Any]) -> None:
        if "offset" in params:
            desk.acknowledge(int(params["offset"]))
        limit = int(params.get("limit", 100))

        def give(*_: object) -> None:
            desk.wake = None
            timer.cancel()
            if self._cut_off():
                return
            self._answer(b'{"ok":true,"result":[' + b",".join(u.body for u in islice(desk.pending, limit)) + b"]}")

        timer = self._loop.call_later(float(params.get("timeout", 0)), give)
        if desk.pending:
            give()
        else:
            desk.wake = give

    def _cut_off(self) -> bool:
        if self._api.down and self._transport is not None:
            self._transport.abort()
        return self._api.down

    def _answer(self, body: bytes, code: int = 200) -> None:
        if self._transport is not None:
            self._transport.write(_HEAD % (code, _PHRASES[code], len(body)) + body)


def _encode(result: Any) -> bytes:
    return orjson.dumps({"ok": True, "result": result})


def _refusal(code: int) -> bytes:
    more = {"parameters": {"retry_after": 1}} if code == 429 else {}
    return orjson.dumps({"ok": False, "error_code": code, "description": _PHRASES[code].decode(), **more})


def _parameters(head: bytes, body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    if _JSON.search(head):
        return cast(dict[str, Any], orjson.loads(body))
    return dict(parse_qsl(body.decode()))
