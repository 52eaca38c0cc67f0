"""GET /console/cases/{number}: one case, opened; its files by a route of their own; and the page for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from bot.board.contents import contents, file_of
from bot.board.handling import REASONS
from bot.board.similar import SimilarCases
from bot.board.words import paper_name, ready_replies, word, words
from bot.clock import from_epoch_ms, local
from bot.errors import Unreadable
from bot.escalation import Reached, reached
from bot.places import gazetteer
from bot.reports.cases import Actor, Finding, State
from bot.reports.cases.changing import read_events
from bot.reports.cases.history import CaseEvent
from bot.reports.cases.states import table
from bot.reports.offices import offices
from bot.reports.taxonomy import categories
from bot.staff.authority import Verdict, allowed, relation
from bot.staff.member import HOLDERS, CaseFacts, Member, Role
from bot.texts import Language
from bot.views.case_words import category_name, office_name, place_name
from bot.web.console.caseroom import CaseRoom, Opened
from bot.web.console.frame import Frame, Refused
from bot.web.console.sharing import strangers
from bot.web.console.signed import Signed
from bot.web.console.standing import must_promise
from bot.workdays.store import CalendarStore

#: Steps that are one button, by the state they lead to and what the matrix calls them.
STEPS = {"screen": State.SCREENING, "accept": State.ACCEPTED, "start": State.IN_PROGRESS, "close": State.CLOSED}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in a form of the page that was refused. ``act``: the last part of its address."""

    act: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, act: str, form: FormData) -> Typed:
        return cls(act, {name: value for name, value in form.items() if isinstance(value, str) and name != "csrf"})

    @property
    def words(self) -> str:
        return self.fields.get("words", "").strip()


