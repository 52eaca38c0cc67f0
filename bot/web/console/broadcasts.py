"""Administrators' pages: a notice to many. One writes and asks, another one approves, anybody of them stops it."""

from __future__ import annotations

import re
from datetime import timedelta

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import MotCuaError
from bot.notices.audience import AUDIENCES, Audience
from bot.notices.broadcasts import Broadcast, Broadcasts
from bot.notices.writing import read_texts, read_times
from bot.schedule.notice_send_jobs import NoticeSendJobs, broadcast_message
from bot.texts import Language, Texts
from bot.web.chat.rendering import message_html
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.notice_words import AUDIENCE_NAMES, STATES, WRONG
from bot.web.console.signed import Signed
from bot.whole import whole

FIELDS = ("text_vi", "text_en", "audience", "which", "starts_at", "ends_at")
LONGEST_TIME = timedelta(days=30)
#: H57 or H57.132; 1.001193 or 1.001193.000.00.00.H57.
_WHICH = {"dossiers": re.compile(r"[A-Z]\d{2}(?:\.\d{1,3}){0,3}"), "checklists": re.compile(r"\d\.\d{6}[\w.]{0,30}")}


class _TooLate(MotCuaError):
    """It is no longer as it was seen."""


class BroadcastPages:
    def __init__(
        self, frame: Frame, texts: Texts, broadcasts: Broadcasts, audience: Audience, jobs: NoticeSendJobs
    ) -> None:
        self._frame = frame
        self._texts = texts
        self._desk = frame.desk
        self._broadcasts = broadcasts
        self._audience = audience
        self._jobs = jobs

    def add(self) -> None:
        frame = self._frame
        frame.get("/broadcasts", "broadcast.list", self.all, label=N_("Notices to many"))
        frame.post("/broadcasts/ask", "broadcast.ask", self.ask)
        frame.get("/broadcasts/{number}", "broadcast.list", self.one)
        frame.post("/broadcasts/{number}/decide", "broadcast.decide", self.decide)
        frame.post("/broadcasts/{number}/stop", "broadcast.stop", self.stop)

    async def all(self, request: Request, signed: Signed) -> Response:
        return await self._list(request, signed)

    async def ask(self, request: Request, signed: Signed) -> Response:
        """Two buttons: look at it as the chat shows it, or ask for it."""
        form = await request.form()
        typed = {name: field(form, name).strip() for name in FIELDS}
        new, problems = await self._read(typed, signed)
        if new is None:
            return await self._list(request, signed, 400, typed=typed, problems=problems)
        if field(form, "do") != "ask":
            return await self._list(request, signed, typed=typed, preview=new)
        async with self._desk.database.write() as connection:
            number = await self._broadcasts.ask(connection, new)
            detail = {"audience": new.audience, "which": new.which, "expected": new.expected}
            await self._desk.trail.note(connection, signed.member.id, "broadcast.ask", str(number), detail)
        return self._frame.to(f"/broadcasts/{number}")

    async def one(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed, await self._broadcast(request))

    async def decide(self, request: Request, signed: Signed) -> Response:
        broadcast, by = await self._broadcast(request), signed.member.id
        granted = field(await request.form(), "granted") == "1"
        try:
            async with self._desk.database.write() as connection:
                if not await self._broadcasts.decide(connection, broadcast.id, granted, by):
                    raise _TooLate
                if granted:
                    await self._jobs.begin(connection, broadcast)
                detail = {"granted": granted}
                await self._desk.trail.note(connection, by, "broadcast.decide", str(broadcast.id), detail)
        except _TooLate:
            return await self._page(request, signed, await self._broadcast(request), 409, changed=True)
        return self._frame.to(f"/broadcasts/{broadcast.id}")

    async def stop(self, request: Request, signed: Signed) -> Response:
        broadcast = await self._broadcast(request)
        try:
            async with self._desk.database.write() as connection:
                if not await self._broadcasts.stop(connection, broadcast.id, signed.member.id):
                    raise _TooLate
                await self._jobs.stopped(connection, broadcast.id)
                await self._desk.trail.note(connection, signed.member.id, "broadcast.stop", str(broadcast.id))
        except _TooLate:
            return await self._page(request, signed, await self._broadcast(request), 409, changed=True)
        return self._frame.to(f"/broadcasts/{broadcast.id}")

    async def _read(self, typed: dict[str, str], signed: Signed) -> tuple[Broadcast | None, dict[str, str]]:
        texts, problems = read_texts(typed)
        times, wrong_times = read_times(typed, self._desk.clock.now(), LONGEST_TIME)
        problems |= wrong_times
        audience, which = typed["audience"], typed["which"]
        if audience not in AUDIENCES:
            problems["audience"] = "audience"
        elif audience == "agreed":
            which = ""
        elif not _WHICH[audience].fullmatch(which):
            problems["which"] = "which"
        if problems or times is None:
            return None, problems
        expected = await self._audience.count(audience, which)
        if expected == 0:
            return None, {"audience": "nobody"}
        return Broadcast(0, texts, audience, which, *times, signed.member.id, expected), {}

    async def _broadcast(self, request: Request) -> Broadcast:
        number = whole(request.path_params["number"])
        found = await self._broadcasts.one(number) if number is not None else None
        if found is None:
            raise Refused
        return found

    async def _list(
        self,
        request: Request,
        signed: Signed,
        status: int = 200,
        *,
        typed: dict[str, str] | None = None,
        problems: dict[str, str] | None = None,
        preview: Broadcast | None = None,
    ) -> Response:
        language = signed.member.language
        return self._frame.page(
            request,
            signed,
            "broadcasts",
            status,
            broadcasts=await self._broadcasts.recent(),
            audiences={key: self._texts.label(words, language) for key, words in AUDIENCE_NAMES.items()},
            states={key: self._texts.label(words, language) for key, words in STATES.items()},
            typed=typed or dict.fromkeys(FIELDS, ""),
            problems={key: self._texts.label(WRONG[what], language) for key, what in (problems or {}).items()},
            preview=preview,
            shown=self._shown(preview) if preview else [],
        )

    async def _page(
        self, request: Request, signed: Signed, broadcast: Broadcast, status: int = 200, *, changed: bool = False
    ) -> Response:
        language = signed.member.language
        return self._frame.page(
            request,
            signed,
            "broadcast",
            status,
            broadcast=broadcast,
            audience=self._texts.label(AUDIENCE_NAMES[broadcast.audience], language),
            state=self._texts.label(STATES[broadcast.state], language),
            shown=self._shown(broadcast),
            results=await self._broadcasts.results(broadcast.id),
            names={member.id: member.name for member in await self._desk.staff.all()},
            own=broadcast.author == signed.member.id,
            changed=changed,
        )

    def _shown(self, broadcast: Broadcast) -> list[tuple[Language, Markup, str]]:
        """Language, text and button, exactly as a chat shows them."""
        shown: list[tuple[Language, Markup, str]] = []
        for language in ("vi", "en"):
            message = broadcast_message(self._texts, broadcast.texts, language)
            shown.append((language, Markup(message_html(message.text)), message.buttons[0][0].label))
        return shown
