"""Administrators' pages: the emergency notice, and channels off and on.

Both hold at once by one person: while a leak or a wrong answer runs, waiting for a second one does the harm. A second
person is asked afterwards, each act has a reason, and one act takes it back.
"""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import MotCuaError
from bot.notices.standing import CHANNELS, Emergency, Standing
from bot.notices.writing import read_reason, read_texts, read_times
from bot.texts import Language, Texts
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.notice_words import CHANNELS as CHANNEL_NAMES
from bot.web.console.notice_words import PAUSED, WRONG
from bot.web.console.signed import Signed
from bot.whole import whole

FIELDS = ("text_vi", "text_en", "starts_at", "ends_at", "reason")


class _Changed(MotCuaError):
    """It is no longer as it was seen."""


class NoticePages:
    def __init__(self, frame: Frame, texts: Texts) -> None:
        self._frame = frame
        self._texts = texts
        self._desk = frame.desk
        self._standing = Standing(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        frame = self._frame
        frame.get("/notices", "notice.list", self.all, label=N_("Emergency"))
        frame.post("/notices/write", "notice.write", self.write)
        frame.post("/notices/{number}/end", "notice.write", self.end)
        frame.post("/notices/channel/{channel}/switch", "channel.switch", self.switch)
        frame.post("/notices/channel/{channel}/confirm", "channel.confirm", self.confirm)

    async def all(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def write(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        typed = {name: field(form, name) for name in FIELDS}
        texts, problems = read_texts(typed)
        reason, no_reason = read_reason(typed)
        times, wrong_times = read_times(typed, self._desk.clock.now())
        problems |= no_reason | wrong_times
        if problems or times is None:
            return await self._page(request, signed, 400, typed=typed, problems=problems)
        new = Emergency(0, texts, *times, reason, signed.member.id)
        detail = {"from": times[0].isoformat(), "to": times[1].isoformat(), "reason": reason}
        try:
            async with self._desk.database.write() as connection:
                # First, for it holds other writers off: there is one notice at a time.
                await self._desk.trail.note(connection, signed.member.id, "notice.write", "emergency", detail)
                if not await self._standing.write(connection, new):
                    raise _Changed
        except _Changed:
            return await self._page(request, signed, 409, typed=typed, problem="overlap")
        return self._frame.to("/notices")

    async def end(self, request: Request, signed: Signed) -> Response:
        number = whole(request.path_params["number"])
        if number is None:
            raise Refused
        async with self._desk.database.write() as connection:
            done = await self._standing.end(connection, number, signed.member.id)
            if done:
                await self._desk.trail.note(connection, signed.member.id, "notice.end", str(number))
        return self._frame.to("/notices") if done else await self._page(request, signed, 409, problem="changed")

    async def switch(self, request: Request, signed: Signed) -> Response:
        """Off with a text and a reason; on with a reason."""
        channel, form = self._channel(request), await request.form()
        off = field(form, "off") == "1"
        typed = {name: field(form, name) for name in FIELDS}
        texts, problems = read_texts(typed) if off else ({"vi": "", "en": ""}, {})
        reason, no_reason = read_reason(typed)
        problems |= no_reason
        if problems:
            return await self._page(request, signed, 400, typed=typed, problems=problems, about=channel)
        async with self._desk.database.write() as connection:
            by, seen = signed.member.id, _seen(form)
            done = await self._standing.switch(connection, channel, off, texts, reason, by, seen)
            if done:
                act = "channel.off" if off else "channel.on"
                await self._desk.trail.note(connection, by, act, channel, {"reason": reason})
        return self._frame.to("/notices") if done else await self._page(request, signed, 409, problem="changed")

    async def confirm(self, request: Request, signed: Signed) -> Response:
        channel, form = self._channel(request), await request.form()
        async with self._desk.database.write() as connection:
            done = await self._standing.confirm(connection, channel, signed.member.id, _seen(form))
            if done:
                await self._desk.trail.note(connection, signed.member.id, "channel.confirm", channel)
        return self._frame.to("/notices") if done else await self._page(request, signed, 409, problem="changed")

    def _channel(self, request: Request) -> str:
        channel: str = request.path_params["channel"]
        if channel not in CHANNELS:
            raise Refused
        return channel

    async def _page(
        self,
        request: Request,
        signed: Signed,
        status: int = 200,
        *,
        typed: dict[str, str] | None = None,
        problems: dict[str, str] | None = None,
        problem: str | None = None,
        about: str | None = None,
    ) -> Response:
        """:param about: the channel whose form the problems are of; None: the notice's."""
        language = signed.member.language
        switches = await self._standing.switches()
        return self._frame.page(
            request,
            signed,
            "notices",
            status,
            channels=[(each, self._words(CHANNEL_NAMES[each], language), switches.get(each)) for each in CHANNELS],
            now=self._desk.clock.now(),
            coming=await self._standing.coming(),
            past=await self._standing.past(),
            names={member.id: member.name for member in await self._desk.staff.all()},
            typed=typed or dict.fromkeys(FIELDS, ""),
            problems={key: self._words(WRONG[what], language) for key, what in (problems or {}).items()},
            problem=problem,
            about=about,
            paused={each: self._words(PAUSED, each) for each in ("vi", "en")},
        )

    def _words(self, msgid: str, language: Language) -> str:
        return self._texts.label(msgid, language) if msgid != "Telegram" else msgid


def _seen(form: FormData) -> int:
    version = whole(field(form, "version"))
    return -1 if version is None else version
