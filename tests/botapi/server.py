"""The server: routes, records, lifecycle."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
from aiohttp import web

from tests.botapi.chats import Chats, Said, Upload
from tests.botapi.faults import Faults, Silence
from tests.botapi.hook import Hook
from tests.botapi.people import People
from tests.botapi.refused import Refused, bad_request, conflict_with_webhook
from tests.botapi.updates import Pending

TOKEN = "7000001:test-token"
#: Patience of wait_for; a test that reaches it has failed.
PATIENCE_S = 15.0
#: Bot API, getFile.
MAX_DOWNLOAD = 20_000_000


@dataclass(slots=True)
class Call:
    """A request: its method and parameters, and how it was answered (None: not at all)."""

    method: str
    params: dict[str, Any]
    code: int | None = None
    at: float = field(default=0.0)

    @property
    def ok(self) -> bool:
        return self.code == 200


class BotApiServer:
    """``async with BotApiServer() as server``: ``server.address`` is MOTCUA_TELEGRAM_API."""

    def __init__(self, token: str = TOKEN, port: int = 0, first_update: int = 1000) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.chats = Chats()
        self.pending = Pending()
        self.faults = Faults()
        self.people = People(self.bot_id, first_update)
        self.calls: list[Call] = []
        self.counts: Counter[str] = Counter()
        self.hook: Hook | None = None
        self.hook_answers: list[int] = []
        self.files: dict[str, bytes] = {}  #: what people have sent, by file_id
        self.records = True  #: turn off for benchmarks
        self._port = port
        self._happened = asyncio.Event()
        self._stopping = asyncio.Event()
        self._delivery: asyncio.Task[None] | None = None

    # -- life ----------------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=12_000_000)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        application.router.add_get("/file/bot{token}/{path:.+}", self._give_file)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping.set()
        await self._stop_delivery()
        await self._runner.cleanup()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    # -- what people do ------------------------------------------------------------------------------------------------

    def say(self, chat_id: int, text: str, user_id: int | None = None, **more: Any) -> dict[str, Any]:
        """Somebody writes; :returns: the update."""
        update = self.people.says(chat_id, text, user_id, **more)
        self.update(update)
        return update

    def press(self, chat_id: int, message_id: int, data: str, user_id: int | None = None) -> dict[str, Any]:
        """Somebody presses a button."""
        update = self.people.presses(chat_id, message_id, data, user_id)
        self.update(update)
        return update

    def update(self, *updates: Any) -> None:
        """Anything at all becomes an update: poison, a replay, an id out of order."""
        self.pending.add(*updates)

    # -- what came of it -----------------------------------------------------------------------------------------------

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def sent(self) -> list[Said]:
        """Every message of the bot, in order of arrival, as it stands now."""
        return list(self.chats.messages.values())

    async def wait_for(self, predicate: Callable[[], Any], patience: float = PATIENCE_S) -> None:
        """Return once ``predicate`` holds; it is asked after every request, and now and then.

        :raises TimeoutError: it never did.
        """
        async with asyncio.timeout(patience):
            while not predicate():
                self._happened.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.05):
                        await self._happened.wait()

    # -- the Bot API ---------------------------------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _parameters(request)
        call = Call(method, params, at=asyncio.get_running_loop().time())
        self.counts[method] += 1
        if self.records:
            self.calls.append(call)
        try:
            body = await self._answer(request, call)
            call.code = 200
        except Refused as refused:
            call.code = refused.code
            body = orjson.dumps(refused.as_json())
        except _NoAnswer:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        finally:
            self._happened.set()
        return web.Response(body=body, status=call.code, content_type="application/json")

    async def _answer(self, request: web.Request, call: Call) -> bytes:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        fault = self.faults.next(call.method, call.params.get("chat_id"))
        if isinstance(fault, Refused):
            raise fault
        if fault is Silence.DROPPED:
            raise _NoAnswer
        result = await self._carry_out(call)
        if fault is Silence.HANGING:
            self._happened.set()
            await self._stopping.wait()
        if fault is not None:
            raise _NoAnswer
        return _encode({"ok": True, "result": result})

    async def _carry_out(self, call: Call) -> Any:
        match call.method:
            case "getMe":
                return {"id": self.bot_id, "is_bot": True, "first_name": "Một Cửa", "username": "motcua_bot"}
            case "getUpdates":
                return await self._get_updates(call.params)
            case "setWebhook":
                return await self._set_webhook(call.params)
            case "getWebhookInfo":
                return {"url": self.hook.url if self.hook else "", "pending_update_count": len(self.pending.waiting)}
            case "deleteWebhook":
                await self._stop_delivery()
                if call.params.get("drop_pending_updates"):
                    self.pending.waiting.clear()
                return True
            case "sendMessage":
                return self.chats.send(call.params)
            case "sendVenue":
                return self.chats.send_venue(call.params)
            case "sendPhoto" | "sendDocument":
                return self.chats.send_file(call.method.removeprefix("send").lower(), call.params)
            case "getFile":
                return self._file(call.params.get("file_id"))
            case "editMessageText":
                return self.chats.edit(call.params)
            case "deleteMessages":
                return self.chats.delete_many(call.params)
            case "answerCallbackQuery":
                return self.chats.answer(call.params)
            case "setMyCommands" | "setMyDescription" | "setMyShortDescription" | "sendChatAction":
                return True
        raise Refused(404, "Not Found")

    async def _get_updates(self, params: dict[str, Any]) -> Any:
        if self.hook is not None:
            raise conflict_with_webhook()
        if "offset" in params:
            self.pending.confirm(params["offset"])
            self._happened.set()
        return await self.pending.fetch(params.get("limit", 100), params.get("timeout", 0))

    def _file(self, file_id: Any) -> dict[str, Any]:
        if file_id not in self.files:
            raise bad_request("invalid file_id")
        size = len(self.files[file_id])
        if size > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": f"files/{file_id}"}

    async def _give_file(self, request: web.Request) -> web.Response:
        self.counts["file"] += 1
        body = self.files.get(request.match_info["path"].removeprefix("files/"))
        if body is None or request.match_info["token"] != self.token:
            raise web.HTTPNotFound
        return web.Response(body=body, content_type="application/octet-stream")

    async def _set_webhook(self, params: dict[str, Any]) -> bool:
        await self._stop_delivery()
        if not params.get("url"):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.hook = Hook(params["url"], params.get("secret_token"), params.get("max_connections", 40))
        self._delivery = asyncio.create_task(  # noqa: TID251 - ended in _stop_delivery
            self.hook.deliver(self.pending, self.hook_answers)
        )
        return True

    async def _stop_delivery(self) -> None:
        self.hook = None
        delivery, self._delivery = self._delivery, None
        if delivery is not None:
            delivery.cancel()
            await asyncio.gather(delivery, return_exceptions=True)


class _NoAnswer(Exception):
    """The connection is cut."""


def _encode(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()  # half a character, a number beyond 64 bits: JSON can hold them


async def _parameters(request: web.Request) -> dict[str, Any]:
    """JSON, a form (values that look like JSON are decoded), or the query."""
    if request.content_type == "application/json":
        body = await request.read()
        return dict(orjson.loads(body)) if body else {}
    values = {**request.query, **await request.post()}
    return {
        name: Upload(value.filename, value.file.read()) if isinstance(value, web.FileField) else _decoded(value)
        for name, value in values.items()
    }


def _decoded(value: Any) -> Any:
    try:
        return orjson.loads(value)
    except (orjson.JSONDecodeError, TypeError):
        return value
