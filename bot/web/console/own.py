"""The start of the console and one's own account: chat, leave."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import local
from bot.staff.authority import ever_allowed
from bot.staff.errors import NoSuchAccount, NotBySamePerson
from bot.staff.member import HOLDERS
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole

#: A leave is no change of post.
LONGEST_LEAVE_DAYS = 120


class OwnPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desk = frame.desk
        frame.get("", "own.home", self.home, label=N_("Start"))
        frame.post("/own/chat", "own.chat", self.new_chat_code)
        frame.post("/own/delegate", "own.delegate", self.delegate)
        frame.post("/own/leaves/{leave}/end", "own.delegate", self.end_leave)

    async def home(self, request: Request, signed: Signed) -> Response:
        return await self._home(request, signed)

    async def new_chat_code(self, request: Request, signed: Signed) -> Response:
        """Shown once, on the page that answers; it is nowhere to be read again."""
        return await self._home(request, signed, code=await self._desk.chats.new_code(signed.member))

    async def delegate(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        try:
            first, last = (date.fromisoformat(field(form, name)) for name in ("first", "last"))
            if not self._today() <= first <= last or (last - first).days > LONGEST_LEAVE_DAYS:
                raise ValueError
            await self._desk.accounts.delegate(signed.member.id, field(form, "deputy"), first, last)
        except (ValueError, NotBySamePerson, NoSuchAccount):
            return await self._home(request, signed, problem="delegate", status=400)
        return await self._home(request, signed, told="delegate")

    async def end_leave(self, request: Request, signed: Signed) -> Response:
        leave = whole(request.path_params["leave"])
        if leave is None:
            raise Refused
        await self._desk.accounts.end_leave(signed.member.id, leave)
        return await self._home(request, signed, told="leave")

    async def _home(
        self,
        request: Request,
        signed: Signed,
        *,
        status: int = 200,
        code: str | None = None,
        problem: str | None = None,
        told: str | None = None,
    ) -> Response:
        member, staff = signed.member, self._desk.staff
        can_delegate = ever_allowed(member.role, "own.delegate")
        colleagues = [each for each in await staff.all() if each.is_active and each.id != member.id]
        return self._frame.page(
            request,
            signed,
            "home",
            status,
            holder=member.role in HOLDERS,
            bound=await staff.chat_of(member.id) is not None,
            code=code,
            problem=problem,
            told=told,
            can_delegate=can_delegate,
            deputies=[each for each in colleagues if each.role in HOLDERS] if can_delegate else [],
            leaves=await self._desk.accounts.leaves(member.id, self._today()) if can_delegate else [],
            covering=await staff.acting_for(member, self._today()),
            today=self._today().isoformat(),
        )

    def _today(self) -> date:
        return local(self._desk.clock.now()).date()
