"""``/api/v1``: keys, batches of dossiers, figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import Response

from bot.clock import Clock, local
from bot.dossiers.api_keys import ApiKey, ApiKeys, Scope
from bot.dossiers.batches import store_batch
from bot.dossiers.figures import Figure, Figures
from bot.dossiers.register import Register, RegisterMoved
from bot.web.api.models import Batch, Refusal, RowProblem, Stored

#: A thousand rows with long notes and names.
MAX_BODY = 4 * 1024 * 1024
_bearer = HTTPBearer(auto_error=False, description="A key made with `bot.py dossiers key`.")
_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Refusal, "description": "No key, an unknown one, or one that was revoked."},
    403: {"model": Refusal, "description": "The key has not this scope."},
    422: {"model": Refusal, "description": "Rows are at fault; nothing was stored."},
}
_BATCH_REFUSALS: dict[int | str, dict[str, Any]] = {
    409: {"model": Refusal, "description": "Others keep changing the same dossiers; send the batch again."},
    411: {"model": Refusal, "description": "Content-Length is needed."},
    413: {"model": Refusal, "description": "The batch is too large."},
}
EARLIEST, LATEST = date(2000, 2, 1), date(2100, 12, 31)

Given = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
First = Annotated[
    date | None, Query(alias="from", description="First day of receipt; default 30 days before the last.")
]
Last = Annotated[date | None, Query(alias="to", description="Last day of receipt; default today.")]


class _Capped(APIRoute):
    """Refuses a body that is too large before it is read, and says in our own form what is wrong with one."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def capped(request: Request) -> Response:
            declared = request.headers.get("content-length", "")
            if request.method == "POST" and not declared.isdigit():
                return _refusal(411, "Content-Length is needed.")
            if declared.isdigit() and int(declared) > MAX_BODY:
                return _refusal(413, f"At most {MAX_BODY} bytes.")
            try:
                return await handle(request)
            except RequestValidationError as error:
                problems = [_shape_problem(detail) for detail in error.errors()]
                return _refusal(422, "The request has not the documented form.", problems)

        return capped


class AgencyApi:
    def __init__(
        self, register: Register, keys: ApiKeys, figures: Figures, clock: Clock, is_procedure: Callable[[str], bool]
    ) -> None:
        self._register = register
        self._keys = keys
        self._figures = figures
        self._clock = clock
        self._is_procedure = is_procedure

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/v1", tags=["agencies"], route_class=_Capped)
        writing, reading = Depends(self._require(Scope.WRITE)), Depends(self._require(Scope.STATISTICS))

        async def post_dossiers(batch: Batch, key: ApiKey = writing) -> Any:
            """Up to 1,000 rows, all of them or none. Idempotent: a batch sent again changes nothing."""
            return await self._store(batch, key)

        async def get_statistics(first: First = None, last: Last = None, key: ApiKey = reading) -> Any:
            """Dossiers of the key's agency and its units: on time and content, each with n and a 95 % interval."""
            return await self._statistics(first, last, key)

        router.add_api_route(
            "/dossiers",
            post_dossiers,
            methods=["POST"],
            response_model=Stored,
            responses={**_REFUSALS, **_BATCH_REFUSALS},
            summary="Send states of dossiers",
        )
        router.add_api_route(
            "/statistics/dossiers",
            get_statistics,
            methods=["GET"],
            response_model=list[Figure],
            responses=_REFUSALS,
            summary="Figures by procedure",
        )
        return router

    def _require(self, scope: Scope) -> Callable[..., Awaitable[ApiKey]]:
        async def key_of(given: Given) -> ApiKey:
            key = await self._keys.find(given.credentials) if given else None
            if key is None:
                raise HTTPException(401, "A valid key is needed.", {"WWW-Authenticate": "Bearer"})
            if scope not in key.scopes:
                raise HTTPException(403, f"The key has not the scope {scope}.")
            return key

        return key_of

    async def _store(self, batch: Batch, key: ApiKey) -> Stored | JSONResponse:
        rows = [one.model_dump() for one in batch.dossiers]
        try:
            plan = await store_batch(self._register, self._clock, self._is_procedure, key.agency_code, rows)
        except RegisterMoved:
            return _refusal(409, "The same dossiers are being changed by others; send the batch again.")
        if plan.problems:
            problems = [RowProblem(row=p.row, column=p.column or None, message=p.words()) for p in plan.problems]
            return _refusal(422, "Rows are at fault; nothing was stored.", problems)
        return Stored(added=plan.added, changed=plan.changed, unchanged=plan.unchanged)

    async def _statistics(self, first: date | None, last: date | None, key: ApiKey) -> list[Figure] | JSONResponse:
        last = last or local(self._clock.now()).date()
        if not EARLIEST <= last <= LATEST:
            return _refusal(422, "The period must lie between 2000 and 2100.")
        first = first or last - timedelta(days=30)
        if not EARLIEST <= first <= last:
            return _refusal(422, "The period must begin before it ends, and lie between 2000 and 2100.")
        return await self._figures.by_procedure(first, last, key.agency_code)


def _refusal(status: int, detail: str, problems: list[RowProblem] | None = None) -> JSONResponse:
    return JSONResponse(Refusal(detail=detail, problems=problems or []).model_dump(), status_code=status)


def _shape_problem(detail: dict[str, Any]) -> RowProblem:
    """pydantic's finding, without what was sent: it may be somebody's name."""
    place = [part for part in detail["loc"] if part not in ("body", "query", "dossiers")]
    row = next((part + 1 for part in place if isinstance(part, int) and not isinstance(part, bool)), 0)
    column = next((str(part) for part in place if isinstance(part, str)), None)
    return RowProblem(row=row, column=column, message=str(detail["msg"]))
