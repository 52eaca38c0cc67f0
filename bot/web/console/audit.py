"""The auditor's page: the newest rows of the chain, its head, and whether it is whole."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.audit import Head
from bot.audit.trail import NoHead
from bot.clock import from_epoch_ms
from bot.web.console.frame import N_, Frame, field
from bot.web.console.signed import Signed
from bot.whole import whole

ROWS = 100


class AuditPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._trail = frame.desk.trail
        frame.get("/audit", "audit.read", self.show, label=N_("Audit"))
        frame.post("/audit/verify", "audit.verify", self.verify)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed)

    async def verify(self, request: Request, signed: Signed) -> Response:
        """Held against an earlier head where one is given."""
        known = field(await request.form(), "head").strip()
        try:
            bad = await self._trail.verify(Head.read(known) if known else None)
        except NoHead:
            return await self._page(request, signed, status=400, outcome="no_head")
        return await self._page(request, signed, outcome="whole" if bad is None else "broken", bad=bad)

    async def _page(
        self, request: Request, signed: Signed, *, status: int = 200, outcome: str | None = None, bad: int | None = None
    ) -> Response:
        rows = await self._trail.recent(ROWS, whole(request.query_params.get("before", "")))
        return self._frame.page(
            request,
            signed,
            "audit",
            status,
            rows=[(row, from_epoch_ms(row.at)) for row in rows],
            older=rows[-1].seq if len(rows) == ROWS else None,
            head=str(await self._trail.head()),
            outcome=outcome,
            bad=bad,
        )
