"""The frame of every page of the console: who is signed in, whether their role may, whether a form is one of ours.

Whether a member may do something with one particular case is judged by the page, see ``bot.staff.relation``.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.errors import KnowledgeRejected, MotCuaError
from bot.staff.authority import ever_allowed, matrix
from bot.staff.desk import StaffDesk
from bot.texts import N_ as N_
from bot.texts import Language, Texts
from bot.web.chat.identity import language_of
from bot.web.console.signed import SessionCookie, Signed, signed_in
from bot.web.security import comes_from_here
from bot.web.static import StaticFiles

ROOT = "/console"
#: A letter of 10 MB and the fields around it.
MOST_POSTED_BYTES = 11_000_000
#: Name, passphrases and a code: who is not signed in posts no more.
MOST_OPEN_BYTES = 16_000

Handler = Callable[[Request, Signed], Awaitable[Response]]
OpenHandler = Callable[[Request], Awaitable[Response]]


class Refused(MotCuaError):
    """This is not for this member, or does not exist: nobody is told which."""


@dataclass(frozen=True, slots=True)
class Page:
    """A route, for the test that holds all of them against the matrix. ``open``: needs no account."""

    method: str
    path: str
    action: str
    open: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Of the menu; shown to roles that may do ``action``. ``label``: a msgid."""

    path: str
    label: str
    action: str


class Frame:
    """:param public_url: as in the settings."""

    def __init__(self, desk: StaffDesk, texts: Texts, public_url: str | None) -> None:
        self.desk = desk
        self.texts = texts
        self.pages: list[Page] = []
        self.menu: list[Entry] = []
        self.cookie = SessionCookie(https=(public_url or "").startswith("https:"))
        self._public_url = public_url
        self._static = StaticFiles()
        self._router = APIRouter(include_in_schema=False)

    def router(self) -> APIRouter:
        return self._router

    def get(self, path: str, action: str, handler: Handler, *, label: str | None = None) -> None:
        """:param path: below /console, e.g. ``/cases/{number}``. :param label: msgid; puts the page into the menu.

        :raises KnowledgeRejected: the matrix has no such action.
        """
        self._add("GET", path, action, self._guarded(action, handler))
        if label is not None:
            self.menu.append(Entry(ROOT + path, label, action))

    def post(self, path: str, action: str, handler: Handler) -> None:
        """The form has been checked when ``handler`` is called; it reads it with ``await request.form()``."""
        self._add("POST", path, action, self._guarded(action, handler))

    def open(self, method: str, path: str, action: str, handler: OpenHandler) -> None:
        """A way in. :raises KnowledgeRejected: the action needs an account."""

        async def bounded(request: Request) -> Response:
            if method == "POST" and not _within(request, MOST_OPEN_BYTES):
                return self.refusal(request, None, form=True)
            return await handler(request)

        self._add(method, path, action, bounded, is_open=True)

    def page(
        self, request: Request, signed: Signed | None, template: str, /, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Render ``console/<template>``; ``signed``, ``menu``, ``static`` and ``here`` come along."""
        language: Language = signed.member.language if signed else language_of(request)
        menu = [entry for entry in self.menu if signed and ever_allowed(signed.member.role, entry.action)]
        html = self.texts.render(
            f"console/{template}",
            language,
            signed=signed,
            menu=[(entry.path, self.texts.label(entry.label, language)) for entry in menu],
            here=request.url.path,
            static=self._static.address,
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def refusal(self, request: Request, signed: Signed | None, *, form: bool = False) -> Response:
        """What a member gets for what is not theirs, and for what there is not.

        :param form: it is the form that is none of ours, or too old: the page can be loaded again.
        """
        return self.page(request, signed, "refused", 403, form=form)

    def to(self, path: str) -> Response:
        """After a post: look at ``path`` below /console."""
        return RedirectResponse(ROOT + path, status_code=303)

    def _add(
        self, method: str, path: str, action: str, handler: Callable[..., Awaitable[Response]], is_open: bool = False
    ) -> None:
        if action not in (matrix().open if is_open else matrix().rows):
            raise KnowledgeRejected([f"{method} {ROOT}{path}: authority.yaml has no action {action}"])
        self.pages.append(Page(method, ROOT + path, action, is_open))
        self._router.add_api_route(ROOT + path, handler, methods=[method], response_model=None)

    def _guarded(self, action: str, handler: Handler) -> OpenHandler:
        async def guarded(request: Request) -> Response:
            signed = await signed_in(request, self.desk, self.cookie)
            if signed is None:
                return self.to("/sign-in")
            if not ever_allowed(signed.member.role, action):
                return self.refusal(request, signed)
            if request.method == "POST" and not await self._is_ours(request, signed):
                return self.refusal(request, signed, form=True)
            try:
                return await handler(request, signed)
            except Refused:
                return self.refusal(request, signed)

        return guarded

    async def _is_ours(self, request: Request, signed: Signed) -> bool:
        """The session's own token always, and what the browser says of where the form came from."""
        if not _within(request, MOST_POSTED_BYTES):
            return False
        given = field(await request.form(), "csrf")
        if not hmac.compare_digest(given.encode(), signed.csrf.encode()):
            return False
        return comes_from_here(request, self._public_url, given_token=given, token=signed.csrf)


def field(form: FormData, name: str) -> str:
    """A text of a form; empty when it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _within(request: Request, most: int) -> bool:
    """Whether a post says how long it is, and is not too long; the server holds it to that."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and int(length) <= most
