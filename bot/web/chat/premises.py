"""What all routes of the chat share: where things are, and the page in a visitor's language."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import HTMLResponse, Response

from bot.clock import Clock
from bot.intake.inbox import Inbox
from bot.notices import Standing
from bot.sealing import ServerKey
from bot.texts import Language, Texts
from bot.wake import Wake
from bot.web.address import Addresses
from bot.web.chat import following
from bot.web.chat.history import Entry, History
from bot.web.chat.identity import Visitor
from bot.web.chat.incoming import Refused
from bot.web.chat.limits import Limits
from bot.web.chat.page import Notice, Page
from bot.web.static import StaticFiles

#: How long a page without scripts waits for the answer before it comes back without it.
PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Premises:
    """``public_url``: where browsers find the program, if the operator said so."""

    history: History
    key: ServerKey
    clock: Clock
    wake: Wake
    inbox: Inbox
    texts: Texts
    static: StaticFiles
    limits: Limits
    addresses: Addresses
    standing: Standing
    public_url: str | None

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

    async def first_answer(self, lane: str, after: int) -> list[Entry]:
        """What the bot says after event ``after``; empty when it takes longer than a page can wait."""
        return await following.first_answer(self.history, self.wake, lane, after, PATIENCE_S)


def retry_header(refused: Refused) -> dict[str, str]:
    return {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
