"""The chat's routes. A post is answered only after its commit; what cannot be taken is refused in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import structlog
from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot.clock import Clock
from bot.intake.inbox import Inbox
from bot.outbox import buttons
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Language, Texts
from bot.wake import Wake
from bot.web.address import Addresses
from bot.web.chat import limits
from bot.web.chat.events import EventStream, event_lines
from bot.web.chat.following import Follower, first_answer
from bot.web.chat.history import Entry, History, offered_by
from bot.web.chat.identity import (
    Visitor,
    language_of,
    new_visitor,
    remember_language,
    remember_visitor,
    renewed,
    visitor_of,
)
from bot.web.chat.incoming import MAX_ID, Posted, Refused, read_post
from bot.web.chat.page import Notice, Page
from bot.web.chat.photos import PhotoDesk, read_photo_post
from bot.web.chat.streams import Streams
from bot.web.chat.updates import message_update, photo_update, press_update
from bot.web.security import comes_from_here
from bot.web.static import StaticFiles

#: How long a page without scripts waits for the answer before it comes back without it.
PATIENCE_S = 2.0
#: A button of the page itself stands under no message.
NO_MESSAGE = 0
STREAMS_RETRY_S = 30

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who posts, and in which language."""

    visitor: Visitor
    lane: str
    language: Language
    now: datetime


