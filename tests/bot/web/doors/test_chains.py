"""Rules for kinds of office in the console: seen, asked for, decided by a second person."""

from __future__ import annotations

from html import unescape

import pytest

from bot.chains import ChainStore
from bot.clock import FixedClock
from bot.database import Database
from bot.jurisdiction_room import add_agencies
from bot.reports.offices import offices
from bot.sealing import ServerKey
from bot.staff import Role
from bot.web.console import Frame
from tests.bot.web.doors.conftest import Visit
from tests.staffing import Person, Staffing

TODAY = "2026-03-02"
RULE = {"above": "ubnd_tinh", "level": "province", "fields": "Thuế\nHộ tịch", "valid_from": TODAY}


@pytest.fixture
async def administrator(staffing: Staffing) -> Person:
    return await staffing.first()


@pytest.fixture
async def chains(
    sqlite: Database, clock: FixedClock, key: ServerKey, frame: Frame, administrator: Person, visit: Visit
) -> ChainStore:
    """An administrator is signed in."""
    add_agencies(frame, key)
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(administrator)
    return ChainStore(sqlite, clock)


async def test_every_kind_of_office_is_listed_with_what_stands_above(chains: ChainStore, visit: Visit) -> None:
    page = unescape((await visit.get("/chains")).text)
    assert all(f'href="/console/chains/{key}"' in page for key in offices())
    row = page.partition('href="/console/chains/mot_cua_tinh"')[2].partition("</tr>")[0]
    assert offices()["ubnd_tinh"].vi in row


async def test_a_rule_is_asked_for_shown_and_granted(
    chains: ChainStore, visit: Visit, staffing: Staffing, administrator: Person
) -> None:
    asked = await visit.post("/chains/thue", **RULE)
    page = asked.headers["location"].removeprefix("/console")
    shown = unescape((await visit.get(page)).text)
    assert offices()["ubnd_tinh"].vi in shown
    assert "Thuế, Hộ tịch" in shown
    assert (await chains.current()).rules["thue"].above is None
    await visit.sign_in(await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, administrator))
    assert offices()["thue"].vi in unescape((await visit.get("/chains/changes")).text)
    assert (await visit.post(page, granted="yes")).status_code == 303
    assert (await chains.current()).rules["thue"].above == "ubnd_tinh"


@pytest.mark.parametrize(
    ("wrong", "marked"),
    [
        ({"above": "khong_co"}, "above"),
        ({"level": "district"}, "level"),
        ({"valid_from": "2/3/2026"}, "valid_from"),
        ({"fields": "\n".join(map(str, range(61)))}, "fields"),
    ],
)
async def test_what_does_not_fit_is_marked(
    chains: ChainStore, visit: Visit, wrong: dict[str, str], marked: str
) -> None:
    answer = await visit.post("/chains/thue", **{**RULE, **wrong})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text.partition(f'id="{marked}" ')[2].partition(">")[0]


async def test_a_circle_and_the_past_are_refused(chains: ChainStore, visit: Visit) -> None:
    circle = {**RULE, "above": "viec_lam", "fields": ""}
    assert (await visit.post("/chains/so_nganh", **circle)).status_code == 400
    assert (await visit.post("/chains/thue", **{**RULE, "valid_from": "2026-03-01"})).status_code == 400


@pytest.mark.parametrize("path", ["/chains/khong_co", "/chains/changes/x", "/chains/changes/99"])
async def test_what_there_is_not_is_refused(chains: ChainStore, visit: Visit, path: str) -> None:
    assert (await visit.get(path)).status_code == 403


async def test_nobody_else_sees_them(
    chains: ChainStore, visit: Visit, staffing: Staffing, administrator: Person
) -> None:
    await visit.sign_in(await staffing.active("Thanh Tra", Role.LEAD, administrator))
    assert (await visit.get("/chains")).status_code == 403
    assert (await visit.post("/chains/thue", **RULE)).status_code == 403
