"""The common way of every post: limits, body, commit, and only then the answer; or a refusal in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.abuse.rates import ADDRESS, EVERYBODY, Rate
from bot.texts import Language
from bot.web.chat.history import Entry
from bot.web.chat.identity import Sender, Visitor, language_of, remember_language, visitor_of
from bot.web.chat.incoming import Posted, Refused, read_post
from bot.web.chat.page import Notice
from bot.web.chat.premises import Premises, retry_header
from bot.web.security import comes_from_here

log = structlog.get_logger(__name__)


class Gate:
    def __init__(self, here: Premises) -> None:
        self._here = here

    async def take(
        self,
        request: Request,
        rate: Rate,
        accept: Callable[[Sender, Posted], Awaitable[Language | None]],
        read: Callable[[Request], Awaitable[Posted]] = read_post,
    ) -> Response:
        """Answers 202 to scripts, with the language that was chosen, if one was; sends forms back to the page.

        What costs least is asked first: what an address and everybody may, whether the channel is open, then who it is.

        :param rate: how often one visitor may do this.
        :param accept: commits what was posted, or raises ``Refused``; gives the language that it chose, if any.
        :param read: gets the post out of the request.
        """
        now = self._here.clock.now()
        language = language_of(request)
        visitor = visitor_of(request, self._here.key, now)
        posted: Posted | None = None
        try:
            await self._come_in(request)
            posted = await read(request)
            sender = self._sender_of(request, posted, visitor, language, now)
            refused = await self._here.refusal(posted.draft or posted.pressed, sender.visitor, rate)
            if refused is not None:
                raise refused
            seen = await self._here.history.last_id(sender.lane) if posted.is_form else 0
            chosen = await accept(sender, posted)
            response = await self._back_to_page(sender, seen) if posted.is_form else _accepted(chosen)
            if chosen is not None:
                remember_language(response, chosen, secure=self._here.secure)
            return response
        except Refused as refused:
            return await self._refuse(request, language, visitor, posted, refused)
        except (SQLAlchemyError, OSError) as error:
            log.warning("post_not_committed", error=type(error).__name__)
            return await self._refuse(request, language, visitor, posted, Refused(503, "unreachable"))

    async def refuse(self, request: Request, refused: Refused) -> Response:
        """Turn a post away before it was read."""
        visitor = visitor_of(request, self._here.key, self._here.clock.now())
        return await self._refuse(request, language_of(request), visitor, None, refused)

    async def _come_in(self, request: Request) -> None:
        """:raises Refused: this address or all together are too fast, or nothing is taken in just now."""
        wait = self._here.limits.take(ADDRESS, self._here.addresses.of(request))
        if wait is not None:
            raise Refused(429, "too_fast", retry_after=wait)
        wait = self._here.limits.take(EVERYBODY, None)
        if wait is not None:
            raise Refused(503, "crowded", retry_after=wait)
        shut = await self._here.shut()
        if shut is not None:
            raise Refused(503, shut.reason, retry_after=shut.retry_after)

    def _sender_of(
        self, request: Request, posted: Posted, visitor: Visitor | None, language: Language, now: datetime
    ) -> Sender:
        if visitor is None:
            raise Refused(403, "no_session")
        token = visitor.form_token(self._here.key)
        if not comes_from_here(request, self._here.public_url, given_token=posted.token, token=token):
            raise Refused(403, "foreign")
        return Sender(visitor, visitor.lane(self._here.key), language, now)

    async def _back_to_page(self, sender: Sender, seen: int) -> Response:
        """To the bubble that answers: without scripts nothing else would bring it into view."""
        answers = await self._here.first_answer(sender.lane, seen)
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
            return self._here.problem_page(language, visitor, refused, entries, last_id, draft)
        words = self._here.page(language, visitor).notice(Notice(refused.notice, refused.retry_after))
        return JSONResponse(
            {"error": refused.notice, "text": words}, status_code=refused.status, headers=retry_header(refused)
        )

    async def _entries_or_none(self, visitor: Visitor | None) -> tuple[list[Entry], int]:
        if visitor is None:
            return [], 0
        try:
            return await self._here.history.latest(visitor.lane(self._here.key))
        except (SQLAlchemyError, OSError) as error:
            log.warning("page_without_database", error=type(error).__name__)
            return [], 0


def _accepted(chosen: Language | None) -> Response:
    return JSONResponse({} if chosen is None else {"language": chosen}, status_code=202)
