"""The event stream (server-sent events): the same bubbles as on the page, one event each.

- ``message``: ``{"html", "client_id"}``, a new bubble; ``client_id`` on the visitor's own.
- ``edit``: ``{"target", "html"}``, the bubble of that id, as it is now.
- ``answer``: ``{"query_id", "notice"}``, a press was heard.
- ``delete``: ``{"message_ids"}``, those bubbles are gone.
- ``superseded``: this tab was replaced by newer ones of the same visitor; do not reconnect by yourself.

The id of an event is the history id. A client passes over ids that it has: some come again after a reconnect.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.web.chat.following import Follower
from bot.web.chat.history import Entry, History
from bot.web.chat.page import Page
from bot.web.chat.streams import Stream, Streams

#: The browser waits this long before it reconnects.
RETRY_MS = 2_000
HEARTBEAT = ": \n\n"

log = structlog.get_logger(__name__)


class EventStream(StreamingResponse):
    """The response. Ends its stream when the reader leaves, and gives its place back however it ends.

    Starlette would cancel it instead, wherever it stands: in the middle of a query that means a lost connection to
    the database for every page that is closed.
    """

    media_type = "text/event-stream"

    def __init__(self, lines: AsyncGenerator[str], stream: Stream, streams: Streams) -> None:
        # Buffering proxies would keep events back (nginx: X-Accel-Buffering).
        super().__init__(lines, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._lines = lines
        self._stream = stream
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                leaving = group.create_task(self._end_when_left(receive))
                await self.stream_response(send)
                leaving.cancel()
        finally:
            self._streams.end(self._stream)
            await self._lines.aclose()

    async def _end_when_left(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._streams.end(self._stream)


async def event_lines(
    follower: Follower, history: History, page: Page, stream: Stream, after: int
) -> AsyncGenerator[str]:
    """The stream's text, until it is over, the database is unreachable or the reader leaves."""
    yield f"retry: {RETRY_MS}\n\n"
    try:
        async for entries in follower.follow(stream, after):
            for line in await _as_events(entries, history, page, stream.lane):
                yield line
            if not entries:
                yield HEARTBEAT
            stream.beat()
    except (SQLAlchemyError, OSError) as error:
        log.warning("event_stream_database_unreachable", error=type(error).__name__)
        return
    if stream.superseded:
        yield _event("superseded", {})


async def _as_events(entries: list[Entry], history: History, page: Page, lane: str) -> list[str]:
    edited = await history.said(lane, [entry.content["message_id"] for entry in entries if entry.kind == "edit"])
    return [line for entry in entries if (line := _as_event(entry, edited, page)) is not None]


def _as_event(entry: Entry, edited: dict[int, Entry], page: Page) -> str | None:
    if entry.kind in ("answer", "delete"):
        return _event(entry.kind, entry.content, entry.id)
    if entry.kind == "edit":
        target = edited.get(entry.content["message_id"])
        # Forgotten meanwhile (retention): there is nothing left to show.
        return _event("edit", {"target": target.id, "html": page.bubble(target)}, entry.id) if target else None
    data = {"html": page.bubble(entry), "client_id": entry.content.get("client_id")}
    return _event("message", data, entry.id)


def _event(name: str, data: dict[str, object], number: int | None = None) -> str:
    identity = "" if number is None else f"id: {number}\n"
    return f"{identity}event: {name}\ndata: {orjson.dumps(data).decode()}\n\n"
