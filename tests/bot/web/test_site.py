"""The web server as a whole: its headers, health, static files, documentation, and what is not there."""

from __future__ import annotations

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.wake import Wake
from bot.web.site import build_site
from bot.web.static import StaticFiles

SNAPSHOT = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.fixture
def database(sqlite: Database) -> Database:
    """One backend is enough here; /readyz asks for both below."""
    return sqlite


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/healthz", 200),
        ("/api/docs", 200),
        ("/api/openapi.json", 200),
        ("/static/no.css", 404),
        ("/x", 404),
    ],
)
async def test_every_answer_carries_the_headers(path: str, status: int, client: httpx.AsyncClient) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    expected = SNAPSHOT
    if path == "/":  # the page with the button for the visitor's own location
        policy = SNAPSHOT["permissions-policy"].replace("geolocation=()", "geolocation=(self)")
        expected = {**SNAPSHOT, "permissions-policy": policy}
    assert {name: answer.headers.get(name) for name in SNAPSHOT} == expected
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def test_an_error_of_ours_says_nothing_and_carries_the_headers(site: FastAPI) -> None:
    async def broken() -> None:
        raise RuntimeError("chat 4321 said: bí mật")

    site.add_api_route("/broken", broken)
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/broken")
    assert (answer.status_code, answer.json()) == (500, {"detail": "Internal Server Error"})
    assert {name: answer.headers.get(name) for name in SNAPSHOT} == SNAPSHOT


async def test_behind_https_cookies_and_transport_are_strict(
    sqlite: Database, key: ServerKey, clock: FixedClock, wake: Wake, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.chat.premises.PATIENCE_S", 0.0)
    settings = Settings(_env_file=None, public_url="https://motcua.example")
    site = build_site(
        database=sqlite,
        key=key,
        clock=clock,
        wake=wake,
        inbox=Inbox(sqlite, key, clock, wake),
        texts=texts,
        settings=settings,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="https://motcua.example") as client:
        answer = await client.get("/")
    assert "; Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_alive_says_so_without_a_database(client: httpx.AsyncClient, database: Database) -> None:
    await database.close()
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_ready_needs_a_database(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await client.get("/readyz")).status_code == 200

    def down(**_: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(database, "read", down)
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database unreachable"})


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("UPDATE alembic_version SET version_num = '0000'", "database not migrated"),
        ("DROP TABLE alembic_version", "database unreachable"),
    ],
)
async def test_ready_needs_the_migrations(
    statement: str, status: str, client: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as connection:
        await connection.execute(text(statement))
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": status})


async def test_static_files_are_kept_for_ever_under_the_name_of_their_content(client: httpx.AsyncClient) -> None:
    address = StaticFiles().address("chat.css")
    answer = await client.get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert (await client.get("/static/chat.css")).headers["cache-control"] == "no-cache"
    assert (await client.get("/static/chat.css?v=old")).headers["cache-control"] == "no-cache"
    again = await client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["../site.py", "..%2fsite.py", "chat.css/x", ".", "chat"])
async def test_nothing_but_the_static_files_is_served(name: str, client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/static/{name}")).status_code == 404


async def test_the_api_is_described_without_the_chat(site: FastAPI, client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/openapi.json")).json()["paths"] == {}


async def test_the_documentation_page_lists_routes_it_is_given(
    sqlite: Database,
    key: ServerKey,
    clock: FixedClock,
    wake: Wake,
    texts: Texts,
    settings: Settings,
) -> None:
    router = APIRouter(prefix="/api/v1")

    @router.get("/dossiers/{code}")
    async def dossier(code: str, year: int = 2026) -> dict[str, str]:
        """Where a <b>dossier</b> stands."""
        return {}

    site = build_site(
        database=sqlite,
        key=key,
        clock=clock,
        wake=wake,
        inbox=Inbox(sqlite, key, clock, wake),
        texts=texts,
        settings=settings,
        extra_routers=(router,),
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        page = (await client.get("/api/docs")).text
    assert "GET /api/v1/dossiers/{code}" in page
    assert "Where a &lt;b&gt;dossier&lt;/b&gt; stands." in page
    assert "year" in page


async def test_an_unknown_page_leads_to_the_chat(client: httpx.AsyncClient) -> None:
    page = await client.get("/khong-co", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "Không có trang này" in page.text
    assert '<a href="/">' in page.text
    assert (await client.get("/api/v1/x", headers={"Accept": "text/html"})).json() == {"detail": "Not Found"}
