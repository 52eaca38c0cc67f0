"""GET /console/gaps: what people asked and the base does not answer, put together, the most asked first.

One tap lets the words lead to a procedure, or says that they are none of ours; taps that suggest examples, and
procedures that are asked for and not held, stand on the same page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.gaps import GapDesk
from bot.learning import Learning
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.library import Library

Also = Callable[[AsyncConnection], Awaitable[None]]

#: Groups of one page; what comes after is asked by few.
SHOWN = 60
#: Questions of one act.
MOST_IDS = 500
#: Below this what the search finds is chance.
LIKELY = 0.1


class GapPages:
    def __init__(self, frame: Frame, gaps: GapDesk, learning: Learning, library: Library) -> None:
        self._frame = frame
        self._gaps = gaps
        self._learning = learning
        self._library = library

    def add(self) -> None:
        self._frame.get("/gaps", "knowledge.gaps", self.show, label=N_("Unanswered"))
        self._frame.post("/gaps/answer", "knowledge.gaps", self.answer)
        self._frame.post("/gaps/not-ours", "knowledge.gaps", self.not_ours)
        self._frame.post("/gaps/examples", "knowledge.gaps", self.example)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def answer(self, request: Request, signed: Signed) -> Response:
        """These words lead to that procedure from now on."""
        form = await request.form()
        code = field(form, "code").strip().split(" ")[0]  # the list offers "code name"
        if code not in self._library.names:
            return await self._page(request, signed, 400, problem="code")
        ids = _ids(form)
        also = self._noted(signed, code, {"answered": len(ids)})
        done = await self._gaps.answer(ids, code, signed.member.id, also)
        return self._frame.to(f"/gaps?done={'answered' if done else 'gone'}")

    async def not_ours(self, request: Request, signed: Signed) -> Response:
        ids = _ids(await request.form())
        done = await self._gaps.not_ours(ids, signed.member.id, self._noted(signed, None, {"not_ours": len(ids)}))
        return self._frame.to(f"/gaps?done={'not_ours' if done else 'gone'}")

    async def example(self, request: Request, signed: Signed) -> Response:
        """What a tap suggested, taken up or forgotten."""
        form = await request.form()
        (number,), accepted = _ids(form)[:1] or [0], field(form, "decision") == "accept"
        if accepted:
            taken = await self._learning.accept(number)
            done, code = taken is not None, taken.code if taken is not None else None
        else:
            done, code = await self._learning.discard(number), None
        async with self._frame.desk.database.write() as connection:
            await self._noted(signed, code, {"example": "accepted" if accepted else "forgotten"})(connection)
        return self._frame.to(f"/gaps?done={'example' if done else 'gone'}")

    async def _page(self, request: Request, signed: Signed, status: int = 200, problem: str | None = None) -> Response:
        groups = await self._gaps.open_groups()
        return self._frame.page(
            request,
            signed,
            "gaps",
            status,
            groups=groups[:SHOWN],
            more=max(len(groups) - SHOWN, 0),
            people=sum(group.people for group in groups),
            candidates=await self._learning.candidates(),
            wanted=await self._learning.not_held(),
            names={code: name.name for code, name in self._library.names.items()},
            nearest={group.title: self._nearest(group.title) for group in groups[:SHOWN]},
            problem=problem,
            done=request.query_params.get("done"),
        )

    def _nearest(self, words: str) -> list[str]:
        """Procedures that the search would have guessed: one tap instead of a list of hundreds."""
        found = self._library.search(words)
        return list(found.codes[:3]) if found.confidence >= LIKELY else []

    def _noted(self, signed: Signed, code: str | None, detail: dict[str, object]) -> Also:
        async def note(connection: AsyncConnection) -> None:
            await self._frame.desk.trail.note(connection, signed.member.id, "knowledge.gaps", code, detail)

        return note


def _ids(form: FormData) -> list[int]:
    """:raises Refused: something else than numbers."""
    given = [whole(value) for value in form.getlist("id") if isinstance(value, str)]
    numbers = [number for number in given if number is not None]
    if not 0 < len(given) <= MOST_IDS or len(numbers) < len(given):
        raise Refused
    return numbers
