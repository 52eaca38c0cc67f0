"""The event stream: who may open one, and from which event on it tells."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.abuse.rates import STREAMS
from bot.web.chat.events import EventStream, event_lines
from bot.web.chat.following import Follower
from bot.web.chat.identity import language_of, visitor_of
from bot.web.chat.incoming import MAX_ID
from bot.web.chat.premises import Premises
from bot.web.chat.streams import Streams
from bot.whole import whole

STREAMS_RETRY_S = 30


class Listening:
    def __init__(self, here: Premises) -> None:
        self._here = here
        self._follower = Follower(here.history, here.clock, here.wake)
        self.streams = Streams(here.wake)

    async def follow(self, request: Request) -> Response:
        now = self._here.clock.now()
        visitor = visitor_of(request, self._here.key, now)
        if visitor is None:
            return Response(status_code=403)
        wait = self._here.limits.take(STREAMS, visitor.chat_id)
        if wait is not None:
            return Response(status_code=429, headers={"Retry-After": str(wait)})
        resumed = request.headers.get("last-event-id") or request.query_params.get("after", "")
        after = whole(resumed, MAX_ID) or 0
        stream = self.streams.open(visitor.lane(self._here.key))
        if stream is None:
            return Response(status_code=503, headers={"Retry-After": str(STREAMS_RETRY_S)})
        page = self._here.page(language_of(request), visitor)
        return EventStream(event_lines(self._follower, self._here.history, page, stream, after), stream, self.streams)
