"""What waits for a second person. Rooms say how what they ask for is carried out, with ``carry_out``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import from_epoch_ms
from bot.staff.approvals import ACCOUNT_KINDS, CASE_KINDS
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from bot.staff.member import Role
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed

#: Carries out what was asked, in the transaction of the decision. :returns: token of a one-time link to show, if any.
Executor = Callable[[AsyncConnection, str, Signed], Awaitable[str | None]]


class ApprovalPages:
    """:param link: the address of a one-time link of some kind."""

    def __init__(self, frame: Frame, link: Callable[[Request, str, str], str]) -> None:
        self._frame = frame
        self._desk = frame.desk
        self._link = link
        self._executors: dict[str, Executor] = {"totp": self._new_app}
        frame.get("/approvals", "approval.list", self.show, label=N_("Second person"))
        frame.post("/approvals/{number}", "approval.decide", self.decide)

    def carry_out(self, kind: str, executor: Executor) -> None:
        """:param kind: one of ``bot.staff.approvals.CASE_KINDS``; only kinds with an executor are shown."""
        self._executors[kind] = executor

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def decide(self, request: Request, signed: Signed) -> Response:
        number, form = request.path_params["number"], await request.form()
        granted = field(form, "granted") == "yes"
        if not number.isdigit() or int(number) not in {row.id for row in await self._open(signed)}:
            raise Refused
        try:
            token = await self._desk.approvals.decide(
                int(number), signed.member.id, granted, lambda at, kind, of: self._executors[kind](at, of, signed)
            )
        except NotBySamePerson:
            return await self._page(request, signed, status=409, problem="same_person")
        except NoSuchAccount:
            return await self._page(request, signed, status=409, problem="changed")
        return await self._page(request, signed, link=self._link(request, "recover", token) if token else None)

    async def _new_app(self, connection: AsyncConnection, subject: str, _signed: Signed) -> str:
        return await self._desk.accounts.link(connection, subject, "recover")

    async def _open(self, signed: Signed) -> list[Row[Any]]:
        kinds = ACCOUNT_KINDS if signed.member.role is Role.ADMINISTRATOR else CASE_KINDS
        here = [kind for kind in kinds if kind in self._executors]
        return list(await self._desk.approvals.open(here)) if here else []

    async def _page(
        self,
        request: Request,
        signed: Signed,
        *,
        status: int = 200,
        problem: str | None = None,
        link: str | None = None,
    ) -> Response:
        rows = await self._open(signed)
        names = {member.id: member.name for member in await self._desk.staff.all()}
        waiting = [(row, names.get(row.subject, row.subject), from_epoch_ms(row.asked_at)) for row in rows]
        values = {"waiting": waiting, "problem": problem, "link": link}
        return self._frame.page(request, signed, "approvals", status, **values)
