"""GET /qr/procedure/{code} and /qr/office/{id}: one A4 page to hang up. Public: it says what the chat says anyway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import segno
from fastapi import APIRouter
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.clock import Clock, local
from bot.places.desk import PlaceDesk
from bot.places.links import Target, payload_of, telegram_link, web_link
from bot.texts import Texts
from bot.web.chat.identity import language_of
from bot.web.static import StaticFiles
from knowledge.library import Library

#: Read by old phones from an arm's length, with a crease through it.
CORRECTION = "q"


@dataclass(frozen=True, slots=True)
class Code:
    """``channel``: web | telegram."""

    channel: str
    link: str
    picture: Markup


class QrPages:
    """:param bot_name: gives the Telegram bot's user name once it is known. :param public_url: as in the settings."""

    def __init__(
        self,
        *,
        library: Library,
        places: PlaceDesk,
        clock: Clock,
        texts: Texts,
        public_url: str | None,
        bot_name: Callable[[], str | None],
    ) -> None:
        self._library = library
        self._places = places
        self._clock = clock
        self._texts = texts
        self._public_url = public_url
        self._bot_name = bot_name
        self._static = StaticFiles()

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/qr/procedure/{code}", self.procedure, methods=["GET"], response_model=None)
        router.add_api_route("/qr/office/{office_id}", self.office, methods=["GET"], response_model=None)
        return router

    async def procedure(self, request: Request) -> Response:
        code = request.path_params["code"]
        payload = payload_of(Target(procedure=code))
        stored = await self._library.service(code) if payload else None
        if payload is None or stored is None:
            raise HTTPException(404)
        return self._page(request, payload, service=stored.service, office=None)

    async def office(self, request: Request) -> Response:
        office = await self._places.offices.office(request.path_params["office_id"])
        payload = payload_of(Target(office=office.id)) if office else None
        if office is None or payload is None:
            raise HTTPException(404)
        return self._page(request, payload, service=None, office=office)

    def _page(self, request: Request, payload: str, **values: object) -> Response:
        html = self._texts.render(
            "qr/page",
            language_of(request),
            codes=self._codes(payload),
            public=self._public_url is not None,
            today=local(self._clock.now()),
            static=self._static.address,
            **values,
        )
        return HTMLResponse(html)

    def _codes(self, payload: str) -> list[Code]:
        name = self._bot_name()
        links = [("web", web_link(self._public_url, payload))] if self._public_url else []
        links += [("telegram", telegram_link(name, payload))] if name else []
        return [Code(channel, link, _picture(link)) for channel, link in links]


def _picture(link: str) -> Markup:
    """SVG without style attributes, which our policy forbids; black on white whatever the theme."""
    code = segno.make(link, error=CORRECTION, micro=False)
    return Markup(code.svg_inline(scale=8, border=4, dark="#000", light="#fff", omitsize=True, svgclass=None))
