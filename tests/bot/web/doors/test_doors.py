from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pyotp
import pytest
from starlette.responses import Response

from bot.clock import FixedClock
from bot.reports.vault import InspectorateKeys
from bot.staff import Role
from bot.staff_room import StaffRoom
from bot.web.console import Frame
from bot.web.security import HEADERS
from tests.bot.web.doors.conftest import Visit
from tests.staffing import CHEAP, PASSPHRASE, Staffing


def hidden(page: httpx.Response, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page.text)
    assert found is not None
    return found[1]


async def test_who_is_not_signed_in_is_sent_to_the_door_by_every_page(visit: Visit, frame: Frame) -> None:
    for page in (page for page in frame.pages if not page.open):
        path = re.sub(r"{\w+}", "1", page.path)
        answer = await visit.client.request(page.method, path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in"), page
        assert answer.text == ""


async def test_enrolling_and_signing_in_by_the_pages(visit: Visit, staffing: Staffing, clock: FixedClock) -> None:
    token = await staffing.invited("Quản Trị", Role.ADMINISTRATOR)
    page = await visit.get(f"/enrol/{token}")
    assert page.status_code == 200
    picture = re.search(r'<img class="qr" src="([^"]+)"', page.text)
    assert picture is not None
    drawn = await visit.client.get(picture[1])
    assert drawn.headers["content-type"].startswith("image/svg")
    assert "<svg" in drawn.text
    carried = hidden(page, "seed")
    seed = staffing.desk.enrolment.seed(token, carried)
    fields = {"seed": carried, "passphrase": PASSPHRASE, "again": PASSPHRASE, "code": pyotp.TOTP(seed).at(clock.at)}
    differing = await visit.client.post(f"/console/enrol/{token}", data={**fields, "again": "another one here"})
    assert differing.status_code == 400
    assert (await visit.client.post(f"/console/enrol/{token}", data=fields)).status_code == 303
    assert (await visit.get(f"/enrol/{token}")).status_code == 404

    door = await visit.get("/sign-in")
    clock.at = clock.at.replace(minute=clock.at.minute + 1)
    typed = {
        "form": hidden(door, "form"),
        "name": "Quản Trị",
        "passphrase": PASSPHRASE,
        "code": pyotp.TOTP(seed).at(clock.at),
    }
    entered = await visit.client.post("/console/sign-in", data=typed)
    assert (entered.status_code, entered.headers["location"]) == (303, "/console")
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    home = await visit.get("")
    assert home.status_code == 200
    assert "Quản Trị" in home.text
    assert (await visit.post("/leave")).status_code == 303
    assert (await visit.get("")).status_code == 303


async def test_all_refusals_at_the_door_are_the_same_page(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    gone = await staffing.active("Đã Nghỉ", Role.AUDITOR, first)
    await staffing.desk.accounts.revoke(gone.member.id, first.member.id)
    await staffing.invited("Mới Mời", Role.AUDITOR)
    form = hidden(await visit.get("/sign-in"), "form")
    answers = set()
    for name, passphrase, code in (
        ("nobody", PASSPHRASE, "123456"),
        (first.name, "another passphrase", first.code()),
        (first.name, PASSPHRASE, "12345x"),
        (gone.name, PASSPHRASE, gone.code()),
        ("Mới Mời", PASSPHRASE, "123456"),
        ("", "", ""),
    ):
        data = {"form": form, "name": name, "passphrase": passphrase, "code": code}
        answer = await visit.client.post("/console/sign-in", data=data)
        assert "set-cookie" not in answer.headers or visit.frame.cookie.name not in answer.headers["set-cookie"]
        answers.add((answer.status_code, answer.text.replace(name or "\0", "")))
    assert len(answers) == 1
    assert answers.pop()[0] == 403


async def test_a_form_from_elsewhere_is_refused_at_the_door(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    form = hidden(await visit.get("/sign-in"), "form")
    typed = {"name": first.name, "passphrase": PASSPHRASE}
    for data, headers in (
        ({"form": "made-up"}, {}),
        ({}, {}),
        ({"form": form}, {"sec-fetch-site": "cross-site"}),
        ({"form": form}, {"origin": "https://elsewhere.example"}),
    ):
        answer = await visit.client.post(
            "/console/sign-in", data={**typed, **data, "code": first.code()}, headers=headers
        )
        assert answer.status_code == 403
        assert visit.frame.cookie.name not in answer.cookies


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
async def test_no_post_is_taken_without_the_sessions_own_token(visit: Visit, staffing: Staffing, token: str) -> None:
    await visit.sign_in(await staffing.first())
    for page in (page for page in visit.frame.pages if page.method == "POST" and not page.open):
        answer = await visit.client.post(re.sub(r"{\w+}", "1", page.path), data={"csrf": token, "name": "X"})
        assert answer.status_code == 403, page
    assert [member.name for member in await staffing.desk.staff.all()] == ["Quản Trị"]
    assert (await visit.get("")).status_code == 200


async def test_no_post_is_taken_from_another_site(visit: Visit, staffing: Staffing) -> None:
    await visit.sign_in(await staffing.first())
    data = {"csrf": await visit.csrf(), "name": "Người Lạ", "role": "administrator"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        answer = await visit.client.post("/console/staff/invite", data=data, headers=headers)
        assert answer.status_code == 403
    assert len(await staffing.desk.staff.all()) == 1


async def test_every_page_carries_the_headers_and_is_kept_by_nobody(visit: Visit, staffing: Staffing) -> None:
    await visit.sign_in(await staffing.first())
    for path in ("", "/staff", "/approvals", "/sign-in", "/keys", "/enrol/none"):
        answer = await visit.get(path)
        assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
        assert answer.headers["cache-control"] == "no-store"
        assert "<script" not in answer.text
        assert not re.search(r"\son\w+=|style=", answer.text)


def test_over_https_the_cookie_is_kept_to_this_host(frame: Frame) -> None:
    secure = type(frame.cookie)(https=True)
    assert secure.name.startswith("__Host-")
    made = Response()
    secure.put(made, "x")
    assert "secure" in made.headers["set-cookie"].lower()
    assert "path=/" in made.headers["set-cookie"].lower()


async def test_a_name_is_shown_as_text(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    await staffing.invited("<img src=x onerror=alert(1)>", Role.INSPECTOR)
    await visit.sign_in(first)
    page = await visit.get("/staff")
    assert "<img src=x" not in page.text
    assert "&lt;img src=x" in page.text


async def test_a_sample_link_lets_in_once(visit: Visit, room: StaffRoom, clock: FixedClock, tmp_path: Path) -> None:
    await InspectorateKeys(room.desk.database, tmp_path / "keys", clock, CHEAP.cost).ensure()
    token = next(iter((await room.desk.sample.links()).values()))
    assert (await visit.get(f"/sample/{token}")).status_code == 200
    assert (await visit.client.post(f"/console/sample/{token}")).status_code == 303
    home = await visit.get("")
    assert "Khóa mở phản ánh của bạn đang mở" in home.text
    assert (await visit.client.post(f"/console/sample/{token}")).status_code == 404


async def test_nobody_posts_much_without_an_account(visit: Visit) -> None:
    form = hidden(await visit.get("/sign-in"), "form")
    for content in (b"form=" + form.encode() + b"&name=" + b"x" * 20_000, _without_length(form)):
        answer = await visit.client.post("/console/sign-in", content=content)
        assert answer.status_code == 403
        assert "Không có ở đây" in answer.text


async def _without_length(form: str) -> AsyncIterator[bytes]:
    yield f"form={form}&name=x".encode()
