"""Agencies in the console: added, edited, ended with a successor, circles refused, two at once, only administrators."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from bot.agencies import Agencies, Agency, Register
from bot.clock import FixedClock
from bot.database import Database
from bot.staff import Role
from bot.web.console import Frame
from bot.web.console.agencies import AgencyPages
from tests.bot.web.doors.conftest import Visit
from tests.bot.web.test_rendering import ATTACKS
from tests.staffing import Person, Staffing

NEW = {"id": "0", "version": "0", "name": "UBND phường Thử", "codes": "H57.900\r\nH57.901", "kind": "ubnd_xa"}
HUE = "UBND Thành phố Huế"


@pytest.fixture
async def administrator(staffing: Staffing) -> Person:
    return await staffing.first()


@pytest.fixture
async def register(sqlite: Database, clock: FixedClock, frame: Frame, administrator: Person, visit: Visit) -> Register:
    """An administrator is signed in."""
    AgencyPages(frame, sqlite, clock).add()
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(administrator)
    return Register(sqlite, clock)


async def named(register: Register, name: str) -> Agency:
    return next(each for each in (await register.all()).values() if each.name == name)


async def test_an_agency_is_added_and_ends_with_a_successor(
    register: Register, visit: Visit, sqlite: Database, clock: FixedClock
) -> None:
    running = Agencies(sqlite, clock)
    place = {"province": "46", "commune": "19753", "superior": HUE}
    assert (await visit.post("/agencies/save", **NEW, **place)).status_code == 303
    added = await named(register, "UBND phường Thử")
    assert (added.codes, added.commune, added.version) == (("H57.900", "H57.901"), "19753", 1)
    assert await running.name_of("H57.901") == "UBND phường Thử"
    ends = {**NEW, "id": str(added.id), "version": "1", "valid_to": "2020-01-31", "successor": HUE}
    assert (await visit.post("/agencies/save", **ends)).status_code == 303
    clock.at += timedelta(seconds=31)
    assert await running.name_of("H57.901") == HUE
    assert f"→ {HUE}" in unescape((await visit.get("/agencies?q=phuong thu")).text)
    done = [(row.action, row.subject) for row in await visit.frame.desk.trail.recent(20) if "agency." in row.action]
    assert done == [("agency.edit", str(added.id)), ("agency.add", str(added.id))]


async def test_of_two_who_edit_the_second_is_told_and_keeps_what_was_typed(register: Register, visit: Visit) -> None:
    hue = await named(register, HUE)
    typed = {"id": str(hue.id), "version": str(hue.version), "name": HUE, "codes": "H57", "kind": "ubnd_tinh"}
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


async def test_nobody_is_their_own_superior(register: Register, visit: Visit) -> None:
    assert (await visit.post("/agencies/save", **NEW, superior=HUE)).status_code == 303
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
