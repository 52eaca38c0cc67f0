"""GET /console/figures: what happened in twelve weeks and what stands now; each number leads to its cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.board.figures import MOST_ROWS, Board, Figures, Paper
from bot.board.filters import EVERY, HAPPENED, OPEN_STATES, UNNAMED, Filters, Happened
from bot.board.words import paper_name
from bot.reports.cases.counts import FEWEST
from bot.reports.taxonomy import groups
from bot.staff.authority import ever_allowed
from bot.texts import Language
from bot.views.case_words import group_name, office_name
from bot.web.console.caseroom import CaseRoom
from bot.web.console.chart import weeks_chart
from bot.web.console.frame import N_, Frame
from bot.web.console.signed import Signed

#: Shades of the heat map, beside the number itself.
SHADES = 4


class Dashboard:
    def __init__(self, frame: Frame, room: CaseRoom) -> None:
        self._frame = frame
        self._room = room
        self._board = Board(room.database, room.clock)

    def add(self) -> None:
        self._frame.get("/figures", "board.read", self.show, label=N_("Figures"))
        self._frame.get("/figures/weeks.svg", "board.read", self.weeks)

    async def show(self, request: Request, signed: Signed) -> Response:
        figures = await self._board.figures(await self._room.sight(signed), OPEN_STATES)
        language = signed.member.language
        drills = ever_allowed(signed.member.role, "case.list")
        await self._room.note(signed, "board.read", signed.member.id)
        return self._frame.page(
            request,
            signed,
            "figures",
            figures=figures,
            weeks=[(week, _within(week.monday)) for week in figures.weeks],
            came=[{name: _within(week.monday, name) for name in HAPPENED} for week in figures.weeks],
            heat=_heat(figures, 1 if drills else FEWEST, language),
            letters=[(letter, group_name(letter, language)) for letter in groups()],
            papers=[
                (one, office_name(one.office, language), paper_name(one.paper, language), _demanded(one, figures.since))
                for one in figures.papers
            ],
            now=Filters(among="reach").address(),
            whole=Filters(state=EVERY, among="reach").address(),
            drills=drills,
            exports=ever_allowed(signed.member.role, "board.export"),
        )

    async def weeks(self, request: Request, signed: Signed) -> Response:
        weeks = await self._board.weeks(await self._room.sight(signed))
        picture = weeks_chart(self._frame.texts, weeks, signed.member.language)
        return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def _within(monday: date, happened: Happened = "") -> str:
    """Query of the list of what came in that week, or was answered in it; this and those below hold as many reports as
    the figure says.
    """
    since, until = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    return Filters(state=EVERY, order="newest", since=since, until=until, among="told", happened=happened).address()


def _demanded(one: Paper, since: date) -> str:
    office = one.office or UNNAMED
    return Filters(
        state=EVERY, order="newest", office=office, paper=one.paper, since=since.isoformat(), among="valid"
    ).address()


def _standing(office: str, group: str = "") -> str:
    return Filters(state=EVERY, order="newest", office=office or UNNAMED, category=group, among="reach").address()


def _heat(figures: Figures, fewest: int, language: Language) -> list[dict[str, Any]]:
    """The offices with most reports; each cell with its shade.

    :param fewest: smaller cells are not told to whoever may not see the cases, nor the sums that would tell them.
    """
    whole = Counter[str]()
    for (office, _), count in figures.heat.items():
        whole[office] += count
    most = max(figures.heat.values(), default=1)
    return [
        {
            "office": office,
            "name": office_name(office, language),
            "whole": count if fewest == 1 else "",
            "query": _standing(office),
            "cells": [
                {
                    "count": cell if cell >= fewest or cell == 0 else f"<{fewest}",
                    "shade": min(SHADES - 1, cell * SHADES // (most + 1)),
                    "query": _standing(office, letter) if cell else "",
                }
                for letter in groups()
                for cell in [figures.heat.get((office, letter), 0)]
            ],
        }
        for office, count in whole.most_common(MOST_ROWS)
    ]
