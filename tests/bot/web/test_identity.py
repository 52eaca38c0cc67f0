from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from starlette.requests import Request

from bot.clock import FixedClock
from bot.sealing import ServerKey
from bot.web.chat.identity import LIFETIME, VISITOR_COOKIE, Visitor, new_visitor, visitor_of
from tests.bot.web.visit import Visit


def request_with(cookie: str) -> Request:
    headers = [(b"cookie", f"{VISITOR_COOKIE}={cookie}".encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})


def test_a_visitor_is_known_again_by_the_cookie(key: ServerKey, clock: FixedClock) -> None:
    visitor = new_visitor(clock.now())
    assert visitor_of(request_with(visitor.cookie(key)), key, clock.now()) == visitor


def test_chat_ids_are_positive_and_of_52_bits(clock: FixedClock) -> None:
    ids = {new_visitor(clock.now()).chat_id for _ in range(500)}
    assert len(ids) == 500
    assert all(0 < chat_id < 2**52 for chat_id in ids)


def test_a_cookie_of_another_key_or_another_id_is_nobody(key: ServerKey, clock: FixedClock) -> None:
    visitor = new_visitor(clock.now())
    foreign = visitor.cookie(ServerKey(b"test", bytes(32), b"\x01" * 32))
    stolen_signature = visitor.cookie(key).rpartition(".")[2]
    assert visitor_of(request_with(foreign), key, clock.now()) is None
    for altered in (
        f"{visitor.chat_id + 1:x}.{visitor.issued_s:x}.{stolen_signature}",
        f"{visitor.chat_id:x}.{visitor.issued_s + 1:x}.{stolen_signature}",
    ):
        assert visitor_of(request_with(altered), key, clock.now()) is None


@pytest.mark.parametrize("cookie", ["", "..", "a.b", "x.y.z", "1.2.", "1.2.3.4", "-1.0.AAAA", "1.2.ü", "1" * 5000])
def test_garbage_is_nobody(cookie: str, key: ServerKey, clock: FixedClock) -> None:
    assert visitor_of(request_with(cookie), key, clock.now()) is None


def test_a_cookie_ends_after_its_lifetime(key: ServerKey, clock: FixedClock) -> None:
    cookie = Visitor(7, int(clock.now().timestamp())).cookie(key)
    clock.at += LIFETIME - timedelta(seconds=1)
    assert visitor_of(request_with(cookie), key, clock.now()) is not None
    clock.at += timedelta(seconds=2)
    assert visitor_of(request_with(cookie), key, clock.now()) is None


async def test_the_page_renews_an_old_cookie_and_keeps_the_person(
    visit: Visit, client: httpx.AsyncClient, clock: FixedClock
) -> None:
    chat_id, first = visit.chat_id, client.cookies[VISITOR_COOKIE]
    await client.get("/")
    assert client.cookies[VISITOR_COOKIE] == first
    clock.at += timedelta(days=30)
    await client.get("/")
    assert client.cookies[VISITOR_COOKIE] != first
    assert visit.chat_id == chat_id


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/")).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # plain http on the own machine
