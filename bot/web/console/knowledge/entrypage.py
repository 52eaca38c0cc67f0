"""GET /console/knowledge/entries/{code}: what is in force, what was before, who answers for it, what is done to it."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot.staff.member import Role
from bot.texts import Language
from bot.views.fields import told
from bot.web.console.frame import Refused, field
from bot.web.console.knowledge.listing import age_of
from bot.web.console.knowledge.preview import preview
from bot.web.console.knowledge.room import KnowledgeRoom, words
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.life import Entry, LifeError, NoSuchEntry, NothingChanged, diff
from knowledge.life.quality import doubts

#: Shortest reason that says something.
SHORTEST_REASON = 5
ACTS = ("edit", "verify", "own", "archive", "rollback")


class EntryPages:
    def __init__(self, room: KnowledgeRoom) -> None:
        self._room = room
        frame = room.frame
        frame.get("/knowledge/entries/{code}", "knowledge.read", self.show)
        frame.get("/knowledge/entries/{code}/versions/{version}", "knowledge.read", self.version)
        frame.get("/knowledge/entries/{code}/chat", "knowledge.read", self.chat)
        frame.post("/knowledge/entries/{code}/draft", "knowledge.edit", self.edit)
        frame.post("/knowledge/entries/{code}/verify", "knowledge.verify", self.verify)
        frame.post("/knowledge/entries/{code}/own", "knowledge.own", self.own)
        frame.post("/knowledge/entries/{code}/archive", "knowledge.archive", self.archive)
        frame.post("/knowledge/entries/{code}/restore", "knowledge.archive", self.restore)
        frame.post("/knowledge/entries/{code}/rollback", "knowledge.rollback", self.rollback)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed, await self._room.entry(request))

    async def version(self, request: Request, signed: Signed) -> Response:
        """A version, and what it changed against another one; by default the one before it."""
        entry = await self._room.entry(request)
        rows = {row.version: row for row in await self._room.life.entries.versions(entry.code)}
        number = _number(request.path_params["version"])
        if number not in rows:
            raise Refused
        against = _number(request.query_params.get("against", "")) or max((n for n in rows if n < number), default=0)
        after = (await self._room.life.entries.version(entry.code, number)).service
        before = (await self._room.life.entries.version(entry.code, against)).service if against in rows else None
        return self._room.frame.page(
            request,
            signed,
            "knowledge_version",
            entry=entry,
            row=rows[number],
            rows=list(rows.values()),
            against=against if before is not None else None,
            changes=told(diff(before, after), signed.member.language) if before is not None else [],
            names=await self._room.names(),
            may=self._may(signed),
        )

    async def chat(self, request: Request, signed: Signed) -> Response:
        """As the chat shows what is in force."""
        entry = await self._room.entry(request)
        stored = await self._room.life.entries.version(entry.code, entry.version)
        spoken: Language = "en" if request.query_params.get("lang") == "en" else "vi"
        pressed = request.query_params.get("show", "")
        return self._room.frame.page(
            request,
            signed,
            "knowledge_chat",
            title=entry.title,
            back=f"/console/knowledge/entries/{entry.code}",
            shown=preview(self._room.house, stored.service, spoken, self._room.desk.clock.now(), pressed),
            spoken=spoken,
        )

    async def edit(self, request: Request, signed: Signed) -> Response:
        entry = await self._room.entry(request)
        also = self._room.noted(signed, "knowledge.edit", entry.code, opened=True)
        draft = await self._room.life.open_draft(entry.code, signed.member.id, also=also)
        return self._room.told(f"/drafts/{draft.row.id}")

    async def verify(self, request: Request, signed: Signed) -> Response:
        entry, form = await self._room.entry(request), await request.form()
        note, until = words(field(form, "note")), field(form, "review_by")
        day = _day(until)
        if not note or (until and (day is None or day <= self._room.today())):
            return await self._page(request, signed, entry, status=400, problem="verify")
        also = self._room.noted(signed, "knowledge.verify", entry.code, note=note)
        await self._room.life.entries.verify([entry.code], signed.member.id, note, day, also=also)
        return self._room.told(f"/entries/{entry.code}", done="verified")

    async def own(self, request: Request, signed: Signed) -> Response:
        """Another administrator answers for it from now on, or nobody."""
        entry, owner = await self._room.entry(request), field(await request.form(), "owner")
        if owner and owner not in {staff_id for staff_id, _ in await self._administrators()}:
            raise Refused
        also = self._room.noted(signed, "knowledge.own", entry.code, owner=owner or None)
        await self._room.life.entries.own([entry.code], owner or None, also=also)
        return self._room.told(f"/entries/{entry.code}", done="owned")

    async def archive(self, request: Request, signed: Signed) -> Response:
        entry, reason = await self._room.entry(request), words(field(await request.form(), "reason"))
        if len(reason) < SHORTEST_REASON:
            return await self._page(request, signed, entry, status=400, problem="reason")
        also = self._room.noted(signed, "knowledge.archive", entry.code, reason=reason)
        return await self._act(
            request, signed, entry, self._room.life.entries.archive(entry.code, also=also), "archived"
        )

    async def restore(self, request: Request, signed: Signed) -> Response:
        entry = await self._room.entry(request)
        also = self._room.noted(signed, "knowledge.archive", entry.code, restored=True)
        return await self._act(
            request, signed, entry, self._room.life.entries.restore(entry.code, also=also), "restored"
        )

    async def rollback(self, request: Request, signed: Signed) -> Response:
        entry, form = await self._room.entry(request), await request.form()
        version, reason = _number(field(form, "version")), words(field(form, "reason"))
        if len(reason) < SHORTEST_REASON:
            return await self._page(request, signed, entry, status=400, problem="reason")
        also = self._room.noted(signed, "knowledge.rollback", entry.code, version=version, reason=reason)
        going = self._room.life.entries.rollback(entry.code, version, signed.member.id, reason, also=also)
        return await self._act(request, signed, entry, going, "rolled_back")

    async def _act(
        self, request: Request, signed: Signed, entry: Entry, going: Awaitable[object], done: str
    ) -> Response:
        try:
            await going
        except NoSuchEntry:
            raise Refused from None
        except LifeError as error:
            problem = "same" if isinstance(error, NothingChanged) else "changed"
            return await self._page(request, signed, entry, status=409, problem=problem)
        return self._room.told(f"/entries/{entry.code}", done=done)

    async def _page(
        self, request: Request, signed: Signed, entry: Entry, *, status: int = 200, problem: str | None = None
    ) -> Response:
        stored = await self._room.life.entries.version(entry.code, entry.version)
        language, today = signed.member.language, self._room.today()
        return self._room.frame.page(
            request,
            signed,
            "knowledge_entry",
            status,
            entry=entry,
            service=stored.service,
            age=age_of(entry, today, await self._room.review_days()),
            draft=await self._room.life.open_of(entry.code),
            versions=await self._room.life.entries.versions(entry.code),
            doubts=doubts(stored.service, self._room.house.knowledge.names.keys(), today),
            shown=preview(self._room.house, stored.service, language, self._room.desk.clock.now()),
            names=await self._room.names(),
            administrators=await self._administrators(),
            may=self._may(signed),
            problem=problem,
            done=request.query_params.get("done"),
        )

    async def _administrators(self) -> list[tuple[str, str]]:
        members = await self._room.desk.staff.all()
        return [(each.id, each.name) for each in members if each.is_active and each.role is Role.ADMINISTRATOR]

    def _may(self, signed: Signed) -> dict[str, bool]:
        return {act: self._room.may(signed, f"knowledge.{act}") for act in ACTS}


def _number(text: str) -> int:
    """0 where it is none; versions count from 1."""
    return whole(text) or 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
