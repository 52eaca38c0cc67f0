"""What waits for a second administrator: another app for a member who has lost theirs.

What leads ask about a case is decided on its own page, where their conflicts of interest are known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import from_epoch_ms
from bot.staff.approvals import ACCOUNT_KINDS
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole


class ApprovalPages:
    """:param link: the address of a one-time link of some kind."""

    def __init__(self, frame: Frame, link: Callable[[Request, str, str], str]) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._link = link
        frame.get("/approvals", "approval.list", self.show, label=N_("Second person"))
        frame.post("/approvals/{number}", "approval.account", self.decide)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def decide(self, request: Request, signed: Signed) -> Response:
        number, form = whole(request.path_params["number"]), await request.form()
        granted = field(form, "granted") == "yes"
        if number is None or number not in {row.id for row in await self._open()}:
            raise Refused
        try:
            token = await self._desk.approvals.decide(number, signed.member.id, granted, self._new_app)
        except NotBySamePerson:
            return await self._page(request, signed, status=409, problem="same_person")
        except NoSuchAccount:
            return await self._page(request, signed, status=409, problem="changed")
        return await self._page(request, signed, link=self._link(request, "recover", token) if token else None)

    async def _new_app(self, connection: AsyncConnection, _kind: str, subject: str) -> str:
        return await self._desk.accounts.link(connection, subject, "recover")

    async def _open(self) -> Sequence[Row[Any]]:
        return await self._desk.approvals.open(ACCOUNT_KINDS)

    async def _page(
        self,
        request: Request,
        signed: Signed,
        *,
        status: int = 200,
        problem: str | None = None,
        link: str | None = None,
    ) -> Response:
        rows = await self._open()
        names = {member.id: member.name for member in await self._desk.staff.all()}
        waiting = [(row, names.get(row.subject, row.subject), from_epoch_ms(row.asked_at)) for row in rows]
        values = {"waiting": waiting, "problem": problem, "link": link}
        return self._frame.page(request, signed, "approvals", status, **values)
