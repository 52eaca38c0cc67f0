"""Administrators' page of the machinery: what waits, what failed for good, channels held back, senders, leases.

No word that anybody wrote stands here, and no name: administrators run the service and read no cases.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import from_epoch_ms
from bot.operators.holds import CHANNELS, PARTS, Holds
from bot.operators.letters import WAYS, Chosen, Letters, Way
from bot.operators.standing import OperatorsView
from bot.texts import Language, Texts
from bot.web.console.frame import Frame, Refused, field
from bot.web.console.notice_words import CHANNELS as CHANNEL_NAMES
from bot.web.console.operation_words import DUTIES, LETTER_KINDS, OPERATIONS, SENDER_STATES, WAY_NAMES
from bot.web.console.signed import Signed
from bot.whole import whole

SHORTEST_REASON, LONGEST_REASON = 5, 500
#: An error's words; longer ones are ours to shorten where they are made.
LONGEST_WHY = 2_000


class OperationPages:
    def __init__(self, frame: Frame, texts: Texts, holds: Holds) -> None:
        self._frame = frame
        self._texts = texts
        self._desk = frame.desk
        self._holds = holds
        self._letters = Letters(frame.desk.database, frame.desk.clock)
        self._view = OperatorsView(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        frame = self._frame
        frame.get("/operations", "operator.look", self.look, label=OPERATIONS)
        frame.post("/operations/hold/{channel}/{part}", "operator.hold", self.hold)
        frame.post("/operations/retry", "letter.retry", self.retry)
        frame.post("/operations/discard", "letter.discard", self.discard)

    async def look(self, request: Request, signed: Signed) -> Response:
        """With way, channel and why: the rows of that group too."""
        query = request.query_params
        if query.get("way") not in WAYS:
            return await self._page(request, signed)
        way: Way = "in" if query["way"] == "in" else "out"
        group = (way, query.get("channel", "")[:16], query.get("why", "")[:LONGEST_WHY])
        return await self._page(request, signed, group=group)

    async def hold(self, request: Request, signed: Signed) -> Response:
        channel, part = request.path_params["channel"], request.path_params["part"]
        if channel not in CHANNELS or part not in PARTS:
            raise Refused
        form = await request.form()
        reason, held, seen = _reason(form), field(form, "held") == "1", whole(field(form, "version"))
        if reason is None or seen is None:
            return await self._page(request, signed, 400, problem="reason")
        async with self._desk.database.write() as connection:
            by = signed.member.id
            done = await self._holds.set(connection, channel, part, held, reason, by, seen)
            if done:
                act = "channel.hold" if held else "channel.let_go"
                await self._desk.trail.note(connection, by, act, channel, {"part": part, "reason": reason})
        return self._frame.to("/operations") if done else await self._page(request, signed, 409, problem="changed")

    async def retry(self, request: Request, signed: Signed) -> Response:
        """A group, or one of it. It needs no reason: nothing is lost by trying."""
        chosen = _chosen(await request.form())
        async with self._desk.database.write() as connection:
            many = await self._letters.retry(connection, chosen)
            await self._note(connection, signed, "letter.retry", chosen, many)
        return await self._page(request, signed, told=("retried", many))

    async def discard(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        chosen, reason = _chosen(form), _reason(form)
        if reason is None:
            return await self._page(request, signed, 400, group=_group(chosen), problem="reason")
        async with self._desk.database.write() as connection:
            many = await self._letters.discard(connection, chosen)
            await self._note(connection, signed, "letter.discard", chosen, many, reason)
        return await self._page(request, signed, told=("discarded", many))

    # -- inside --------------------------------------------------------------------------------------------------

    async def _note(
        self,
        connection: AsyncConnection,
        signed: Signed,
        act: str,
        chosen: Chosen,
        many: int,
        reason: str | None = None,
    ) -> None:
        if many:
            detail: dict[str, object] = {"why": chosen.why, "count": many}
            if reason is not None:
                detail["reason"] = reason
            await self._desk.trail.note(connection, signed.member.id, act, f"{chosen.way}|{chosen.channel}", detail)

    async def _page(
        self,
        request: Request,
        signed: Signed,
        status: int = 200,
        *,
        group: tuple[Way, str, str] | None = None,
        problem: str | None = None,
        told: tuple[str, int] | None = None,
    ) -> Response:
        language = signed.member.language
        holds = await self._holds.all()
        groups = await self._letters.groups()
        return self._frame.page(
            request,
            signed,
            "operations",
            status,
            now=self._desk.clock.now(),
            queues=await self._view.queues(),
            senders=await self._view.senders(),
            leases=await self._view.leases(),
            parts=[(channel, part, holds.get((channel, part))) for channel in CHANNELS for part in PARTS],
            groups=groups,
            opened=next((each for each in groups if (each.way, each.channel, each.why) == group), None),
            rows=await self._letters.rows(*group) if group is not None else [],
            names={member.id: member.name for member in await self._desk.staff.all()},
            channels={each: self._words(words, language) for each, words in CHANNEL_NAMES.items()},
            ways={each: self._words(words, language) for each, words in WAY_NAMES.items()},
            kinds={each: self._words(words, language) for each, words in LETTER_KINDS.items()},
            duties={each: self._words(words, language) for each, words in DUTIES.items()},
            states={each: self._words(words, language) for each, words in SENDER_STATES.items()},
            problem=problem,
            told=told,
        )

    def _words(self, msgid: str, language: Language) -> str:
        return self._texts.label(msgid, language) if msgid != "Telegram" else msgid


def _reason(form: FormData) -> str | None:
    reason = field(form, "reason").strip()
    return reason if SHORTEST_REASON <= len(reason) <= LONGEST_REASON else None


def _group(chosen: Chosen) -> tuple[Way, str, str]:
    return chosen.way, chosen.channel, chosen.why


def _chosen(form: FormData) -> Chosen:
    """:raises Refused: no form of ours."""
    way, seen, number = (
        field(form, "way"),
        whole(field(form, "seen"), 2**53),
        whole(field(form, "number") or "0", 2**53),
    )
    if way not in WAYS or seen is None or number is None:
        raise Refused
    return Chosen(
        "in" if way == "in" else "out",
        field(form, "channel")[:16],
        field(form, "why")[:LONGEST_WHY],
        from_epoch_ms(seen),
        number,
    )
