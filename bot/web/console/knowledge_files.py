"""/console/knowledge/files: the knowledge base as a file, down and up. What comes in is shown first, field by field."""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
from pathlib import Path
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot.clock import Clock, local
from bot.database import Database
from bot.errors import Unreadable
from bot.web.console.carried import Carrier
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from knowledge.files import FORMATS, MEDIA, Format, Offer, read_file, write_services
from knowledge.files.field_words import field_words
from knowledge.files.plan import Plan, plan_of
from knowledge.files.taking import InTheWay, as_drafts
from knowledge.life.many import ManyDrafts
from knowledge.life.model import LifeError
from knowledge.model import PublicService
from knowledge.store import KnowledgeStore

#: The frame takes no more with a form; larger ones go by the command line.
MOST_FILE = 10_000_000
SHOWN = 50
CHANGES_SHOWN = 12
LONGEST_VALUE = 160
_ODD = re.compile(r"[^\w. -]")


class KnowledgeFiles:
    def __init__(self, frame: Frame, database: Database, clock: Clock) -> None:
        self._frame = frame
        self._database = database
        self._clock = clock
        self._store = KnowledgeStore(database, clock)
        self._many = ManyDrafts(database, clock)
        self._carrier = Carrier(frame.desk.key, clock)

    def add(self) -> None:
        frame = self._frame
        frame.get("/knowledge/files", "knowledge.import", self.show, label=N_("Files of procedures"))
        frame.post("/knowledge/files", "knowledge.import", self.try_out)
        frame.post("/knowledge/files/take", "knowledge.import", self.take)
        frame.post("/knowledge/files/download", "knowledge.export", self.download)

    async def show(self, request: Request, signed: Signed) -> Response:
        return self._page(request, signed)

    async def download(self, request: Request, signed: Signed) -> Response:
        """Everything in force, or the empty workbook."""
        form = field(await request.form(), "form")
        if form not in (*FORMATS, "template"):
            raise Refused
        services: list[PublicService] = []
        if form != "template":
            found = [await self._store.current(name.code) for name in await self._store.names()]
            services = [stored.service for stored in found if stored is not None]
            await self._note(signed, "knowledge.export", {"form": form, "procedures": len(services)})
        kind = cast(Format, "xlsx" if form == "template" else form)
        body = io.BytesIO()
        await asyncio.to_thread(write_services, body, kind, services)
        name = f"{'mau' if form == 'template' else 'thu-tuc'}-{local(self._clock.now()):%Y-%m-%d}.{kind}"
        headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
        return Response(body.getvalue(), media_type=MEDIA[kind], headers=headers)

    async def try_out(self, request: Request, signed: Signed) -> Response:
        """The dry run: errors by sheet, row and column, or what would change."""
        form = await request.form()
        file = form.get("file")
        content = await file.read(MOST_FILE + 1) if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
        await form.close()
        if not name or len(content) > MOST_FILE:
            return self._page(request, signed, 400, problem="file")
        offer = await asyncio.to_thread(_read, name, content)
        if offer.problems:
            return self._page(request, signed, 400, errors=[one.text(signed.member.language) for one in offer.problems])
        return self._shown(request, signed, await plan_of(offer.name, offer.entries, self._store))

    async def take(self, request: Request, signed: Signed) -> Response:
        """Only what was shown: when something else was published meanwhile, it is shown anew."""
        form = await request.form()
        try:
            opened = await asyncio.to_thread(self._carrier.opened, field(form, "offer"), signed.member.id)
        except Unreadable:
            return self._page(request, signed, 400, problem="over")
        name, mark, entries = opened
        plan = await plan_of(name, entries, self._store)
        if plan.mark != mark:
            return self._shown(request, signed, plan, 409, problem="moved")
        if plan.empties and field(form, "emptied") != "yes":
            return self._shown(request, signed, plan, 400, problem="emptied")
        counts = {"added": len(plan.added), "changed": len(plan.changed), "published": False, "mark": mark}

        async def noted(connection: AsyncConnection) -> None:
            await self._frame.desk.trail.note(connection, signed.member.id, "knowledge.import", None, counts)

        try:
            drafts = await as_drafts(self._many, plan, signed.member.id, plan.name, noted)
        except InTheWay as met:
            return self._shown(request, signed, plan, 409, problem="in_the_way", codes=met.codes)
        except LifeError:
            return self._shown(request, signed, plan, 409, problem="moved")
        return self._page(request, signed, drafts=drafts)

    def _shown(self, request: Request, signed: Signed, plan: Plan, status: int = 200, **more: Any) -> Response:
        """The plan with what carries it to its acceptance; nothing to accept where nothing differs."""
        carried = self._carrier.carried(plan, signed.member.id) if plan.services else None
        language = signed.member.language
        changed = [_told(each, language) for each in plan.changed[:SHOWN]]
        return self._page(request, signed, status, plan=plan, offer=carried, changed=changed, shown=SHOWN, **more)

    def _page(self, request: Request, signed: Signed, status: int = 200, **more: Any) -> Response:
        blank = {"drafts": None, "problem": None, "errors": (), "plan": None, "offer": None, "changed": (), "codes": ()}
        return self._frame.page(request, signed, "knowledge_files", status, **(blank | more))

    async def _note(self, signed: Signed, action: str, detail: dict[str, Any]) -> None:
        async with self._database.write() as connection:
            await self._frame.desk.trail.note(connection, signed.member.id, action, None, detail)


def _read(name: str, content: bytes) -> Offer:
    """From a file of its own name, which the errors repeat; gone again when it has been read."""
    plain = _ODD.sub("_", Path(name).name)[-80:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / plain
        path.write_bytes(content)
        return read_file(path)


def _told(each: Any, language: str) -> dict[str, Any]:
    changes = [
        (field_words(change.path, language), _short(change.before), _short(change.after))
        for change in each.changes[:CHANGES_SHOWN]
    ]
    emptied = [field_words(f"{name.replace('.', '[1].')}[1]", language).rpartition(" ")[0] for name, _ in each.emptied]
    return {
        "service": each.service,
        "changes": changes,
        "more": len(each.changes) - len(changes),
        "emptied": emptied,
    }


def _short(value: object) -> str:
    if isinstance(value, dict):
        value = "; ".join(str(each) for each in value.values() if each not in (None, "", []))
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
