"""The web server's application: chat, health, static files, API documentation, and the routers it is given."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.abuse.figures import Figures
from bot.clock import Clock
from bot.database import Database
from bot.intake.entrance import Entrance
from bot.intake.inbox import Inbox
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.wake import Wake
from bot.web.chat.identity import language_of
from bot.web.chat.routes import Chat
from bot.web.health import health_router
from bot.web.security import HEADERS, SecurityHeaders
from bot.web.static import StaticFiles

NAME = "Một Cửa"


def build_site(
    *,
    database: Database,
    key: ServerKey,
    clock: Clock,
    wake: Wake,
    inbox: Inbox,
    texts: Texts,
    settings: Settings,
    extra_routers: Sequence[APIRouter] = (),
    entrance: Entrance | None = None,
    figures: Figures | None = None,
) -> FastAPI:
    """Builds, starts nothing.

    :param entrance: None: everybody is let in. :param figures: of the limits; None: those that ship.

    ``site.state.streams.close()`` ends the open event streams; call it before the server is told to stop, or it
    waits for them.
    """
    static = StaticFiles()
    chat = Chat(
        database=database,
        key=key,
        clock=clock,
        wake=wake,
        inbox=inbox,
        texts=texts,
        settings=settings,
        static=static,
        entrance=entrance,
        figures=figures,
    )
    # FastAPI's own documentation page loads scripts from elsewhere, which our policy forbids: ours is below.
    site = FastAPI(title=NAME, openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    site.state.streams = chat.streams
    site.include_router(chat.router())
    site.include_router(health_router(database))
    for router in extra_routers:
        site.include_router(router)
    site.add_route("/static/{name}", static.serve, include_in_schema=False)
    _add_documentation(site, texts, static)
    _add_problems(site, texts, static)
    site.add_middleware(SecurityHeaders, https=(settings.public_url or "").startswith("https:"))
    return site


def _add_documentation(site: FastAPI, texts: Texts, static: StaticFiles) -> None:
    async def documentation(request: Request) -> Response:
        page = texts.render("api/docs", language_of(request), api=site.openapi(), static=static.address)
        return HTMLResponse(page)

    site.add_route("/api/docs", documentation, include_in_schema=False)


def _add_problems(site: FastAPI, texts: Texts, static: StaticFiles) -> None:
    async def not_found(request: Request, error: Exception) -> Response:
        if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"detail": getattr(error, "detail", "Not Found")}, status_code=404)
        return HTMLResponse(texts.render("problem", language_of(request), static=static.address), status_code=404)

    async def broken(_request: Request, _: Exception) -> Response:
        # Answered outside the middleware, so it brings the headers itself; says nothing of what happened (T4).
        return JSONResponse({"detail": "Internal Server Error"}, status_code=500, headers=HEADERS)

    site.add_exception_handler(404, not_found)
    site.add_exception_handler(Exception, broken)
