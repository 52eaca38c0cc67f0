"""``/metrics``: for whoever was given the token; without a token in the settings, for this very machine alone.

Everybody else gets the same 404 as for an address that does not exist.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, HTTPException
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response

from bot.metrics.standing import StandingFigures

#: What a proxy adds: whoever asks is then not on this machine, though the proxy is.
_FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


def figures_router(standing: StandingFigures, token: SecretStr | None, version: str) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    async def figures(request: Request) -> Response:
        if not _may(request, token):
            raise HTTPException(404)
        # Not before somebody looks: the start does not wait for it.
        from bot.metrics.exposition import CONTENT_TYPE, exposition

        return Response(exposition(await standing.all(), version), media_type=CONTENT_TYPE)

    router.add_api_route("/metrics", figures, methods=["GET"], response_model=None)
    return router


def _may(request: Request, token: SecretStr | None) -> bool:
    if token is None:
        return _is_here(request) and not any(name in request.headers for name in _FORWARDED)
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    matches = hmac.compare_digest(given.strip().encode(), token.get_secret_value().encode())
    return matches and kind.lower() == "bearer"


def _is_here(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:  # no address: a test's client, or a socket of another kind
        return False
