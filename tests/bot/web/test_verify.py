"""/verify: what a proof stands for, the same words for all that is wrong, and no way to try many (T14)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.reports.cases.numbers import new_number
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.wake import Wake
from bot.web.security import CONTENT_SECURITY_POLICY
from bot.web.site import build_site
from bot.web.verify import VerifyPage
from bot.web.verify.page import CHECKS, FLOOR_S
from tests.bot.reports.cases.desks import LAN, STORY, Room, draft

WHERE = {"province": "48", "office": "mot_cua_xa"}


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Room:
    return await Room.of(database, key, clock, tmp_path / "keys")


@pytest.fixture
def pauses() -> list[float]:
    """How long each answer was held back."""
    return []


@pytest.fixture
def site(room: Room, texts: Texts, settings: Settings, wake: Wake, pauses: list[float]) -> FastAPI:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    page = VerifyPage(
        room.desk, texts, room.clock, trusted_proxies=settings.trusted_proxies, unlimited=False, pause=pause
    )
    inbox = Inbox(room.database, room.key, room.clock, wake)
    parts = {"database": room.database, "key": room.key, "clock": room.clock, "wake": wake, "inbox": inbox}
    return build_site(**parts, texts=texts, settings=settings, extra_routers=[page.router()])  # type: ignore[arg-type]


@pytest.fixture
async def client(site: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        yield client


async def check(client: httpx.AsyncClient, number: str, code: str) -> httpx.Response:
    return await client.get("/verify", params={"n": number, "c": code})


async def test_the_page_asks_for_number_and_code(client: httpx.AsyncClient, pauses: list[float]) -> None:
    answer = await client.get("/verify")
    assert answer.status_code == 200
    assert 'name="n"' in answer.text
    assert 'name="c"' in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "set-cookie" not in answer.headers
    assert not re.search(r"<script|style=|onclick", answer.text)
    assert pauses == []


async def test_a_right_code_shows_what_was_recorded_and_nothing_of_what_was_said(
    client: httpx.AsyncClient, room: Room
) -> None:
    filing = await room.file(draft(**WHERE), LAN)
    answer = await check(client, filing.number, filing.proof)
    assert answer.status_code == 200
    for shown in (
        filing.number,
        "09:00 02/03/2026",
        "Vòi vĩnh",
        "Một cửa",
        "Đà Nẵng",
        "phản ánh, kiến nghị",
        filing.proof,
    ):
        assert shown in answer.text
    assert not any(word in answer.text for word in STORY.split() if len(word) > 6)
    assert filing.secret not in answer.text
    assert "đơn tố cáo" not in answer.text


async def test_it_may_be_typed_as_it_is_read_aloud(client: httpx.AsyncClient, room: Room) -> None:
    filing = await room.file(draft(), LAN)
    typed = filing.proof.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = await check(client, filing.number.lower().replace("-", ""), typed)
    assert answer.status_code == 200
    assert filing.number in answer.text


async def test_all_that_is_wrong_is_answered_alike(client: httpx.AsyncClient, room: Room, pauses: list[float]) -> None:
    filing = await room.file(draft(), LAN)
    other = await room.file(draft("two", "Chuyện khác hẳn: chờ mãi không ai gọi."), LAN)
    nobodys, code = new_number(2026), "0000-0000-0000"
    tries = [(filing.number, code), (filing.number, other.proof), (nobodys, code), (nobodys, filing.proof), ("x", "y")]
    pages = []
    for number, wrong in tries:
        answer = await check(client, number, wrong)
        assert answer.status_code == 404
        pages.append(answer.text.replace(f'value="{number}"', "").replace(f'value="{wrong}"', ""))
    assert len(set(pages)) == 1
    assert len(pauses) == len(tries)
    assert all(FLOOR_S / 2 < pause <= FLOOR_S for pause in pauses)


async def test_a_restricted_case_is_proven_like_any_other(client: httpx.AsyncClient, room: Room) -> None:
    told: dict[str, Any] = {"as_information": True, "denunciation_like": True, **WHERE}
    restricted = await room.file(draft("r", **told), LAN)
    usual = await room.file(draft("u", "Chuyện khác hẳn: chờ mãi không ai gọi.", **WHERE), LAN)
    assert [(await room.view(one.number, LAN)).restricted for one in (restricted, usual)] == [True, False]
    pages = [(await check(client, one.number, one.proof)).text for one in (restricted, usual)]
    masked = [
        page.replace(one.number, "N").replace(one.proof, "C")
        for page, one in zip(pages, (restricted, usual), strict=True)
    ]
    assert masked[0] == masked[1]


async def test_a_case_that_was_passed_on_is_still_proven(client: httpx.AsyncClient, room: Room) -> None:
    filing = await room.file(draft(**WHERE), LAN)
    await room.work.transfer(filing.case_id, "ubnd_tinh", "48", None, "Thuộc thẩm quyền nơi khác.")
    answer = await check(client, filing.number, filing.proof)
    assert answer.status_code == 200
    assert "đã chuyển tới nơi khác" in answer.text
    assert "UBND tỉnh" not in answer.text


async def test_trying_many_is_stopped(client: httpx.AsyncClient, room: Room) -> None:
    filing = await room.file(draft(), LAN)
    for _ in range(CHECKS.burst):
        assert (await check(client, filing.number, "0000-0000-0000")).status_code == 404
    answer = await check(client, filing.number, filing.proof)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert filing.number not in answer.text.replace(f'value="{filing.number}"', "")


async def test_what_is_typed_is_never_markup(client: httpx.AsyncClient) -> None:
    answer = await check(client, '"><script>alert(1)</script>', "<b>" * 100)
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert "<b>" not in answer.text


async def test_in_english_for_who_chose_so(client: httpx.AsyncClient) -> None:
    client.cookies.set("lang", "en")
    assert "Check a proof of filing" in (await client.get("/verify")).text
