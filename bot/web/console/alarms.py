"""Administrators' page: what is wrong with the installation, and hushing what somebody is working on."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.alarms import Ledger
from bot.alarms.words import WORDS, advice, in_words
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole

#: Hours to choose from: a coffee, a working day, a weekend.
HOURS = (1, 8, 24, 72)


class AlarmPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._ledger = Ledger(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        self._frame.get("/alarms", "alarm.list", self.all, label=N_("Alarms"))
        self._frame.post("/alarms/{kind}/hush", "alarm.hush", self.hush)

    async def all(self, request: Request, signed: Signed) -> Response:
        alarms = [each for each in await self._ledger.all() if each.kind in WORDS]
        told = [(each, self._words(signed, each.kind, each.detail)) for each in alarms]
        texts, language = self._frame.texts, signed.member.language
        standing = [(*pair, advice(texts, pair[0].kind, pair[0].detail, language)) for pair in told if pair[0].stands]
        past = [pair for pair in told if not pair[0].stands]
        return self._frame.page(request, signed, "alarms", standing=standing, past=past, hours=HOURS)

    async def hush(self, request: Request, signed: Signed) -> Response:
        kind, hours = request.path_params["kind"], whole(field(await request.form(), "hours"))
        if kind not in WORDS or hours not in HOURS:
            raise Refused
        async with self._desk.database.write() as connection:
            if await self._ledger.hush(connection, kind, self._desk.clock.now() + timedelta(hours=hours)):
                await self._desk.trail.note(connection, signed.member.id, "alarm.hush", kind, {"hours": hours})
        return self._frame.to("/alarms")

    def _words(self, signed: Signed, kind: str, detail: str) -> str:
        return in_words(self._frame.texts, kind, detail, signed.member.language)
