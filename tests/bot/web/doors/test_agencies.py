"""Agencies in the console: added, edited, ended with a successor, circles refused, two at once, only administrators."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from bot.agencies import Agencies, Agency, Register
from bot.clock import FixedClock
from bot.database import Database
from bot.jurisdiction_room import add_agencies
from bot.places import gazetteer
from bot.sealing import ServerKey
from bot.staff import Role
from bot.web.console import Frame
from tests.bot.web.doors.conftest import Visit
from tests.bot.web.test_rendering import ATTACKS
from tests.staffing import Person, Staffing

NEW = {"id": "0", "version": "0", "name": "UBND phường Thử", "codes": "H57.900\r\nH57.901"}
PLACED = {"kind": "ubnd_xa", "province": "46", "commune": "19753", "superior": "UBND Thành phố Huế"}
HUE = "UBND Thành phố Huế"


@pytest.fixture
async def administrator(staffing: Staffing) -> Person:
    return await staffing.first()


@pytest.fixture
async def second(staffing: Staffing, administrator: Person) -> Person:
    return await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, administrator)


@pytest.fixture
async def register(
    sqlite: Database, clock: FixedClock, key: ServerKey, frame: Frame, administrator: Person, visit: Visit
) -> Register:
    """An administrator is signed in."""
    add_agencies(frame, key)
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(administrator)
    return Register(sqlite, clock)


async def named(register: Register, name: str) -> Agency:
    return next(each for each in (await register.all()).values() if each.name == name)


async def agreed(answer: httpx.Response, visit: Visit, second: Person, **fields: str) -> httpx.Response:
    """What was asked for is granted by a second administrator; whoever asked is signed in again after it."""
    assert answer.status_code == 303
    before = dict(visit.client.cookies)
    await visit.sign_in(second)
    done = await visit.post(answer.headers["location"].removeprefix("/console"), granted="yes", **fields)
    visit.client.cookies.clear()
    visit.client.cookies.update(before)
    return done


async def test_an_agency_is_added_and_ends_with_a_successor(
    register: Register, visit: Visit, sqlite: Database, clock: FixedClock, second: Person
) -> None:
    running = Agencies(sqlite, clock)
    asked = await visit.post("/agencies/save", **NEW, **PLACED)
    assert (await agreed(asked, visit, second, nobody="seen")).status_code == 303
    added = await named(register, "UBND phường Thử")
    assert (added.codes, added.commune, added.version) == (("H57.900", "H57.901"), "19753", 1)
    assert await running.name_of("H57.901") == "UBND phường Thử"
    ends = {**NEW, **PLACED, "id": str(added.id), "version": "1", "valid_to": "2020-01-31", "successor": HUE}
    await agreed(await visit.post("/agencies/save", **ends), visit, second, nobody="seen")
    clock.at += timedelta(seconds=5)
    assert await running.name_of("H57.901") == HUE
    assert f"→ {HUE}" in unescape((await visit.get("/agencies?q=phuong thu")).text)
    done = [row.action for row in await visit.frame.desk.trail.recent(20) if "chain." in row.action]
    assert done == ["chain.decide", "chain.ask"] * 2


async def test_names_and_codes_need_no_second_person(register: Register, visit: Visit) -> None:
    assert (await visit.post("/agencies/save", **NEW)).headers["location"] == "/console/agencies"
    added = await named(register, "UBND phường Thử")
    typed = {**NEW, "id": str(added.id), "version": "1", "codes": "H57.902"}
    assert (await visit.post("/agencies/save", **typed)).headers["location"] == "/console/agencies"
    assert (await named(register, "UBND phường Thử")).codes == ("H57.902",)
    done = [(row.action, row.subject) for row in await visit.frame.desk.trail.recent(20) if "agency." in row.action]
    assert done == [("agency.edit", str(added.id)), ("agency.add", str(added.id))]


async def test_nobody_agrees_to_their_own_or_without_having_seen_that_nobody_is_left(
    register: Register, visit: Visit, second: Person
) -> None:
    asked = await visit.post("/agencies/save", **NEW, **PLACED)
    page = asked.headers["location"].removeprefix("/console")
    assert (await visit.post(page, granted="yes", nobody="seen")).status_code == 409
    assert (await agreed(asked, visit, second)).status_code == 400
    assert "UBND phường Thử" not in [each.name for each in (await register.all()).values()]
    assert (await agreed(asked, visit, second, nobody="seen")).status_code == 303
    assert (await visit.get(page)).status_code == 403  # decided


async def test_a_commune_is_found_by_its_name_old_or_new(register: Register, visit: Visit) -> None:
    """By the button of the form, which keeps what was typed; and by itself."""
    found = await visit.post("/agencies/save", **NEW, province="46", commune_q="thuan hoa", find="1")
    assert found.status_code == 200
    assert 'value="UBND phường Thử"' in unescape(found.text)
    options = re.findall(r'<option value="(\d+)"', found.text.partition('id="communes"')[2])
    assert options
    assert all(gazetteer().communes[code][1] == "46" for code in options)
    alone = await visit.get("/agencies/communes?commune_q=thuan hoa&province=46&commune=")
    assert "<html" not in alone.text
    assert re.findall(r'<option value="(\d+)"', alone.text) == options


async def test_provinces_without_a_code_are_named(register: Register, visit: Visit) -> None:
    page = unescape((await visit.get("/agencies")).text)
    bare = page.partition("Chưa có nguồn")[2].partition("</p>")[0]
    assert bare.partition(":")[2].strip(" .").split(", ") == ["Tỉnh Hưng Yên", "Tỉnh Khánh Hoà", "Thành phố Cần Thơ"]


async def test_of_two_who_edit_the_second_is_told_and_keeps_what_was_typed(register: Register, visit: Visit) -> None:
    hue = await named(register, HUE)
    typed = {
        "id": str(hue.id),
        "version": str(hue.version),
        "name": HUE,
        "codes": "H57",
        "kind": "ubnd_tinh",
        "province": "46",
    }
    assert (await visit.post("/agencies/save", **typed, name_en="Hue")).status_code == 303
    late = await visit.post("/agencies/save", **typed, name_en="Hue City")
    assert late.status_code == 409
    assert 'value="Hue City"' in late.text
    assert (await named(register, HUE)).name_en == "Hue"


@pytest.mark.parametrize(
    ("wrong", "marked"),
    [
        ({"name": HUE}, "name"),
        ({"codes": "H57"}, "codes"),
        ({"province": "46", "commune": "26740"}, "commune"),
        ({"superior": "Không có"}, "superior"),
        ({"successor": HUE}, "successor"),
        ({"valid_to": "31/12/2025"}, "valid_to"),
    ],
)
async def test_what_does_not_fit_is_marked_where_it_stands(
    register: Register, visit: Visit, wrong: dict[str, str], marked: str
) -> None:
    answer = await visit.post("/agencies/save", **{**NEW, **wrong})
    assert answer.status_code == 400
    assert answer.text.count('aria-invalid="true"') == 1
    assert 'aria-invalid="true"' in answer.text.partition(f'id="{marked}" ')[2].partition(">")[0]


async def test_nobody_is_their_own_superior(register: Register, visit: Visit, second: Person) -> None:
    await agreed(await visit.post("/agencies/save", **NEW, **PLACED), visit, second, nobody="seen")
    hue = await named(register, HUE)
    circle = {"id": str(hue.id), "version": str(hue.version), "name": HUE, "superior": "UBND phường Thử"}
    answer = await visit.post("/agencies/save", **circle)
    assert answer.status_code == 400
    assert (await named(register, HUE)).superior is None


async def test_what_is_typed_is_only_text(register: Register, visit: Visit) -> None:
    for number, attack in enumerate(ATTACKS):
        await visit.post("/agencies/save", name=f"{number} {attack}"[:200], name_en=attack[:200])
    page = (await visit.get("/agencies")).text.partition("<h1>")[2]
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.parametrize("path", ["/agencies/9999999", "/agencies/x", "/agencies/1' OR 1=1"])
async def test_what_is_no_agency_is_refused(register: Register, visit: Visit, path: str) -> None:
    assert (await visit.get(path)).status_code == 403


async def test_nobody_else_sees_or_edits_them(
    register: Register, visit: Visit, staffing: Staffing, administrator: Person
) -> None:
    other = await staffing.active("Thanh Tra", Role.INSPECTOR, administrator)
    await visit.sign_in(other)
    assert (await visit.get("/agencies")).status_code == 403
    assert (await visit.post("/agencies/save", **NEW)).status_code == 403
    assert "UBND phường Thử" not in [each.name for each in (await register.all()).values()]
