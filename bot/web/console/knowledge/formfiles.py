"""Forms as files: put beside a draft, looked at; saved by the browser, never opened."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot.database.joined import Joined
from bot.web.console.frame import Refused, field
from bot.web.console.knowledge.drafting import _name, _revision
from bot.web.console.knowledge.room import KnowledgeRoom, words
from bot.web.console.signed import Signed
from knowledge.forms import Forms, NotAForm
from knowledge.life import Draft, KnowledgeLife, LifeError
from knowledge.model import FormFile

#: Longest name that a button shows whole.
LONGEST_NAME = 60


class FormPages:
    def __init__(self, room: KnowledgeRoom, forms: Forms) -> None:
        self._room = room
        self._forms = forms
        room.frame.get("/knowledge/drafts/{draft}/forms", "knowledge.edit", self.show)
        room.frame.post("/knowledge/drafts/{draft}/forms", "knowledge.edit", self.take)
        room.frame.get("/knowledge/forms/{form}", "knowledge.read", self.give)

    async def show(self, request: Request, signed: Signed) -> Response:
        return self._page(request, signed, await self._room.draft(request))

    async def take(self, request: Request, signed: Signed) -> Response:
        """The file and the draft that names it, in one transaction."""
        draft, form = await self._room.draft(request), await request.form()
        name, given = words(field(form, "name"))[:LONGEST_NAME], form.get("form")
        body = await given.read() if isinstance(given, UploadFile) else b""
        await form.close()
        if not name:
            return self._page(request, signed, draft, 400, "file")
        row, desk = draft.row, self._room.desk
        try:
            async with desk.database.write() as connection:
                form_id = await self._forms.add(connection, name, body, signed.member.id)
                files = (*draft.service.local.form_files, FormFile(name=name, file=form_id))
                local = draft.service.local.model_copy(update={"form_files": files})
                await KnowledgeLife(Joined(connection), desk.clock).save(
                    row.id,
                    _revision(form.get("revision")),
                    draft.service.model_copy(update={"local": local}),
                    signed.member.id,
                    reason=row.reason,
                    source=row.source,
                    effective_from=row.effective_from,
                    also=self._room.noted(signed, "knowledge.edit", row.code, draft=row.id, form=form_id),
                )
        except NotAForm:
            return self._page(request, signed, draft, 400, "file")
        except LifeError as error:
            return self._page(request, signed, await self._room.life.draft(row.id), 409, _name(error))
        return self._room.told(f"/drafts/{row.id}/forms", done="saved")

    async def give(self, request: Request, signed: Signed) -> Response:
        form = await self._forms.form(request.path_params["form"])
        if form is None:
            raise Refused
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(form.file_name)}",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(form.body, media_type="application/octet-stream", headers=headers)

    def _page(
        self, request: Request, signed: Signed, draft: Draft, status: int = 200, problem: str | None = None
    ) -> Response:
        return self._room.frame.page(
            request,
            signed,
            "knowledge_forms",
            status,
            draft=draft.row,
            files=draft.service.local.form_files,
            longest=LONGEST_NAME,
            problem=problem,
            done=request.query_params.get("done"),
        )
