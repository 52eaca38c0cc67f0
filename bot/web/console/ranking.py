"""GET /console/ranking: offices by reports for every 1,000 dossiers; each row leads to its cases."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.board.filters import EVERY, UNNAMED, Filters
from bot.board.ranking import Ranked, Ranking, Rankings, choosable
from bot.reports.cases.counts import FEWEST
from bot.reports.offices import offices
from bot.staff.authority import ever_allowed
from bot.texts import Language
from bot.views.case_words import office_name, place_name
from bot.web.console.caseroom import CaseRoom
from bot.web.console.frame import Frame
from bot.web.console.signed import Signed


class RankingPage:
    def __init__(self, frame: Frame, room: CaseRoom) -> None:
        self._frame = frame
        self._room = room
        self._rankings = Rankings(room.database, room.clock)

    def add(self) -> None:
        self._frame.get("/ranking", "board.read", self.show)

    async def show(self, request: Request, signed: Signed) -> Response:
        said = request.query_params.get("province", "")
        sight = await self._room.sight(signed)
        provinces = choosable(sight)
        ranking = await self._rankings.ranking(sight, said if said in provinces else "")
        language = signed.member.language
        await self._room.note(signed, "board.read", signed.member.id, {"ranking": ranking.province})
        return self._frame.page(
            request,
            signed,
            "ranking",
            ranking=ranking,
            ranked=[_shown(row, ranking, language) for row in ranking.ranked],
            without=[_shown(row, ranking, language) for row in ranking.without],
            provinces=sorted(provinces.items(), key=lambda one: one[1]),
            place=place_name(ranking.province, None),
            fewest=FEWEST,
            drills=ever_allowed(signed.member.role, "case.list"),
            exports=ever_allowed(signed.member.role, "board.export"),
        )


def _shown(row: Ranked, ranking: Ranking, language: Language) -> dict[str, Any]:
    numbers = (row.rate.per_1000, row.rate.low, row.rate.high) if row.rate else ()
    return {
        "row": row,
        "office": office_name(row.office, language) or row.office,
        "place": place_name(row.province, row.commune),
        "rate": [f"{number:.1f}".replace(".", "," if language == "vi" else ".") for number in numbers],
        "query": _reported(row, ranking).address(),
    }


def _reported(row: Ranked, ranking: Ranking) -> Filters:
    """The list of the reports that the row counts."""
    by_commune = ranking.province and offices()[row.office].level == "commune"
    return Filters(
        state=EVERY,
        order="newest",
        province=row.province,
        commune=(row.commune or UNNAMED) if by_commune else "",
        office=row.office,
        since=ranking.since.isoformat(),
        among="valid",
    )
