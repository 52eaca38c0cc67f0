"""GET /console/knowledge: all entries, found by words, field, state, owner, age of the last look, or doubt.

Also what waits: drafts, and entries about which something is doubtful; and verifying many at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from starlette.requests import Request
from starlette.responses import Response

from bot.web.console.frame import N_, field
from bot.web.console.knowledge.doubted import Doubted
from bot.web.console.knowledge.room import KnowledgeRoom, words
from bot.web.console.signed import Signed
from bot.whole import whole
from knowledge.life import DraftRow, Entry
from knowledge.life.quality import DOUBT_KINDS
from knowledge.search.text import fold

#: Of one page; more is slow to scroll on a phone.
SHOWN = 50
#: Entries verified in one act: somebody has to have looked at each.
MOST_VERIFIED = 200
STATES = ("published", "archived", "draft", "review", "scheduled")
AGES = ("never", "due", "fresh")


@dataclass(frozen=True, slots=True)
class Filter:
    """As it stands in the address. ``q``: words or a code; the rest exact, empty: all."""

    q: str = ""
    field: str = ""
    state: str = ""
    owner: str = ""
    age: str = ""
    doubt: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> Filter:
        return cls(**{name: parameters.get(name, "").strip()[:200] for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the list. ``draft``: the undecided one; ``age``: see AGES; ``doubts``: kinds."""

    entry: Entry
    field: str
    draft: DraftRow | None
    age: str
    doubts: tuple[str, ...]

    def fits(self, wanted: Filter) -> bool:
        states = {"archived" if self.entry.archived else "published", *([self.draft.state] if self.draft else [])}
        return (
            (not wanted.state or wanted.state in states)
            and wanted.field in ("", self.field)
            and wanted.owner in ("", self.entry.owner or "-")
            and wanted.age in ("", self.age)
            and (not wanted.doubt or wanted.doubt in self.doubts)
            and all(word in self._searched for word in fold(wanted.q).split())
        )

    @property
    def _searched(self) -> str:
        return f"{self.entry.code} {fold(self.entry.title)}"


def age_of(entry: Entry, today: date, review_days: int) -> str:
    """Whether somebody has to look at the source again; "never": nobody has said that they did."""
    if entry.verified_on is None:
        return "never"
    return "due" if (entry.review_by or entry.verified_on + timedelta(days=review_days)) < today else "fresh"


class ListPages:
    def __init__(self, room: KnowledgeRoom, doubted: Doubted) -> None:
        self._room = room
        self._doubted = doubted
        room.frame.get("/knowledge", "knowledge.read", self.show, label=N_("Procedures"))
        room.frame.post("/knowledge/verify", "knowledge.verify", self.verify)
        room.frame.get("/knowledge/drafts", "knowledge.read", self.drafts)
        room.frame.get("/knowledge/doubts", "knowledge.read", self.doubts)

    async def show(self, request: Request, signed: Signed) -> Response:
        return await self._list(request, signed)

    async def verify(self, request: Request, signed: Signed) -> Response:
        """Those that were ticked have been held against their source today."""
        form = await request.form()
        codes = [code for code in form.getlist("code") if isinstance(code, str)]
        note = words(field(form, "note"))
        known = {entry.code for entry in await self._room.life.entries.all()}
        if not codes or len(codes) > MOST_VERIFIED or not known.issuperset(codes) or not note:
            return await self._list(request, signed, status=400, problem="verify", ticked=codes, note=note)
        detail = {"codes": codes, "note": note}
        also = self._room.noted(signed, "knowledge.verify", codes[0], **detail)
        await self._room.life.entries.verify(codes, signed.member.id, note, also=also)
        return self._room.told("", done="verified")

    async def drafts(self, request: Request, signed: Signed) -> Response:
        """What is not published yet: waiting for a second person, being written, approved for a day."""
        rows = await self._room.life.drafts()
        states = ("review", "draft", "scheduled")
        return self._room.frame.page(
            request,
            signed,
            "knowledge_drafts",
            requests=len(await asking.requests()) if (asking := self._room.house.changes) is not None else 0,
            groups=[(state, [row for row in rows if row.state == state]) for state in states],
            names=await self._room.names(),
            done=request.query_params.get("done"),
        )

    async def doubts(self, request: Request, signed: Signed) -> Response:
        """Entries whose own words are doubtful, the most doubted first, with the reasons."""
        wanted = request.query_params.get("doubt", "")
        found = await self._doubted.all(self._room.today())
        counts = {kind: sum(any(d.kind == kind for d in entry.doubts) for entry in found) for kind in DOUBT_KINDS}
        shown = [entry for entry in found if not wanted or any(d.kind == wanted for d in entry.doubts)]
        page, pages = _page(request, len(shown))
        return self._room.frame.page(
            request,
            signed,
            "knowledge_doubts",
            entries=shown[(page - 1) * SHOWN : page * SHOWN],
            counts=counts,
            wanted=wanted,
            page=page,
            pages=pages,
        )

    async def _list(
        self,
        request: Request,
        signed: Signed,
        *,
        status: int = 200,
        problem: str | None = None,
        ticked: Sequence[str] = (),
        note: str = "",
    ) -> Response:
        wanted = Filter.of(request.query_params)
        lines = await self._lines(wanted)
        found = [line for line in lines if line.fits(wanted)]
        page, pages = _page(request, len(found))
        return self._room.frame.page(
            request,
            signed,
            "knowledge",
            status,
            lines=found[(page - 1) * SHOWN : page * SHOWN],
            count=len(found),
            counts=_counts(lines),
            fields=sorted({line.field for line in lines if line.field}),
            owners=await self._owners(lines),
            wanted=wanted,
            states=STATES,
            ages=AGES,
            doubts=DOUBT_KINDS,
            page=page,
            pages=pages,
            problem=problem,
            ticked=set(ticked),
            note=note,
            done=request.query_params.get("done"),
            may={act: self._room.may(signed, f"knowledge.{act}") for act in ("edit", "verify")},
        )

    async def _lines(self, wanted: Filter) -> list[Line]:
        today, names = self._room.today(), self._room.house.knowledge.names
        days = await self._room.review_days()
        drafts = {row.code: row for row in await self._room.life.drafts()}
        doubts = {e.code: e.doubts for e in await self._doubted.all(today)} if wanted.doubt else {}
        return [
            Line(
                entry,
                names[entry.code].field if entry.code in names else "",
                drafts.get(entry.code),
                age_of(entry, today, days),
                tuple(doubt.kind for doubt in doubts.get(entry.code, ())),
            )
            for entry in await self._room.life.entries.all()
        ]

    async def _owners(self, lines: Sequence[Line]) -> list[tuple[str, str]]:
        names = await self._room.names()
        ids = {line.entry.owner for line in lines if line.entry.owner}
        return sorted(((each, names.get(each, "?")) for each in ids), key=lambda pair: pair[1])


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    """Of all entries, whatever the filter."""
    return {
        "published": sum(not line.entry.archived for line in lines),
        "archived": sum(line.entry.archived for line in lines),
        "drafts": sum(line.draft is not None for line in lines),
        "review": sum(line.draft is not None and line.draft.state == "review" for line in lines),
        "due": sum(line.age == "due" for line in lines),
        "never": sum(line.age == "never" for line in lines),
    }


def _page(request: Request, count: int) -> tuple[int, int]:
    """The page asked for, from 1, and how many there are."""
    pages = max(ceil(count / SHOWN), 1)
    asked = whole(request.query_params.get("page", "1"))
    return min(max(asked or 1, 1), pages), pages
