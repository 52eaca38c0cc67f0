"""Links of posters, locations and the pages to print, over HTTP on both databases."""

from __future__ import annotations

from uuid import uuid4

import httpx
import orjson
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import inbox
from bot.intake.update import sealed_for
from bot.place_room import PlaceRoom
from bot.places.links import MOST, PAYLOAD, Target, payload_of, target_of
from bot.places.office import ID
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.web.chat.history import History
from tests.bot.web.visit import Visit
from tests.offices import sample_offices
from tests.shelves import shipped, stocked_library


async def updates(database: Database, key: ServerKey) -> list[dict[str, object]]:
    async with database.read() as connection:
        rows = (await connection.execute(select(inbox).order_by(inbox.c.seq))).all()
    return [orjson.loads(key.open(row.payload, sealed_for(row.channel, row.bot, row.update_id))) for row in rows]


async def test_a_location_is_rounded_and_not_in_the_history(visit: Visit, database: Database, key: ServerKey) -> None:
    body = {"lat": 10.7812345, "lon": 106.7098765, "client_id": str(uuid4())}
    assert (await visit.client.post("/chat/location", json=body)).status_code == 202
    assert (await visit.client.post("/chat/location", json=body)).status_code == 202  # a repeat is the same
    sent = [update["message"] for update in await updates(database, key) if "location" in str(update)]
    assert [message["location"] for message in sent] == [{"latitude": 10.781, "longitude": 106.71}]  # type: ignore[index]
    entries, _ = await History(database, key).latest(visit.lane)
    assert [entry.content["text"] for entry in entries if entry.kind == "user"] == ["📍"]
    assert "106.7" not in str(entries)


@pytest.mark.parametrize(
    "point",
    [{"lat": 91, "lon": 0}, {"lat": "10", "lon": 0}, {"lat": True, "lon": 0}, {"lat": 1}, {"lat": 1, "lon": 181}],
)
async def test_what_is_no_location(visit: Visit, point: dict[str, object]) -> None:
    answer = await visit.client.post("/chat/location", json={**point, "client_id": str(uuid4())})
    assert answer.status_code == 422


async def test_a_link_is_said_once_and_its_address_goes(
    client: httpx.AsyncClient, database: Database, key: ServerKey
) -> None:
    first = await client.get("/?open=tt_1_001193")
    assert (first.status_code, first.headers["location"][:2]) == (303, "/#")
    await client.get("/?open=tt_1_001193")
    texts = [update["message"]["text"] for update in await updates(database, key)]  # type: ignore[index]
    assert texts == ["/start tt_1_001193"]


@pytest.mark.parametrize("payload", ["", "<script>", "a b", "x" * 65, "tt_1.001193"])
async def test_what_is_no_link_opens_the_page(client: httpx.AsyncClient, payload: str) -> None:
    assert (await client.get("/", params={"open": payload})).status_code == 200


@pytest.fixture
async def pages(database: Database, clock: FixedClock, texts: Texts) -> httpx.AsyncClient:
    return await _pages(database, clock, texts, "https://motcua.example/", "motcua_bot")


async def _pages(
    database: Database, clock: FixedClock, texts: Texts, public_url: str | None, bot_name: str | None
) -> httpx.AsyncClient:
    await sample_offices(database, clock)
    room = PlaceRoom(database, clock, await stocked_library())
    room.bot_name = bot_name
    site = FastAPI()
    for router in room.routers(texts, Settings(_env_file=None, public_url=public_url)):
        site.include_router(router)
    return httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost")


async def test_a_page_to_print_names_what_it_opens(pages: httpx.AsyncClient) -> None:
    page = (await pages.get("/qr/procedure/1.001193")).text
    assert "<h1>Thủ tục đăng ký khai sinh</h1>" in page
    assert "https://motcua.example/?open=tt_1_001193" in page
    assert "https://t.me/motcua_bot?start=tt_1_001193" in page
    assert page.count("<svg") == 2
    assert "style=" not in page  # the policy would not apply it
    office = (await pages.get("/qr/office/hcm-sai-gon")).text
    assert "45 - 47 Lê Duẩn" in office
    assert "https://t.me/motcua_bot?start=vp_hcm-sai-gon" in office


@pytest.mark.parametrize("path", ["procedure/9.999999", "procedure/%3Cscript%3E", "office/nowhere", "office/A%20B"])
async def test_what_there_is_not_has_no_page(pages: httpx.AsyncClient, path: str) -> None:
    assert (await pages.get(f"/qr/{path}")).status_code == 404


async def test_without_an_address_the_page_says_what_is_missing(
    database: Database, clock: FixedClock, texts: Texts
) -> None:
    pages = await _pages(database, clock, texts, None, None)
    page = (await pages.get("/qr/procedure/1.001193")).text
    assert "MOTCUA_PUBLIC_URL" in page
    assert "<svg" not in page


def test_every_procedure_that_ships_has_a_link_that_leads_back_to_it() -> None:
    for code in shipped():
        payload = payload_of(Target(procedure=code))
        assert payload is not None
        assert PAYLOAD.fullmatch(payload)
        assert target_of(payload) == Target(procedure=code)


@given(st.from_regex(ID, fullmatch=True))
def test_every_office_has_a_link_that_leads_back_to_it(office: str) -> None:
    payload = payload_of(Target(office=office))
    assert payload is not None
    assert len(payload) <= MOST
    assert target_of(payload) == Target(office=office)


@given(st.text(max_size=80))
def test_no_payload_breaks_the_reader(payload: str) -> None:
    target = target_of(payload)
    assert target is None or payload_of(target) == payload
