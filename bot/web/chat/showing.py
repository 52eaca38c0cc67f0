"""The page itself: whoever comes without a cookie gets one, and whoever finds nothing said is greeted."""

from __future__ import annotations

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.abuse.rates import MESSAGES, NEW_VISITORS
from bot.places.links import PARAMETER, PAYLOAD
from bot.web.chat.identity import Sender, language_of, new_visitor, remember_visitor, renewed, visitor_of
from bot.web.chat.incoming import MAX_ID, Refused
from bot.web.chat.premises import Premises
from bot.web.chat.updates import message_update
from bot.web.security import HEADERS
from bot.whole import whole

#: The one page that may ask the browser where somebody is, when they press the button for it.
WITH_LOCATION = HEADERS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")

log = structlog.get_logger(__name__)


class Showing:
    def __init__(self, here: Premises) -> None:
        self._here = here

    async def show(self, request: Request) -> Response:
        now = self._here.clock.now()
        language = language_of(request)
        visitor = visitor_of(request, self._here.key, now)
        if visitor is None:
            wait = self._here.limits.take(NEW_VISITORS, self._here.addresses.of(request))
            if wait is not None:
                return self._here.problem_page(language, None, Refused(429, "too_fast", retry_after=wait))
            visitor = new_visitor(now)
        sender = Sender(visitor, visitor.lane(self._here.key), language, now)
        payload = request.query_params.get(PARAMETER, "")
        try:
            if PAYLOAD.fullmatch(payload):
                response = await self._opened(request, sender, payload)
            else:
                response = await self._conversation(request, sender)
        except (SQLAlchemyError, OSError) as error:
            log.warning("page_without_database", error=type(error).__name__)
            return self._here.problem_page(language, visitor, Refused(503, "unreachable"))
        if visitor.is_stale(now) or visitor_of(request, self._here.key, now) is None:
            remember_visitor(response, renewed(visitor, now), self._here.key, secure=self._here.secure)
        return response

    async def _conversation(self, request: Request, sender: Sender) -> HTMLResponse:
        entries, last_id = await self._here.history.latest(sender.lane)
        if not entries and await self._here.shut() is None:
            await self._greet(sender)
            entries, last_id = await self._here.history.latest(sender.lane)
        waiting = not entries or entries[-1].kind == "user"
        answer = await self._notice_since(sender.lane, request.query_params.get("seen", ""))
        page = self._here.page(sender.language, sender.visitor)
        banner = await self._banner(sender)
        html = page.whole(entries, last_id, waiting=waiting, answer=answer, banner=banner)
        return HTMLResponse(html, headers={"Permissions-Policy": WITH_LOCATION})

    async def _banner(self, sender: Sender) -> str | None:
        """What stands on top: that this chat is paused, or the emergency notice."""
        paused = await self._here.standing.paused("web", sender.language)
        notice = await self._here.standing.emergency()
        return paused or (notice.texts[sender.language] if notice is not None else None)

    async def _opened(self, request: Request, sender: Sender, payload: str) -> Response:
        """The link of a poster: what it names is said, and the page's own address takes its place, so that reloading
        asks nothing again."""
        refused = await self._here.refusal("", sender.visitor, MESSAGES)
        if refused is not None:
            return self._here.problem_page(sender.language, None, refused)
        seen = await self._here.history.last_id(sender.lane)
        once = f"open {sender.now:%Y-%m-%d %H:%M}"  # a double tap is one
        update, _ = message_update(
            sender.visitor, f"/start {payload}", once, sender.language, self._here.key, sender.now
        )
        await self._here.inbox.accept([update])
        answers = await self._here.first_answer(sender.lane, seen)
        anchor = next((f"m{entry.id}" for entry in answers if entry.kind == "say"), "end")
        return RedirectResponse(f"/#{anchor}", status_code=303)

    async def _greet(self, sender: Sender) -> None:
        """A first visit, or one after the history was forgotten, begins as on Telegram: with /start.

        Once a day at most, so that reloading while the bot is down does not pile up greetings.
        """
        update, _ = message_update(
            sender.visitor, "/start", f"start {sender.now:%Y-%m-%d}", sender.language, self._here.key, sender.now
        )
        await self._here.inbox.accept([update])
        await self._here.first_answer(sender.lane, 0)

    async def _notice_since(self, lane: str, seen: str) -> str | None:
        """The bot's short notice to the press after which a page without scripts came back here."""
        last = whole(seen, MAX_ID)
        if last is None:
            return None
        notices = [
            entry.content["notice"] for entry in await self._here.history.after(lane, last) if entry.kind == "answer"
        ]
        return notices[-1] if notices else None