class CasePage:
    def __init__(self, frame: Frame, room: CaseRoom) -> None:
        self._frame = frame
        self._room = room
        self._similar = SimilarCases(room.database, room.clock)
        self._calendar = CalendarStore(room.database, room.clock)

    def add(self) -> None:
        self._frame.get("/cases/{number}", "case.read", self.show)
        self._frame.get("/cases/{number}/print", "case.print", self.print)
        self._frame.get("/cases/{number}/files/{item}", "case.files", self.give)

    async def show(self, request: Request, signed: Signed) -> Response:
        """Who only reads along has not read it for the office: to the citizen it is not seen by that."""
        opened = await self._room.open(signed, request.path_params["number"], "case.read")
        page = await self._page(request, opened, "case")
        if opened.may("case.note"):
            await self._room.work.seen(opened.id)
        return page

    async def again(self, request: Request, signed: Signed, typed: Typed, problem: str) -> Response:
        """The case as it is now, with what was typed in vain."""
        opened = await self._room.open(signed, request.path_params["number"], "case.read")
        return await self._page(request, opened, "case", status=409, typed=typed, problem=problem)

    async def print(self, request: Request, signed: Signed) -> Response:
        opened = await self._room.open(signed, request.path_params["number"], "case.print")
        return await self._page(request, opened, "print")

    async def give(self, request: Request, signed: Signed) -> Response:
        """A picture of the citizen's, packed anew when it came in, is shown; everything else is saved, never opened."""
        opened = await self._room.open(signed, request.path_params["number"], "case.files")
        try:
            file = await file_of(self._room.reader, opened.case, request.path_params["item"])
        except Unreadable:
            file = None
        if file is None:
            raise Refused
        shown = "inline" in request.query_params and file.media in ("image/jpeg", "image/png")
        headers = {
            "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name)}",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(file.body, media_type=file.media if shown else "application/octet-stream", headers=headers)

    async def _page(
        self,
        request: Request,
        opened: Opened,
        template: str,
        *,
        status: int = 200,
        typed: Typed | None = None,
        problem: str = "",
    ) -> Response:
        now, member = self._room.clock.now(), opened.signed.member
        language = member.language
        unmasked = opened.handling.unmasked_for(member.id, now)
        pieces = await contents(self._room.reader, opened.case, unmasked=unmasked)
        async with self._room.database.read() as connection:
            events = await read_events(connection, opened.id)
            climbed = await reached(connection, opened.id)
        facts, state = opened.facts, State(opened.facts["state"])
        return self._frame.page(
            request,
            opened.signed,
            template,
            status,
            typed=typed or Typed(),
            number=opened.number,
            facts=facts,
            known=_known(facts, language),
            clock=await self._clock_of(facts, language),
            state=word("states", state, language),
            late=must_promise(self._room, opened),
            promised=opened.handling.promised,
            events=_timeline(events, climbed, language),
            narrative=[piece for piece in pieces if piece.kind == "narrative"],
            said=[
                (name, _in_words(name, value, language))
                for piece in pieces
                if piece.kind == "facts"
                for name, value in piece.said
            ],
            thread=[piece for piece in pieces if piece.kind in ("message", "letter", "file")],
            notes=[piece for piece in pieces if piece.kind == "note"],
            unread=sum(piece.author == "citizen" and not piece.seen for piece in pieces),
            unmasked=unmasked,
            alike=await self._similar.of(opened.sight, facts),
            state_words=words(language)["states"],
            said_words=words(language)["said"],
            shown_at=now,
            problem=words(language)["problems"].get(problem or request.query_params.get("problem", "")),
            **await self._acts(opened, state),
        )  # fmt: skip

    async def _clock_of(self, facts: Any, language: Language) -> dict[str, Any]:
        due = date.fromordinal(facts["due_day"]) if facts["due_day"] is not None else None
        today = local(self._room.clock.now()).date()
        calendar = await self._calendar.current()
        paused = facts["paused_at"] is not None
        left = calendar.between(today, due) if due is not None and not paused else None
        return {"due": due, "left": left, "paused": paused, "name": word("legal_clocks", facts["clock"], language)}

    async def _acts(self, opened: Opened, state: State) -> dict[str, Any]:
        """What the page offers: what the table of states and the matrix both allow."""
        to = table()[state].to.get(Actor.INSPECTOR, frozenset())
        works, member = opened.may("case.work"), opened.signed.member
        language = member.language
        waits = state is State.NEEDS_INFORMATION
        steps = [
            (name, word("acts", name, language))
            for name, target in STEPS.items()
            if target in to and opened.may("case.close" if name == "close" else "case.work") and not waits
        ]
        places = gazetteer()
        return {
            "steps": [*steps, *([("go_on", word("acts", "go_on", language))] if waits and works else [])],
            "may": {
                "take": opened.may("case.take") and opened.handling.assigned is None,
                "assign": opened.may("case.assign"),
                "ask": opened.may("case.ask") and State.NEEDS_INFORMATION in to,
                "reply": opened.may("case.reply"),
                "note": opened.may("case.note"),
                "extend": opened.may("case.extend") and opened.facts["due_day"] is not None,
                "transfer": opened.may("case.transfer") and State.TRANSFERRED in to,
                "resolve": opened.may("case.resolve") and State.RESOLVED in to,
                "merge": opened.may("case.merge"),
                "exclude": opened.may("case.exclude"),
                "share": opened.may("case.share"),
            },
            "readers": await self._room.shares.of(opened.id) if opened.may("case.share") else (),
            "strangers": await strangers(self._room, opened) if opened.may("case.share") else [],
            "assigned": opened.handling.assigned_name,
            "assigned_id": opened.handling.assigned,
            "colleagues": await self._colleagues(opened) if opened.may("case.assign") else [],
            "findings": [(str(one), word("findings", one, language)) for one in Finding],
            "ready": ready_replies(state, language),
            "second": [
                (
                    kind,
                    word("approvals", kind, language),
                    [(code, word("reasons", code, language)) for code in REASONS[kind]],
                )
                for kind in REASONS
                if opened.verdict(f"case.{kind}") is Verdict.SECOND_PERSON
                and opened.handling.open_request(kind) is None
            ],
            "requests": [
                {
                    "id": one.id,
                    "words": word("approvals", one.kind, language),
                    "reason": word("reasons", one.reason, language),
                    "asker": one.asker,
                    "granted": one.granted,
                    "over": one.over,
                    "mine": one.asked_by == member.id,
                    "decides": one.is_open and one.asked_by != member.id and member.role is Role.LEAD,
                }
                for one in opened.handling.requests
            ],
            "offices": [(one.key, office_name(one.key, language)) for one in offices().values()],
            "provinces": sorted(places.provinces.items(), key=lambda item: item[1]),
        }

    async def _colleagues(self, opened: Opened) -> list[tuple[str, str]]:
        """Who can be given the case: they could see it, and hold keys."""
        excluded = await self._room.desk.staff.exclusions(opened.id)
        found = []
        for member in await self._room.desk.staff.all():
            facts = CaseFacts.of(opened.facts, member.id, excluded)
            if member.is_active and member.role in HOLDERS and may_have(member, facts):
                found.append((member.id, member.name))
        return found


def may_have(member: Member, facts: CaseFacts) -> bool:
    """:param facts: with the member as the one who has it."""
    return allowed(member.role, relation(member, facts), "case.work") is Verdict.ALLOW


def _timeline(
    events: Sequence[CaseEvent], climbed: Sequence[Reached], language: Language
) -> list[tuple[datetime, str, str]]:
    """What happened, in words, and who did it; the rungs of the ladder among it."""
    happened = words(language)["happened"]
    told = [
        (
            event.at,
            word("happened", event.reason, language)
            if event.reason in happened
            else word("states", event.state, language),
            word("actors", event.actor, language),
        )
        for event in events
    ]
    told += [(each.at, word("ladder", each.rung, language), word("actors", "program", language)) for each in climbed]
    return sorted(told, key=lambda one: one[0])


def _in_words(name: str, value: str, language: Language) -> str:
    """Of a detail as told, where it is a code. One without words stands for itself."""
    places = gazetteer()
    if name == "province":
        return places.provinces.get(value, value)
    if name == "commune":
        return places.communes.get(value, (value, ""))[0]
    if name == "office":
        return office_name(value, language) or value
    if name == "demand.paper":
        return paper_name(value, language)
    kinds = {"kind": "kinds", "money": "money", "demand.verdict": "verdicts"}
    return word(kinds.get(name, "answers"), value, language)


def _known(facts: Any, language: Language) -> dict[str, Any]:
    """The structured facts in words, and which of them can be checked against the register or the published list."""
    category = categories().get(facts["category"])
    late = facts["days_late"]
    return {
        "category": category_name(facts["category"], language),
        "others": [category_name(code, language) for code in facts["categories"].split(",")[1:] if code],
        "checkable": bool(category and category.checkable),
        "office": office_name(facts["office"], language),
        "place": place_name(facts["province"], facts["commune"]),
        "procedure": facts["procedure_code"],
        "version": facts["procedure_version"],
        "late": late if late else None,
        "money": word("money", facts["money"], language) if facts["money"] else None,
        "verdict": word("verdicts", facts["verdict"], language) if facts["verdict"] else None,
        "over": facts["verdict"] in ("not_on_list", "other_case", "fee_above"),
        "paper": paper_name(facts["paper"], language),
        "finding": word("findings", facts["finding"], language) if facts["finding"] else None,
        "rating": facts["rating"],
        "received": from_epoch_ms(facts["received_at"]),
        "channel": word("channels", facts["channel"], language),
    }
