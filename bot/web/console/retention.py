"""Administrators' page: what goes when, how many rows that is now, and what another term would let go."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.legal.bounds import KEEPING
from bot.retention.preview import MOST, SOON_DAYS, Preview, Term
from bot.web.console.frame import N_, Frame
from bot.web.console.parameter_words import NAMES
from bot.web.console.retention_words import WORDS
from bot.web.console.signed import Signed
from bot.whole import whole

#: The audit chain has its own job, and cuts when a day's head has gone out; a warning lets nothing go.
_ELSEWHERE = {"audit_days", "case_warning_days"}


class RetentionPages:
    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._preview = Preview(frame.desk.database, frame.desk.clock)

    def add(self) -> None:
        self._frame.get("/retention", "retention.preview", self.all, label=N_("What goes, and when"))

    async def all(self, request: Request, signed: Signed) -> Response:
        name, days = request.query_params.get("parameter", ""), request.query_params.get("days", "").strip()
        asked = _asked(name, days)
        return self._frame.page(
            request,
            signed,
            "retention",
            terms=[(self._word(signed, term), term) for term in await self._preview.terms(asked)],
            choices=[(each, self._frame.texts.label(NAMES[each], signed.member.language)) for each in _choices()],
            asked=asked,
            name=name,
            days=days,
            bounds=KEEPING.get(name),
            wrong=bool(days) and not asked,
            most=MOST,
            soon=SOON_DAYS,
        )

    def _word(self, signed: Signed, term: Term) -> str:
        return self._frame.texts.label(WORDS[term.name], signed.member.language)


def _choices() -> list[str]:
    return [name for name in KEEPING if name not in _ELSEWHERE]


def _asked(name: str, days: str) -> dict[str, int]:
    """Empty: nothing was asked, or it is not within the bounds."""
    if name not in _choices():
        return {}
    least, most = KEEPING[name]
    number = whole(days, most)
    return {name: number} if number is not None and number >= least else {}
