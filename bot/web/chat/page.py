"""What a visitor sees: the page and its bubbles, rendered from templates/chat. All words are in the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from markupsafe import Markup

from bot.clock import from_epoch_ms, local
from bot.reports.evidence.limits import MOST_TOGETHER
from bot.texts import Language, Texts
from bot.web.chat.history import Entry
from bot.web.chat.rendering import message_html, plain_html, safe_address
from bot.web.static import StaticFiles


@dataclass(frozen=True, slots=True)
class Notice:
    """``name``: of a text in templates/chat/notices.html.j2; ``retry_after``: seconds, where that text tells them."""

    name: str
    retry_after: int | None = None


class Page:
    """For one visitor in one language. ``token`` proves that a form is of this page."""

    def __init__(self, texts: Texts, static: StaticFiles, language: Language, token: str) -> None:
        self._texts = texts
        self._static = static
        self._language = language
        self._token = token

    def whole(
        self,
        entries: list[Entry],
        last_id: int,
        *,
        waiting: bool = False,
        answer: str | None = None,
        problem: Notice | None = None,
        draft: str = "",
        banner: str | None = None,
    ) -> str:
        """:param waiting: the bot has not answered yet. ``answer``: its short notice to a press.
        :param problem: why something did not work; ``draft``: what the visitor typed then.
        :param banner: what everybody is told, plain.
        """
        return self._texts.render(
            "chat/page",
            self._language,
            bubbles=[self.bubble(entry) for entry in entries],
            last_id=last_id,
            waiting=waiting,
            answer=answer,
            problem=self.notice(problem) if problem else None,
            draft=draft,
            banner=banner,
            most_together=MOST_TOGETHER,
            **self._form(),
        )

    def bubble(self, entry: Entry) -> Markup:
        mine = entry.kind == "user"
        text = entry.content["text"]
        return self._texts.render(
            "chat/bubble",
            self._language,
            id=entry.id,
            mine=mine,
            html=plain_html(text) if mine else message_html(text),
            buttons=_shown(entry.content.get("buttons", [])),
            file=entry.content.get("file"),
            at=local(from_epoch_ms(entry.created_at)),
            **self._form(),
        )

    def notice(self, notice: Notice) -> str:
        """Plain text."""
        words = self._texts.render(
            "chat/notices", self._language, name=notice.name, retry_after=notice.retry_after
        ).unescape()
        return " ".join(words.split())

    def _form(self) -> dict[str, Any]:
        return {"token": self._token, "client_id": str(uuid4()), "static": self._static.address}


def _shown(rows: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Buttons that may be shown: a link must lead to the web."""
    kept = ([b for b in row if b["url"] is None or safe_address(b["url"]) is not None] for row in rows)
    return [row for row in kept if row]