class Chat:
    def __init__(
        self,
        *,
        history: History,
        key: ServerKey,
        clock: Clock,
        wake: Wake,
        inbox: Inbox,
        texts: Texts,
        settings: Settings,
        static: StaticFiles,
    ) -> None:
        self._history = history
        self._key = key
        self._clock = clock
        self._wake = wake
        self._inbox = inbox
        self._texts = texts
        self._static = static
        self._public_url = settings.public_url
        self._secure = (settings.public_url or "").startswith("https:")
        self._addresses = Addresses(settings.trusted_proxies)
        self._limits = limits.Limits(clock, lifted=settings.unlimited)
        self._photos = PhotoDesk()
        self._follower = Follower(history, clock, wake)
        self.streams = Streams(wake)

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/", self.show, methods=["GET"], response_model=None)
        router.add_api_route("/chat/events", self.follow, methods=["GET"], response_model=None)
        router.add_api_route("/chat/messages", self.post_message, methods=["POST"], response_model=None)
        router.add_api_route("/chat/photos", self.post_photo, methods=["POST"], response_model=None)
        router.add_api_route("/chat/presses", self.post_press, methods=["POST"], response_model=None)
        router.add_api_route("/chat/language", self.post_language, methods=["POST"], response_model=None)
        return router

    # -- the page --------------------------------------------------------------------------------------------------

    async def show(self, request: Request) -> Response:
        now = self._clock.now()
        language = language_of(request)
        visitor = visitor_of(request, self._key, now)
        if visitor is None:
            wait = self._limits.take(limits.NEW_VISITORS, self._addresses.of(request))
            if wait is not None:
                return self._problem_page(language, None, Refused(429, "too_fast", retry_after=wait))
            visitor = new_visitor(now)
        sender = Sender(visitor, visitor.lane(self._key), language, now)
        try:
            response = await self._conversation(request, sender)
        except (SQLAlchemyError, OSError) as error:
            log.warning("page_without_database", error=type(error).__name__)
            return self._problem_page(language, visitor, Refused(503, "unreachable"))
        if visitor.is_stale(now) or visitor_of(request, self._key, now) is None:
            remember_visitor(response, renewed(visitor, now), self._key, secure=self._secure)
        return response

    async def _conversation(self, request: Request, sender: Sender) -> HTMLResponse:
        entries, last_id = await self._history.latest(sender.lane)
        if not entries:
            await self._greet(sender)
            entries, last_id = await self._history.latest(sender.lane)
        waiting = not entries or entries[-1].kind == "user"
        answer = await self._notice_since(sender.lane, request.query_params.get("seen", ""))
        page = self._page(sender.language, sender.visitor)
        return HTMLResponse(page.whole(entries, last_id, waiting=waiting, answer=answer))

    async def _greet(self, sender: Sender) -> None:
        """A first visit, or one after the history was forgotten, begins as on Telegram: with /start.

        Once a day at most, so that reloading while the bot is down does not pile up greetings.
        """
        update, _ = message_update(
            sender.visitor, "/start", f"start {sender.now:%Y-%m-%d}", sender.language, self._key, sender.now
        )
        await self._inbox.accept([update])
        await first_answer(self._history, self._wake, sender.lane, 0, PATIENCE_S)

    async def _notice_since(self, lane: str, seen: str) -> str | None:
        """The bot's short notice to the press after which a page without scripts came back here."""
        if not seen.isdecimal() or int(seen) > MAX_ID:
            return None
        notices = [
            entry.content["notice"] for entry in await self._history.after(lane, int(seen)) if entry.kind == "answer"
        ]
        return notices[-1] if notices else None

    # -- the event stream ------------------------------------------------------------------------------------------

    async def follow(self, request: Request) -> Response:
        now = self._clock.now()
        visitor = visitor_of(request, self._key, now)
        if visitor is None:
            return Response(status_code=403)
        wait = self._limits.take(limits.STREAMS, visitor.chat_id)
        if wait is not None:
            return Response(status_code=429, headers={"Retry-After": str(wait)})
        resumed = request.headers.get("last-event-id") or request.query_params.get("after", "")
        after = int(resumed) if resumed.isdecimal() and int(resumed) <= MAX_ID else 0
        stream = self.streams.open(visitor.lane(self._key))
        if stream is None:
            return Response(status_code=503, headers={"Retry-After": str(STREAMS_RETRY_S)})
        page = self._page(language_of(request), visitor)
        return EventStream(event_lines(self._follower, self._history, page, stream, after), stream, self.streams)

    # -- posts -----------------------------------------------------------------------------------------------------

    async def post_message(self, request: Request) -> Response:
        async def accept(sender: Sender, posted: Posted) -> None:
            self._allow(limits.MESSAGES, sender)
            update, echo = message_update(
                sender.visitor, posted.text(), posted.client_id(), sender.language, self._key, sender.now
            )
            await self._inbox.accept([update], echo=echo)
            self._wake.call(f"history:{sender.lane}")

        return await self._post(request, accept)

    async def post_photo(self, request: Request) -> Response:
        """A photo of a receipt: what is on it counts as typed, the photo itself is not kept."""

        async def accept(sender: Sender, posted: Posted) -> None:
            self._allow(limits.PHOTOS, sender)
            code = await self._photos.code_on(posted)
            update, echo = photo_update(
                sender.visitor, code, posted.client_id(), sender.language, self._key, sender.now
            )
            await self._inbox.accept([update], echo=echo)
            self._wake.call(f"history:{sender.lane}")

        return await self._post(request, accept, read_photo_post)

    async def post_press(self, request: Request) -> Response:
        async def accept(sender: Sender, posted: Posted) -> None:
            self._allow(limits.PRESSES, sender)
            message_id, data = posted.message_id(), posted.data()
            said = (await self._history.said(sender.lane, [message_id])).get(message_id)
            if said is None or data not in offered_by(said.content):
                raise Refused(404, "not_offered")
            await self._press(sender, message_id, data, posted.client_id())

        return await self._post(request, accept)

    async def post_language(self, request: Request) -> Response:
        chosen: list[Language] = []

        async def accept(sender: Sender, posted: Posted) -> None:
            self._allow(limits.PRESSES, sender)
            language = posted.fields.get("language")
            if language not in ("vi", "en"):
                raise Refused(422, "malformed")
            chosen.append(cast(Language, language))
            await self._press(sender, NO_MESSAGE, buttons.data("lang", "set", language), posted.client_id())

        response = await self._post(request, accept)
        if chosen:
            # Also when the bot could not be told: the page itself can be read in that language all the same.
            remember_language(response, chosen[0], secure=self._secure)
        return response

    async def _press(self, sender: Sender, message_id: int, data: str, client_id: str) -> None:
        update = press_update(sender.visitor, message_id, data, client_id, sender.language, self._key, sender.now)
        await self._inbox.accept([update])

    async def _post(
        self,
        request: Request,
        accept: Callable[[Sender, Posted], Awaitable[None]],
        read: Callable[[Request], Awaitable[Posted]] = read_post,
    ) -> Response:
        """The common way of a post: limits first, then the body, then the commit, then the answer."""
        now = self._clock.now()
        language = language_of(request)
        visitor = visitor_of(request, self._key, now)
        posted: Posted | None = None
        try:
            wait = self._limits.take(limits.ADDRESS, self._addresses.of(request))
            if wait is not None:
                raise Refused(429, "too_fast", retry_after=wait)
            posted = await read(request)
            sender = self._sender_of(request, posted, visitor, language, now)
            seen = await self._history.last_id(sender.lane) if posted.is_form else 0
            await accept(sender, posted)
            return await self._back_to_page(sender, seen) if posted.is_form else JSONResponse({}, status_code=202)
        except Refused as refused:
            return await self._refuse(request, language, visitor, posted, refused)
        except (SQLAlchemyError, OSError) as error:
            log.warning("post_not_committed", error=type(error).__name__)
            return await self._refuse(request, language, visitor, posted, Refused(503, "unreachable"))

    def _sender_of(
        self, request: Request, posted: Posted, visitor: Visitor | None, language: Language, now: datetime
    ) -> Sender:
        if visitor is None:
            raise Refused(403, "no_session")
        token = visitor.form_token(self._key)
        if not comes_from_here(request, self._public_url, given_token=posted.token, token=token):
            raise Refused(403, "foreign")
        return Sender(visitor, visitor.lane(self._key), language, now)

    def _allow(self, rate: limits.Rate, sender: Sender) -> None:
        wait = self._limits.take(rate, sender.visitor.chat_id)
        if wait is not None:
            raise Refused(429, "too_fast", retry_after=wait)

    async def _back_to_page(self, sender: Sender, seen: int) -> Response:
        """To the bubble that answers: without scripts nothing else would bring it into view."""
        answers = await first_answer(self._history, self._wake, sender.lane, seen, PATIENCE_S)
        anchor = next(
            (f"m{entry.content.get('message_id', entry.id)}" for entry in answers if entry.kind != "answer"), "end"
        )
        return RedirectResponse(f"/?seen={seen}#{anchor}", status_code=303)

    async def _refuse(
        self, request: Request, language: Language, visitor: Visitor | None, posted: Posted | None, refused: Refused
    ) -> Response:
        if posted.is_form if posted else "text/html" in request.headers.get("accept", ""):
            entries, last_id = await self._entries_or_none(visitor)
            draft = posted.draft if posted else ""
            return self._problem_page(language, visitor, refused, entries, last_id, draft)
        words = self._page(language, visitor).notice(Notice(refused.notice, refused.retry_after))
        return JSONResponse(
            {"error": refused.notice, "text": words}, status_code=refused.status, headers=_headers(refused)
        )

    async def _entries_or_none(self, visitor: Visitor | None) -> tuple[list[Entry], int]:
        if visitor is None:
            return [], 0
        try:
            return await self._history.latest(visitor.lane(self._key))
        except (SQLAlchemyError, OSError) as error:
            log.warning("page_without_database", error=type(error).__name__)
            return [], 0

    # -- pages -----------------------------------------------------------------------------------------------------

    def _problem_page(
        self,
        language: Language,
        visitor: Visitor | None,
        refused: Refused,
        entries: list[Entry] | None = None,
        last_id: int = 0,
        draft: str = "",
    ) -> Response:
        problem = Notice(refused.notice, refused.retry_after)
        html = self._page(language, visitor).whole(entries or [], last_id, problem=problem, draft=draft)
        return HTMLResponse(html, status_code=refused.status, headers=_headers(refused))

    def _page(self, language: Language, visitor: Visitor | None) -> Page:
        return Page(self._texts, self._static, language, visitor.form_token(self._key) if visitor else "")


def _headers(refused: Refused) -> dict[str, str]:
    return {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
