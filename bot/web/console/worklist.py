"""GET /console/cases: the work list, its filters, counts and saved views."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from bot.board.filters import CLOCKS, EVERY, OPEN, OPEN_STATES, ORDERS, UNNAMED, WHOSE, Filters
from bot.board.views import SavedViews
from bot.board.words import paper_name, word, words
from bot.board.worklist import Line, WorkList
from bot.places import gazetteer
from bot.reports.cases import read_number
from bot.reports.cases.states import State
from bot.reports.offices import offices
from bot.reports.taxonomy import categories, groups
from bot.staff.authority import ever_allowed
from bot.texts import Language
from bot.views.case_words import category_name, group_name, office_name, place_name
from bot.web.console.caseroom import CaseRoom
from bot.web.console.frame import N_, Frame, Refused, field
from bot.web.console.signed import Signed
from bot.whole import whole


class WorkListPage:
    def __init__(self, frame: Frame, room: CaseRoom) -> None:
        self._frame = frame
        self._room = room
        self._list = WorkList(room.database, room.clock)
        self._views = SavedViews(room.database)

    def add(self) -> None:
        self._frame.get("/cases", "case.list", self.show, label=N_("Work list"))
        self._frame.post("/views", "view.save", self.save)
        self._frame.post("/views/{view}/drop", "view.save", self.drop)

    async def show(self, request: Request, signed: Signed) -> Response:
        said, language = request.query_params, signed.member.language
        number = read_number(said.get("number", ""))
        if number is not None:
            return self._frame.to(f"/cases/{number}")
        filters = Filters.read(said)
        sight = await self._room.sight(signed)
        page = await self._list.page(sight, filters, said.get("after"))
        counts = await self._list.counts(sight, filters)
        second = await self._list.waiting(sight) if ever_allowed(signed.member.role, "approval.decide") else []
        await self._room.note(signed, "case.list", signed.member.id, {"query": filters.address()})
        running = sum(counts.by_state.get(state, 0) for state in OPEN_STATES)
        return self._frame.page(
            request,
            signed,
            "worklist",
            lines=[_shown(line, language) for line in page.lines],
            second=[(number, word("approvals", kind, language)) for number, kind in second],
            following=f"{filters.address()}&after={page.after}" if page.after else None,
            filters=filters,
            shown=filters.address(),
            counts=counts,
            running=running,
            whole=sum(counts.by_state.values()),
            found=await self._list.found(sight, filters, counts) if filters.of_figure else None,
            paper=paper_name(filters.paper, language) if filters.paper else "",
            among=words(language)["among"].get(filters.among, ""),
            happened=words(language)["happened_in"].get(filters.happened, ""),
            unknown_number=bool(said.get("number")),
            left=read_number(said.get("left", "")),
            views=await self._views.of(signed.member.id),
            **_choices(filters, language),
        )

    async def save(self, request: Request, signed: Signed) -> Response:
        form = await request.form()
        filters = Filters.read(dict(parse_qsl(field(form, "query"))))
        try:
            async with self._room.database.write() as connection:
                await self._views.save(connection, signed.member.id, field(form, "name"), filters)
                await self._room.desk.trail.note(connection, signed.member.id, "view.save", signed.member.id)
        except ValueError:
            raise Refused from None
        return self._frame.to(f"/cases?{filters.address()}")

    async def drop(self, request: Request, signed: Signed) -> Response:
        view = whole(request.path_params["view"])
        if view is None:
            raise Refused
        async with self._room.database.write() as connection:
            await self._views.drop(connection, signed.member.id, view)
            await self._room.desk.trail.note(connection, signed.member.id, "view.save", signed.member.id)
        return self._frame.to("/cases")


def _shown(line: Line, language: Language) -> dict[str, Any]:
    return {
        "line": line,
        "state": word("states", line.state, language),
        "category": category_name(line.category, language),
        "office": office_name(line.office, language),
        "place": place_name(line.province, line.commune),
        "clock": _clock(line, language),
    }


def _clock(line: Line, language: Language) -> str:
    """In words as well as in colour."""
    if line.paused:
        return word("left", "paused", language)
    if line.left is None:
        return ""
    if line.left < 0:
        return word("left", "late", language).format(n=-line.left)
    return word("left", "days" if line.left else "today", language).format(n=line.left)


def _choices(filters: Filters, language: Language) -> dict[str, Any]:
    """What each filter can be set to: pairs of value and words."""
    places = gazetteer()
    every = words(language)["every"]
    communes = [(code, name) for code, (name, province) in places.communes.items() if province == filters.province]
    return {
        "states": [
            (OPEN, every["open"]),
            (EVERY, every["all"]),
            *((str(state), word("states", state, language)) for state in State),
        ],
        "clocks": [("", every["clock"]), *((one, word("clocks", one, language)) for one in CLOCKS)],
        "whose": [("", every["whose"]), *((one, word("whose", one, language)) for one in WHOSE)],
        "orders": [(one, word("orders", one, language)) for one in ORDERS],
        "categories": [("", every["category"]), *_kinds(every["group"], language)],
        "offices": [
            ("", every["office"]),
            *((one.key, office_name(one.key, language)) for one in offices().values()),
            (UNNAMED, every["no_office"].capitalize()),
        ],
        "provinces": [("", every["province"]), *sorted(places.provinces.items(), key=lambda item: item[1])],
        "communes": [
            ("", every["commune"]),
            *sorted(communes, key=lambda item: item[1]),
            (UNNAMED, every["no_commune"]),
        ],
        "state_words": words(language)["states"],
    }


def _kinds(whole: str, language: Language) -> Iterator[tuple[str, str]]:
    """Each group, and the categories in it."""
    for letter in groups():
        yield letter, whole.format(group=group_name(letter, language))
        for one in categories().values():
            if one.group == letter:
                yield one.code, category_name(one.code, language)
