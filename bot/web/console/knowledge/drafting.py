"""A draft as a whole: begun, looked through, submitted, approved by a second person or sent back, discarded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot.texts import Language
from bot.views.fields import label_of, shape, told
from bot.web.console.frame import Refused, field
from bot.web.console.knowledge.entrypage import SHORTEST_REASON, _day
from bot.web.console.knowledge.preview import preview
from bot.web.console.knowledge.room import KnowledgeRoom, words
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.life import Draft, DraftRow, EditedMeanwhile, LifeError, NoSuchEntry, NothingChanged, OwnWork, diff
from knowledge.life.desk import OPEN
from knowledge.model import Decision, PublicOrganisation, PublicService, Source
from knowledge.preflight import Preflight

#: As the portal numbers procedures, and as an office may number its own.
CODE = re.compile(r"\d{1,2}\.\d{6}(?:\.[0-9A-Z.]{1,16})?")
#: What has to be known of a new one.
ASKED = ("code", "title", "sector", "level", "source")
#: Commonly asked or not: somebody who enters one by hand knows people who ask.
EVERYDAY = 1


class DraftPages:
    def __init__(self, room: KnowledgeRoom, preflight: Preflight) -> None:
        self._room = room
        self._preflight = preflight
        frame = room.frame
        frame.get("/knowledge/new", "knowledge.edit", self.blank)
        frame.post("/knowledge/new", "knowledge.edit", self.begin)
        frame.get("/knowledge/drafts/{draft}", "knowledge.read", self.show)
        frame.get("/knowledge/drafts/{draft}/chat", "knowledge.read", self.chat)
        frame.post("/knowledge/drafts/{draft}/submit", "knowledge.submit", self.submit)
        frame.post("/knowledge/drafts/{draft}/discard", "knowledge.edit", self.discard)
        frame.post("/knowledge/drafts/{draft}/decide", "knowledge.publish", self.decide)
        frame.post("/knowledge/drafts/{draft}/catch-up", "knowledge.edit", self.catch_up)

    async def blank(self, request: Request, signed: Signed) -> Response:
        """Begun from nothing, or from a question that nothing answers (see bot.web.console.gaps)."""
        asked_for = {"title": words(request.query_params.get("title", ""))}
        typed = {**dict.fromkeys(ASKED, ""), **asked_for}
        return self._room.frame.page(request, signed, "knowledge_new", typed=typed, problem=None)

    async def begin(self, request: Request, signed: Signed) -> Response:
        """A procedure that is not there yet; everything but its name is filled in afterwards."""
        form = await request.form()
        typed = {name: words(field(form, name)) for name in ASKED}
        problem = None if all(typed.values()) else "blank"
        if problem is None and not CODE.fullmatch(typed["code"]):
            problem = "code"
        if problem is None and typed["code"] in {entry.code for entry in await self._room.life.entries.all()}:
            problem = "taken"
        if problem is None:
            also = self._room.noted(signed, "knowledge.edit", typed["code"], new=True)
            service = _new(typed, self._room.today())
            try:
                draft = await self._room.life.new_draft(service, signed.member.id, "", typed["source"], also=also)
            except LifeError:
                problem = "taken"
            else:
                return self._room.told(f"/drafts/{draft.row.id}")
        return self._room.frame.page(request, signed, "knowledge_new", 400, typed=typed, problem=problem)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._page(request, signed, await self._room.draft(request))

    async def chat(self, request: Request, signed: Signed) -> Response:
        """As the chat would show it; buttons of the entry work."""
        draft = await self._room.draft(request)
        spoken: Language = "en" if request.query_params.get("lang") == "en" else "vi"
        pressed = request.query_params.get("show", "")
        return self._room.frame.page(
            request,
            signed,
            "knowledge_chat",
            title=draft.row.title,
            back=f"/console/knowledge/drafts/{draft.row.id}",
            shown=preview(self._room.house, draft.service, spoken, self._room.desk.clock.now(), pressed),
            spoken=spoken,
        )

    async def submit(self, request: Request, signed: Signed) -> Response:
        """With reason, source and day, to whoever is the second person."""
        draft, form = await self._room.draft(request), await request.form()
        reason, source = words(field(form, "reason")), words(field(form, "source"))
        day, typed = _day(field(form, "effective_from")), field(form, "effective_from")
        if len(reason) < SHORTEST_REASON or not source or (typed and (day is None or day < self._room.today())):
            asked = {"reason": reason, "source": source, "effective_from": typed}
            return await self._page(request, signed, draft, status=400, problem="submit", asked=asked)
        life, by, revision = self._room.life, signed.member.id, _revision(form.get("revision"))
        also = self._room.noted(signed, "knowledge.submit", draft.row.code, reason=reason, source=source)
        try:
            saved = await life.save(
                draft.row.id, revision, draft.service, by, reason=reason, source=source, effective_from=day
            )
            await life.submit(saved.row.id, saved.row.revision, also=also)
        except LifeError as error:
            return await self._page(request, signed, await life.draft(draft.row.id), status=409, problem=_name(error))
        return self._room.told(f"/drafts/{draft.row.id}", done="submitted")

    async def discard(self, request: Request, signed: Signed) -> Response:
        draft, form = await self._room.draft(request), await request.form()
        also = self._room.noted(signed, "knowledge.edit", draft.row.code, discarded=True)
        try:
            await self._room.life.discard(draft.row.id, _revision(form.get("revision")), also=also)
        except LifeError as error:
            return await self._page(request, signed, draft, status=409, problem=_name(error))
        return self._room.told("/drafts", done="discarded")

    async def decide(self, request: Request, signed: Signed) -> Response:
        """A second person publishes it, now or on its day, or says what is still wrong."""
        draft, form = await self._room.draft(request), await request.form()
        row, revision, note = draft.row, _revision(form.get("revision")), words(field(form, "note"))
        approved = field(form, "decision") == "approve"
        if not approved and len(note) < SHORTEST_REASON:
            return await self._page(request, signed, draft, status=400, problem="note")
        worse = len((await self._preflight.report(draft)).worse) if approved and row.state == "review" else 0
        if worse and field(form, "accept_fall") != "yes":
            return await self._page(request, signed, draft, status=409, problem="fall")
        detail = {"approved": approved, "draft": row.id, **({"worse": worse} if approved else {"note": note})}
        also = self._room.decided(signed, row, detail)
        try:
            if approved:
                done = str(await self._room.life.approve(row.id, revision, signed.member.id, also=also))
            else:
                await self._room.life.send_back(row.id, revision, note, also=also)
                done = "sent_back"
        except LifeError as error:
            now = await self._room.life.draft(row.id)
            return await self._page(request, signed, now, status=409, problem=_name(error))
        return self._room.told(f"/drafts/{row.id}", done=done)

    async def catch_up(self, request: Request, signed: Signed) -> Response:
        """Go on from what was published since the draft began; what both changed is named."""
        draft, form = await self._room.draft(request), await request.form()
        also = self._room.noted(signed, "knowledge.edit", draft.row.code, caught_up=True)
        try:
            revision = _revision(form.get("revision"))
            caught, clashes = await self._room.life.catch_up(draft.row.id, revision, signed.member.id, also=also)
        except LifeError as error:
            return await self._page(request, signed, draft, status=409, problem=_name(error))
        both = [label_of(name, signed.member.language) for name in clashes]
        return await self._page(request, signed, caught, both=both, done="caught_up")

    async def _page(
        self,
        request: Request,
        signed: Signed,
        draft: Draft,
        *,
        status: int = 200,
        problem: str | None = None,
        asked: dict[str, str] | None = None,
        both: Sequence[str] = (),
        done: str | None = None,
    ) -> Response:
        row, language = draft.row, signed.member.language
        base = (await self._room.life.entries.version(row.code, row.base)).service if row.base else None
        report = await self._preflight.report(draft) if row.state == "review" else None
        return self._room.frame.page(
            request,
            signed,
            "knowledge_draft",
            status,
            report=report,
            titles={code: name.name for code, name in self._room.house.knowledge.names.items()} if report else {},
            behind=await self._behind(row),
            both=both,
            draft=row,
            parts=[(part.key, part.label(language)) for part in shape().parts],
            changes=told(diff(base, draft.service), language) if base is not None else None,
            shown=preview(self._room.house, draft.service, language, self._room.desk.clock.now()),
            names=await self._room.names(),
            own=signed.member.id in row.editors | {row.author},
            may={act: self._room.may(signed, f"knowledge.{act}") for act in ("edit", "submit", "publish")},
            today=self._room.today(),
            asked=asked or {"reason": row.reason, "source": row.source, "effective_from": row.effective_from or ""},
            problem=problem,
            done=done or request.query_params.get("done"),
        )

    async def _behind(self, row: DraftRow) -> int | None:
        """The version that was published since an undecided draft began."""
        try:
            version = (await self._room.life.entries.one(row.code)).version
        except NoSuchEntry:
            return None
        return version if row.state in OPEN and version != row.base else None


def _revision(typed: object) -> int:
    revision = whole(typed) if isinstance(typed, str) else None
    if revision is None:
        raise Refused
    return revision


def _name(error: LifeError) -> str:
    names = {OwnWork: "own_work", NothingChanged: "same", EditedMeanwhile: "edited"}
    return names.get(type(error), "moved")


def _new(typed: dict[str, str], today: date) -> PublicService:
    """What is not known yet is empty; nobody is told that something is free because nobody filled it in."""
    return PublicService(
        identifier=typed["code"],
        title=typed["title"],
        title_en=None,
        sector=typed["sector"],
        level=typed["level"],
        competent_authority=None,
        submission_place=None,
        channel_types=(),
        evidences=(),
        processing_time=None,
        processing_days=None,
        processing_unit=None,
        cost=None,
        steps=(),
        output="",
        conditions=None,
        legal_resources=(),
        forms=(),
        channels=(),
        audience=(),
        promulgated_by=PublicOrganisation(name=""),
        decision=Decision(number=None, date=None),
        quality_flags=(),
        fully_online=False,
        modified=today,
        source=Source(site=typed["source"], via=typed["source"], as_of=today),
        priority=EVERYDAY,
        time_mentions=(),
        case_times=(),
    )
