"""Who is at the other end: a random number in a signed cookie, nothing else is known about a visitor.

The number takes the place of Telegram's chat id. It is not secret; the signature under the server key is what nobody
can make.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.outbox.outgoing import Address
from bot.sealing import ServerKey
from bot.texts import Language

CHANNEL = "web"
BOT = "web"
VISITOR_COOKIE = "motcua_chat"
LANGUAGE_COOKIE = "lang"
#: Telegram ids have at most 52 significant bits (Bot API, Chat.id); keeping to that keeps every int column honest.
CHAT_ID_BITS = 52
LIFETIME = timedelta(days=180)
#: A cookie older than this is replaced at the next look at the page, so that a regular visitor never loses the chat.
RENEWED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visitor:
    """``issued_s``: Unix time at which the cookie was made."""

    chat_id: int
    issued_s: int

    @property
    def address(self) -> Address:
        return Address(CHANNEL, BOT, self.chat_id)

    def lane(self, key: ServerKey) -> str:
        return self.address.lane(key)

    def cookie(self, key: ServerKey) -> str:
        return f"{self.chat_id:x}.{self.issued_s:x}.{_signature(key, self.chat_id, self.issued_s)}"

    def form_token(self, key: ServerKey) -> str:
        """Proves that a form came from a page of this visitor, where a browser does not say so itself."""
        return key.lookup("web-form", self.chat_id)

    def is_stale(self, now: datetime) -> bool:
        return now.timestamp() - self.issued_s > RENEWED_AFTER.total_seconds()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who posts, and in which language."""

    visitor: Visitor
    lane: str
    language: Language
    now: datetime


def new_visitor(now: datetime) -> Visitor:
    return Visitor(secrets.randbelow(2**CHAT_ID_BITS - 1) + 1, int(now.timestamp()))


def renewed(visitor: Visitor, now: datetime) -> Visitor:
    return Visitor(visitor.chat_id, int(now.timestamp()))


def visitor_of(request: Request, key: ServerKey, now: datetime) -> Visitor | None:
    """The visitor whose cookie came with ``request``; None when there is none, it is forged or too old."""
    parts = request.cookies.get(VISITOR_COOKIE, "").split(".")
    if len(parts) != 3:
        return None
    try:
        chat_id, issued_s = int(parts[0], 16), int(parts[1], 16)
    except ValueError:
        return None
    if not hmac.compare_digest(parts[2].encode(), _signature(key, chat_id, issued_s).encode()):
        return None
    return Visitor(chat_id, issued_s) if now.timestamp() - issued_s < LIFETIME.total_seconds() else None


def language_of(request: Request) -> Language:
    """Vietnamese, unless the visitor chose otherwise: a phone set to English is not a wish for English."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "vi"


def remember_visitor(response: Response, visitor: Visitor, key: ServerKey, *, secure: bool) -> None:
    _set(response, VISITOR_COOKIE, visitor.cookie(key), secure=secure)


def remember_language(response: Response, language: Language, *, secure: bool) -> None:
    _set(response, LANGUAGE_COOKIE, language, secure=secure)


def _set(response: Response, name: str, value: str, *, secure: bool) -> None:
    age = int(LIFETIME.total_seconds())
    response.set_cookie(name, value, max_age=age, path="/", secure=secure, httponly=True, samesite="lax")


def _signature(key: ServerKey, chat_id: int, issued_s: int) -> str:
    return key.lookup("web-cookie", chat_id, issued_s)
