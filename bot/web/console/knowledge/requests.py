"""What administrators asked from their chat: a procedure archived, or put in force again. A second one decides."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.changes import Deciding, Overtaken
from bot.web.console.frame import Refused, field
from bot.web.console.knowledge.room import KnowledgeRoom
from bot.web.console.signed import Signed
from bot.whole import whole


class RequestPages:
    def __init__(self, room: KnowledgeRoom, deciding: Deciding) -> None:
        self._room = room
        self._deciding = deciding
        room.frame.get("/knowledge/requests", "knowledge.read", self.show)
        room.frame.post("/knowledge/requests/{number}", "knowledge.decide_state", self.decide)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def decide(self, request: Request, signed: Signed) -> Response:
        number, form = whole(request.path_params["number"]), await request.form()
        if number is None:
            raise Refused
        asked, granted = await self._deciding.request(number), field(form, "granted") == "yes"
        if asked is None:
            return await self._page(request, signed, status=409, problem="changed")
        if asked.by == signed.member.id:
            return await self._page(request, signed, status=409, problem="same_person")
        try:
            async with self._room.desk.database.write() as connection:
                await self._deciding.decide(signed.member, asked, granted)(connection)
        except Overtaken:
            return await self._page(request, signed, status=409, problem="changed")
        return self._room.told("/requests", done="agreed" if granted else "refused")

    async def _page(
        self, request: Request, signed: Signed, *, status: int = 200, problem: str | None = None
    ) -> Response:
        return self._room.frame.page(
            request,
            signed,
            "knowledge_requests",
            status,
            requests=await self._deciding.requests(),
            names=await self._room.names(),
            problem=problem,
            done=request.query_params.get("done"),
        )
