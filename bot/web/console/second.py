"""Rejecting, deleting and uncovering: one member asks, another lead decides; granted, it is carried out at once."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from bot.board.handling import REASONS
from bot.board.handling import Request as Asked
from bot.board.words import rendered
from bot.chains import ChainMoved
from bot.reports.cases import CaseMoved, NoSuchCase
from bot.reports.vault import erase
from bot.staff.authority import Verdict
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from bot.staff.member import Role
from bot.web.console.caseroom import CaseRoom, Opened
from bot.web.console.frame import Frame, Refused, field
from bot.web.console.signed import Signed


class SecondPerson:
    def __init__(self, frame: Frame, room: CaseRoom) -> None:
        self._frame = frame
        self._room = room

    def add(self) -> None:
        for kind in REASONS:
            self._frame.post(f"/cases/{{number}}/{kind}", f"case.{kind}", self.ask)
        self._frame.post("/cases/{number}/decide", "approval.decide", self.decide)

    async def ask(self, request: Request, signed: Signed) -> Response:
        kind = request.url.path.rpartition("/")[2]
        opened = await self._room.open(signed, request.path_params["number"], f"case.{kind}")
        reason = field(await request.form(), "reason")
        if opened.verdict(f"case.{kind}") is not Verdict.SECOND_PERSON or reason not in REASONS[kind]:
            raise Refused
        await self._room.desk.approvals.ask(kind, opened.id, reason, signed.member.id)
        return self._frame.to(f"/cases/{opened.number}")

    async def decide(self, request: Request, signed: Signed) -> Response:
        """A lead who may see the case; not the one who asked."""
        opened = await self._room.open(signed, request.path_params["number"], "case.read")
        form = await request.form()
        asked = next((one for one in opened.handling.requests if str(one.id) == field(form, "id")), None)
        if asked is None or not asked.is_open or signed.member.role is not Role.LEAD:
            raise Refused
        granted = field(form, "granted") == "yes"
        try:
            await self._decide(opened, asked, granted)
        except NotBySamePerson:
            return self._frame.to(f"/cases/{opened.number}?problem=own")
        except (NoSuchAccount, CaseMoved, NoSuchCase, ChainMoved):
            return self._frame.to(f"/cases/{opened.number}?problem=moved")
        return self._frame.to("/cases" if granted and asked.kind == "delete" else f"/cases/{opened.number}")

    async def _decide(self, opened: Opened, asked: Asked, granted: bool) -> None:
        async def carry_out(connection: AsyncConnection, kind: str, case_id: str) -> None:
            await self._room.chains.hold(connection, opened.signed.member.chains)
            if kind == "delete":
                await erase(connection, case_id, self._room.clock.now())
            if kind == "reject":
                await self._room.work.reject(case_id, rendered(f"reject-{asked.reason}"))(connection)

        await self._room.desk.approvals.decide(asked.id, opened.signed.member.id, granted, carry_out)
