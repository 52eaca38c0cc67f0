"""Health: alive is not ready. For supervisors, load balancers and whoever starts the program and waits."""

from __future__ import annotations

import asyncio

import structlog
from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.database import Database, Queries
from bot.database.migrate import newest_revision

#: A load balancer gives up about then.
PATIENCE_S = 3.0

log = structlog.get_logger(__name__)


def health_router(database: Database) -> APIRouter:
    """``/healthz``: the process answers. ``/readyz``: 200 when the database is reachable and migrated, else 503."""
    queries = Queries.beside(__file__, database.dialect)
    wanted = {newest_revision()}
    router = APIRouter(include_in_schema=False)

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE_S), database.read() as connection:
                found = set((await connection.execute(queries["revisions"])).scalars())
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("not_ready", error=type(error).__name__)
            return JSONResponse({"status": "database unreachable"}, status_code=503)
        if database.damage.seen:
            return JSONResponse({"status": "database damaged"}, status_code=503)
        if found != wanted:
            return JSONResponse({"status": "database not migrated"}, status_code=503)
        return JSONResponse({"status": "ok"})

    router.add_api_route("/healthz", alive, methods=["GET"], response_model=None)
    router.add_api_route("/readyz", ready, methods=["GET"], response_model=None)
    return router
