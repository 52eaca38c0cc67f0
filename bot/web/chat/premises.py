"""What all routes of the chat share: where things are, and the page in a visitor's language."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import HTMLResponse, Response

from bot.abuse.buckets import Buckets
from bot.abuse.guard import BLOCK, FLOOD
from bot.abuse.rates import Rate
from bot.clock import Clock
from bot.intake.doorway import Shut
from bot.intake.entrance import Entrance
from bot.intake.inbox import Inbox
from bot.notices import Standing
from bot.sealing import ServerKey
from bot.texts import Language, Texts
from bot.wake import Wake
from bot.web.address import Addresses
from bot.web.chat import following
from bot.web.chat.history import Entry, History
from bot.web.chat.identity import BOT, CHANNEL, Visitor
from bot.web.chat.incoming import Refused
from bot.web.chat.page import Notice, Page
from bot.web.static import StaticFiles

#: How long a page without scripts waits for the answer before it comes back without it.
PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Premises:
    """``public_url``: where browsers find the program, if the operator said so. ``entrance``: None: all are let in."""

    history: History
    key: ServerKey
    clock: Clock
    wake: Wake
    inbox: Inbox
    texts: Texts
    static: StaticFiles
    limits: Buckets
    addresses: Addresses
    standing: Standing
    public_url: str | None
    entrance: Entrance | None

    @property
    def secure(self) -> bool:
        return (self.public_url or "").startswith("https:")

    def page(self, language: Language, visitor: Visitor | None) -> Page:
        return Page(self.texts, self.static, language, visitor.form_token(self.key) if visitor else "")

    def problem_page(
        self,
        language: Language,
        visitor: Visitor | None,
        refused: Refused,
        entries: list[Entry] | None = None,
        last_id: int = 0,
        draft: str = "",
    ) -> Response:
        problem = Notice(refused.notice, refused.retry_after)
        html = self.page(language, visitor).whole(entries or [], last_id, problem=problem, draft=draft)
        return HTMLResponse(html, status_code=refused.status, headers=retry_header(refused))

    async def shut(self) -> Shut | None:
        """Why nothing is taken in on the web just now; None when it is."""
        return await self.entrance.doorway.shut(CHANNEL) if self.entrance is not None else None

    async def refusal(self, words: str, visitor: Visitor, rate: Rate) -> Refused | None:
        """Why this visitor is not heard now; None when they are. Writes nothing.

        :param words: what was typed, or what a button carries.
        """
        wait = self.limits.take(rate, visitor.chat_id)
        if wait is not None:
            return Refused(429, "too_fast", retry_after=wait)
        if self.entrance is None:
            return None
        lane = self.key.lookup("lane", CHANNEL, BOT, visitor.chat_id)
        why = await self.entrance.guard.refuses(lane, words)
        if why == FLOOD:
            return Refused(429, "too_fast", retry_after=60)
        return Refused(403, "blocked") if why == BLOCK else None

    async def first_answer(self, lane: str, after: int) -> list[Entry]:
        """What the bot says after event ``after``; empty when it takes longer than a page can wait."""
        return await following.first_answer(self.history, self.wake, lane, after, PATIENCE_S)


def retry_header(refused: Refused) -> dict[str, str]:
    return {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
