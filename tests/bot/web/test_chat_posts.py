"""What a visitor sends: committed before it is acknowledged, once however often it is sent, refused in words."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from bot.abuse import rates
from bot.clock import FixedClock
from bot.database import Database
from bot.outbox.message import Button
from bot.outbox.outgoing import Address
from bot.web.chat.identity import VISITOR_COOKIE
from tests.bot.web.visit import Desk, Visit

MORE = Button("Xem thêm", data="v1:ask:more")


async def test_opening_the_page_greets_once(visit: Visit, desk: Desk) -> None:
    await visit.page()
    await visit.page()
    async with desk.database.read() as connection:
        count = (await connection.exec_driver_sql("SELECT COUNT(*) FROM inbox")).scalar_one()
    assert count == 1
    assert await desk.updates() == []  # the one is /start
    assert await desk.history() == []  # and nobody typed it


async def test_a_message_is_kept_and_shown(visit: Visit, desk: Desk) -> None:
    answer = await visit.say("  làm khai sinh\r\ncần gì?  ")
    assert (answer.status_code, answer.json()) == (202, {})
    [update] = await desk.updates()
    assert update["message"]["text"] == "làm khai sinh\ncần gì?"
    assert update["message"]["chat"]["id"] == visit.chat_id
    assert "làm khai sinh\ncần gì?" in html.unescape(await visit.page())


async def test_a_message_sent_again_is_the_same(visit: Visit, desk: Desk) -> None:
    client_id = str(uuid4())
    for _ in range(3):
        assert (await visit.say("một lần", client_id)).status_code == 202
    assert len(await desk.updates()) == 1
    assert [kind for _, kind in await desk.history()] == ["user"]


async def test_the_same_words_said_twice_are_two_messages(visit: Visit, desk: Desk) -> None:
    await visit.say("có")
    await visit.say("có")
    assert len(await desk.updates()) == 2


async def test_a_press_of_what_was_offered_is_taken_once(visit: Visit, desk: Desk) -> None:
    number = await desk.say(visit.address, "chọn", MORE)
    client_id = str(uuid4())
    for _ in range(2):
        assert (await visit.press(number, MORE.data, client_id)).status_code == 202
    [update] = await desk.updates()
    query = update["callback_query"]
    assert (query["data"], query["id"], query["message"]["message_id"]) == (MORE.data, client_id, number)


async def test_a_button_of_an_earlier_state_still_works(visit: Visit, desk: Desk) -> None:
    number = await desk.say(visit.address, "trang 1", MORE)
    await desk.edit(visit.address, number, "trang 2")
    assert (await visit.press(number, MORE.data)).status_code == 202


async def test_a_press_of_what_was_not_offered_is_refused(visit: Visit, desk: Desk) -> None:
    number = await desk.say(visit.address, "chọn", MORE, Button("Cổng", url="https://dichvucong.gov.vn"))
    elsewhere = await desk.say(Address("web", "web", 99), "chọn", MORE)
    for message, data in ((number, "v1:staff:close"), (number + 50, MORE.data), (elsewhere, MORE.data)):
        answer = await visit.press(message, data)
        assert answer.status_code == 404
        assert answer.json()["error"] == "not_offered"
        assert "Nút này không còn nữa" in answer.json()["text"]
    assert await desk.updates() == []


async def test_nobody_presses_what_they_typed_themselves(visit: Visit, desk: Desk) -> None:
    await visit.say("v1:ask:more")
    [(number, _)] = await desk.history()
    assert (await visit.press(number, "v1:ask:more")).status_code == 404


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "", "client_id": str(uuid4())}, "empty"),
        ({"text": " \n\u200b\u202e ", "client_id": str(uuid4())}, "empty"),
        ({"text": "x" * 4097, "client_id": str(uuid4())}, "too_long"),
        ({"text": "👶" * 2049, "client_id": str(uuid4())}, "too_long"),
        ({"text": "x", "client_id": "no uuid"}, "malformed"),
        ({"text": "x"}, "malformed"),
        ({"text": ["x"], "client_id": str(uuid4())}, "empty"),
        ({"client_id": str(uuid4())}, "empty"),
    ],
)
async def test_unfit_messages_are_refused_in_words(
    body: dict[str, object], error: str, visit: Visit, desk: Desk
) -> None:
    answer = await visit.client.post("/chat/messages", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert answer.json()["text"]
    assert await desk.updates() == []


@pytest.mark.parametrize("text", ["x" * 4096, "👶" * 2048, "ệ" * 4096, "<script>&amp;"])
@pytest.mark.parametrize("way", ["json", "form"])
async def test_the_longest_messages_arrive_whole(text: str, way: str, visit: Visit, desk: Desk) -> None:
    answer = await (visit.say(text) if way == "json" else visit.submit("/chat/messages", text=text))
    assert answer.status_code == (202 if way == "json" else 303)
    [update] = await desk.updates()
    assert update["message"]["text"] == text


@pytest.mark.parametrize(
    ("message", "data"),
    [("x", "v1:a"), (0, "v1:a"), (-1, "v1:a"), (2**60, "v1:a"), (True, "v1:a"), (1, ""), (1, "x" * 65), (1, None)],
)
async def test_unfit_presses_are_refused(message: object, data: object, visit: Visit) -> None:
    answer = await visit.press(message, data)
    assert (answer.status_code, answer.json()["error"]) == (422, "malformed")


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"[]", 400),
        ("application/json", b'"x"', 400),
        ("application/json", b'{"text": "\xff"}', 400),
        ("application/x-www-form-urlencoded", "text=ệ".encode(), 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 20, 400),
        ("text/plain", b'{"text": "x"}', 415),
        ("application/json", b'{"text": "' + b"x" * 20_000 + b'"}', 413),
    ],
)
async def test_bodies_that_no_page_of_ours_sends(
    content_type: str, body: bytes, status: int, visit: Visit, desk: Desk
) -> None:
    answer = await visit.client.post("/chat/messages", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == status
    assert await desk.updates() == []


async def test_an_endless_body_of_undeclared_length_is_cut_off(visit: Visit) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10_000_000:
            sent += 1_000
            yield b"x" * 1_000

    answer = await visit.client.post("/chat/messages", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert sent < 100_000


@pytest.mark.parametrize("cookie", ["", "1.2.forged", "zzz"])
async def test_without_an_honest_cookie_nothing_is_taken(cookie: str, visit: Visit, desk: Desk) -> None:
    visit.client.cookies.clear()
    if cookie:
        visit.client.cookies.set(VISITOR_COOKIE, cookie)
    for answer in (await visit.say("x"), await visit.press(1, "v1:a")):
        assert (answer.status_code, answer.json()["error"]) == (403, "no_session")
    assert (await visit.client.get("/chat/events")).status_code == 403
    assert await desk.updates() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ],
)
async def test_posts_of_foreign_pages_are_refused(headers: dict[str, str], visit: Visit, desk: Desk) -> None:
    answer = await visit.say("x", **headers)
    assert (answer.status_code, answer.json()["error"]) == (403, "foreign")
    assert await desk.updates() == []


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}])
async def test_a_form_that_no_browser_vouches_for_needs_its_token(
    headers: dict[str, str], visit: Visit, desk: Desk
) -> None:
    form = {"text": "x", "client_id": str(uuid4())}
    for token in ({}, {"token": "forged"}, {"token": "ü"}):
        answer = await visit.client.post("/chat/messages", data=form | token, headers=headers)
        assert answer.status_code == 403
    assert await desk.updates() == []
    answer = await visit.client.post("/chat/messages", data=form | {"token": visit.token}, headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
async def test_a_form_that_the_browser_vouches_for_is_taken(headers: dict[str, str], visit: Visit) -> None:
    form = {"text": "x", "client_id": str(uuid4())}
    assert (await visit.client.post("/chat/messages", data=form, headers=headers)).status_code == 303


async def test_too_many_messages_are_refused_and_later_taken(visit: Visit, desk: Desk, clock: FixedClock) -> None:
    taken = [(await visit.say(f"tin {number}")).status_code for number in range(rates.MESSAGES.burst)]
    assert taken == [202] * rates.MESSAGES.burst
    answer = await visit.say("thêm")
    assert (answer.status_code, answer.json()["error"]) == (429, "too_fast")
    wait = int(answer.headers["retry-after"])
    assert str(wait) in answer.json()["text"]
    clock.at += timedelta(seconds=wait)
    assert (await visit.say("thêm")).status_code == 202
    assert len(await desk.updates()) == rates.MESSAGES.burst + 1


async def test_new_visitors_of_one_address_are_limited(client: httpx.AsyncClient, desk: Desk) -> None:
    for _ in range(rates.NEW_VISITORS.burst):
        client.cookies.clear()
        assert (await client.get("/")).status_code == 200
    client.cookies.clear()
    answer = await client.get("/")
    assert answer.status_code == 429
    assert "Bạn gửi hơi nhanh" in answer.text
    assert VISITOR_COOKIE not in client.cookies


async def test_when_the_database_is_down_the_visitor_is_told_and_can_repeat(
    visit: Visit, desk: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(**_: object) -> None:
        raise OSError("connection refused")

    client_id = str(uuid4())
    with monkeypatch.context() as broken:
        broken.setattr(database, "brief_write", down)
        answer = await visit.say("nhớ tôi", client_id)
        assert (answer.status_code, answer.json()["error"]) == (503, "unreachable")
        broken.setattr(database, "read", down)
        page = await visit.submit("/chat/messages", text="nhớ tôi")
        assert page.status_code == 503
        assert "nhớ tôi</textarea>" in page.text  # given back, so that nobody types it twice
        assert (await visit.client.get("/")).status_code == 503
    assert await desk.updates() == []
    assert (await visit.say("nhớ tôi", client_id)).status_code == 202
    assert len(await desk.updates()) == 1


async def test_the_language_is_remembered_and_the_bot_is_told(visit: Visit, desk: Desk) -> None:
    assert '<html lang="vi">' in await visit.page()
    answer = await visit.submit("/chat/language", language="en")
    assert answer.status_code == 303
    assert '<html lang="en">' in await visit.page()
    [update] = await desk.updates()
    assert update["callback_query"]["data"] == "v1:lang:set:en"
    assert (await visit.submit("/chat/language", language="fr")).status_code == 422


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_language_pressed_under_a_message_is_the_pages_too(scripts: bool, visit: Visit, desk: Desk) -> None:
    english = "v1:lang:set:en"
    number = await desk.say(visit.address, "Chào bạn", Button("English", data=english), MORE)
    if scripts:
        assert (await visit.press(number, MORE.data)).json() == {}
        answer = await visit.press(number, english)
        assert (answer.status_code, answer.json()) == (202, {"language": "en"})
    else:
        assert (await visit.submit("/chat/presses", message=str(number), data=english)).status_code == 303
    assert '<html lang="en">' in await visit.page()


async def test_a_language_that_was_not_offered_changes_nothing(visit: Visit, desk: Desk) -> None:
    number = await desk.say(visit.address, "Chào bạn", MORE)
    assert (await visit.press(number, "v1:lang:set:en")).status_code == 404
    assert '<html lang="vi">' in await visit.page()
