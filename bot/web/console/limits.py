"""Administrators' page of the limits: who floods, who is limited, what they say against it. By pseudonyms only.

Nobody decides alone against somebody who objects to what they did themselves; lifting needs nobody else.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from bot.abuse import AbuseDesk
from bot.abuse.appeals import Appeal
from bot.abuse.blocks import LONGEST, MOST_ALONE
from bot.abuse.figures import SHIPPED, Figures
from bot.clock import epoch_ms
from bot.errors import MotCuaError
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.outbox.store import queue
from bot.sealing import ServerKey
from bot.texts import Language, Texts
from bot.web.console.frame import Frame, Refused, field
from bot.web.console.notice_words import CHANNELS as CHANNEL_NAMES
from bot.web.console.operation_words import ABUSE, WRONG
from bot.web.console.parameter_words import NAMES
from bot.web.console.signed import Signed
from bot.whole import whole

SHORTEST, LONGEST_REASON = 5, 500
#: Fits a chat message beside our own words.
LONGEST_ANSWER = 1_000
#: A keyed look-up (bot.sealing).
_LANE = re.compile(r"[A-Za-z0-9_-]{22}")


class _Blocked(MotCuaError):
    """There is a block in force already."""


class LimitPages:
    def __init__(self, frame: Frame, texts: Texts, key: ServerKey, abuse: AbuseDesk, figures: Figures) -> None:
        self._frame = frame
        self._texts = texts
        self._key = key
        self._desk = frame.desk
        self._abuse = abuse
        self._figures = figures

    def add(self) -> None:
        frame = self._frame
        frame.get("/limits", "limit.list", self.all, label=ABUSE)
        frame.post("/limits/block", "limit.block", self.block)
        frame.post("/limits/blocks/{number}/confirm", "limit.confirm", self.confirm)
        frame.post("/limits/blocks/{number}/lift", "limit.lift", self.lift)
        frame.post("/limits/appeals/{number}/decide", "limit.decide", self.decide)

    async def all(self, request: Request, signed: Signed) -> Response:
        """With ``lane`` and ``channel``: somebody was chosen elsewhere, at a dead letter."""
        chosen = {name: request.query_params.get(name, "")[:22] for name in ("lane", "channel")}
        return await self._page(request, signed, typed=chosen)

    async def block(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        typed = {name: field(form, name).strip() for name in ("lane", "channel", "days", "reason")}
        days, reason = whole(typed["days"]), typed["reason"]
        problem = None
        if not _LANE.fullmatch(typed["lane"]) or typed["channel"] not in CHANNEL_NAMES:
            problem = "lane"
        elif days is None or not 1 <= days <= LONGEST.days:
            problem = "days"
        elif not SHORTEST <= len(reason) <= LONGEST_REASON:
            problem = "reason"
        if problem is not None or days is None:
            return await self._page(request, signed, 400, typed=typed, problem=problem)
        by = signed.member.id
        try:
            async with self._desk.database.write() as connection:
                detail: dict[str, object] = {"days": days, "reason": reason}
                # First, for it holds other writers off: a person has one block at a time.
                await self._desk.trail.note(connection, by, "limit.block", typed["lane"], detail)
                if not await self._abuse.blocks.add(connection, typed["lane"], typed["channel"], days, reason, by):
                    raise _Blocked
        except _Blocked:
            return await self._page(request, signed, 409, typed=typed, problem="blocked")
        self._abuse.blocks.forget()
        return self._frame.to("/limits")

    async def confirm(self, request: Request, signed: Signed) -> Response:
        return await self._change(request, signed, "confirm")

    async def lift(self, request: Request, signed: Signed) -> Response:
        return await self._change(request, signed, "lift")

    async def decide(self, request: Request, signed: Signed) -> Response:
        form, by = await request.form(), signed.member.id
        appeal = await self._abuse.appeals.one(_number(request))
        if appeal is None:
            raise Refused
        lifted, answer = field(form, "lifted") == "1", field(form, "answer").strip()
        if not SHORTEST <= len(answer) <= LONGEST_ANSWER:
            return await self._page(request, signed, 400, problem="answer", about=appeal.id, answer=answer)
        if not lifted and appeal.by == by:
            return await self._page(request, signed, 409, problem="own", about=appeal.id, answer=answer)
        async with self._desk.database.write() as connection:
            done = await self._abuse.appeals.decide(connection, appeal.id, lifted, answer, by)
            if done:
                detail = {"lifted": lifted, "block": appeal.block_id}
                await self._desk.trail.note(connection, by, "limit.decide", appeal.lane, detail)
                if lifted:
                    await self._abuse.blocks.lift(connection, appeal.block_id, by)
                await queue(connection, self._key, self._told(appeal, lifted, answer), epoch_ms(self._desk.clock.now()))
        self._abuse.blocks.forget()
        return self._frame.to("/limits") if done else await self._page(request, signed, 409, problem="changed")

    # -- inside --------------------------------------------------------------------------------------------------

    async def _change(self, request: Request, signed: Signed, act: str) -> Response:
        number, by = _number(request), signed.member.id
        block = await self._abuse.blocks.one(number)
        if block is None:
            raise Refused
        async with self._desk.database.write() as connection:
            changing = self._abuse.blocks.confirm if act == "confirm" else self._abuse.blocks.lift
            done = await changing(connection, number, by)
            if done:
                await self._desk.trail.note(connection, by, f"limit.{act}", block.lane)
        self._abuse.blocks.forget()
        return self._frame.to("/limits") if done else await self._page(request, signed, 409, problem="changed")

    def _told(self, appeal: Appeal, lifted: bool, answer: str) -> list[Outgoing]:
        where = appeal.where
        if where is None:  # the row does not open: decided all the same, and there is nobody to tell
            return []
        text = self._texts.render("abuse/decided", appeal.language, lifted=lifted, until=appeal.until, answer=answer)
        address = Address(where.channel, where.bot, where.chat_id)
        return [Outgoing(f"appeal|{appeal.id}", address, Kind.SAY, Message(text).as_json())]

    async def _page(
        self,
        request: Request,
        signed: Signed,
        status: int = 200,
        *,
        typed: dict[str, str] | None = None,
        problem: str | None = None,
        about: int | None = None,
        answer: str = "",
    ) -> Response:
        """:param about: the objection whose form the problem is of; None: another one's."""
        language, now = signed.member.language, self._desk.clock.now()
        blocks = await self._abuse.blocks.all()
        return self._frame.page(
            request,
            signed,
            "limits",
            status,
            now=now,
            floods=await self._abuse.floods.lately(),
            in_force=[block for block in blocks if block.holds(now)],
            over=[block for block in blocks if not block.holds(now)],
            appeals=await self._abuse.appeals.all(),
            figures=[(self._texts.label(NAMES[name], language), name, self._figures[name]) for name in SHIPPED],
            names={member.id: member.name for member in await self._desk.staff.all()},
            channels={each: self._words(words, language) for each, words in CHANNEL_NAMES.items()},
            blocked={block.lane for block in blocks if block.holds(now)},
            alone=MOST_ALONE.days,
            longest=LONGEST.days,
            typed={"lane": "", "channel": "", "days": "1", "reason": "", **(typed or {})},
            problem=self._texts.label(WRONG[problem], language) if problem is not None else None,
            about=about,
            answer=answer,
        )

    def _words(self, msgid: str, language: Language) -> str:
        return self._texts.label(msgid, language) if msgid != "Telegram" else msgid


def _number(request: Request) -> int:
    """:raises Refused: no number of ours."""
    number = whole(request.path_params["number"])
    if number is None:
        raise Refused
    return number
