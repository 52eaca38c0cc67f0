"""GET /verify: number and code in, what the proof stands for out. For whoever was shown one; asks for no cookie.

It tells nobody whether a number exists: one that nobody has and a code that is wrong are answered in the same words,
after the same time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.abuse.buckets import Buckets
from bot.abuse.rates import Rate
from bot.clock import Clock
from bot.reports.cases import Proof, ReportDesk, read_number
from bot.texts import Language, Texts
from bot.views.case_words import category_name, office_name, place_name
from bot.web.address import Addresses
from bot.web.chat.identity import language_of
from bot.web.static import StaticFiles

#: A carrier puts a village behind one address; a code is 60 bits, so that nobody gets anywhere at this rate.
CHECKS = Rate(a_minute=20, burst=20)
#: Far longer than any look-up takes, so that all answers take as long.
FLOOR_S = 0.3
#: Number or code, with whatever stands between their symbols.
MOST_TYPED = 60


class VerifyPage:
    """:param pause: waits so many seconds."""

    def __init__(
        self,
        desk: ReportDesk,
        texts: Texts,
        clock: Clock,
        *,
        trusted_proxies: str,
        unlimited: bool,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._desk = desk
        self._texts = texts
        self._static = StaticFiles()
        self._addresses = Addresses(trusted_proxies)
        self._limits = Buckets(clock, lifted=unlimited)
        self._pause = pause

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/verify", self.show, methods=["GET"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The form; with ``n`` and ``c``, what was found."""
        language = language_of(request)
        number, code = (request.query_params.get(name, "").strip()[:MOST_TYPED] for name in ("n", "c"))
        if not number or not code:
            return self._page(language, 200, "asked", number, code)
        wait = self._limits.take(CHECKS, self._addresses.of(request))
        if wait is not None:
            refused = self._page(language, 429, "too_fast", number, code, wait=wait)
            refused.headers["Retry-After"] = str(wait)
            return refused
        proof = await self._look_up(number, code)
        if proof is None:
            return self._page(language, 404, "unknown", number, code)
        return self._page(language, 200, "found", proof.number, code, proof)

    async def _look_up(self, number: str, code: str) -> Proof | None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        # A number that cannot be one is looked for all the same: its answer must not come sooner.
        proof = await self._desk.verify(read_number(number) or number, code)
        await self._pause(max(0.0, begun + FLOOR_S - loop.time()))
        return proof

    def _page(
        self,
        language: Language,
        status: int,
        outcome: str,
        number: str,
        code: str,
        proof: Proof | None = None,
        wait: int = 0,
    ) -> Response:
        html = self._texts.render(
            "verify/page",
            language,
            static=self._static.address,
            outcome=outcome,
            number=number,
            code=code,
            wait=wait,
            proof=proof,
            category=category_name(proof.category, language) if proof else None,
            office=office_name(proof.office, language) if proof else None,
            place=place_name(proof.province, proof.commune) if proof else None,
        )
        return HTMLResponse(html, status_code=status)
