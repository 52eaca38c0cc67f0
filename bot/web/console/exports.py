"""POST /console/exports: a file with a reason; the reason, what, and the mark of the copy are in the audit chain."""

from __future__ import annotations

import asyncio
from typing import cast, get_args

from starlette.requests import Request
from starlette.responses import Response

from bot.board.exporting import Format, What, as_csv, as_xlsx, file_name
from bot.board.extracts import Exporter
from bot.board.ranking import choosable
from bot.staff.authority import ever_allowed
from bot.texts.filters import clean
from bot.web.console.caseroom import CaseRoom
from bot.web.console.frame import Frame, Refused, field
from bot.web.console.signed import Signed

LONGEST_REASON = 200
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Exports:
    def __init__(self, frame: Frame, room: CaseRoom) -> None:
        self._frame = frame
        self._room = room
        self._exporter = Exporter(room.database, room.clock)

    def add(self) -> None:
        self._frame.post("/exports", "board.export", self.give)

    async def give(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        what, format_ = field(form, "what"), field(form, "format")
        reason = clean(field(form, "reason")).replace("\n", " ").strip()[:LONGEST_REASON]
        if what not in get_args(What) or format_ not in get_args(Format) or not reason:
            raise Refused
        if what == "cases" and not ever_allowed(signed.member.role, "case.list"):
            raise Refused
        sight, province = await self._room.sight(signed), field(form, "province")
        if province not in ("", *choosable(sight)):
            raise Refused
        export = await self._exporter.export(cast(What, what), sight, reason, signed.member.language, province)
        detail = {"what": what, "province": province, "rows": len(export.rows), "reason": reason, "mark": export.mark}
        await self._room.note(signed, "board.export", signed.member.id, detail)
        body = await asyncio.to_thread(as_csv if format_ == "csv" else as_xlsx, export)
        name = file_name(cast(What, what), cast(Format, format_), self._room.clock.now())
        headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
        return Response(body, media_type=_MEDIA[format_], headers=headers)
