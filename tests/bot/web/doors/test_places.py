"""Offices in the console: edited, special days, verified, two people at once, as a sheet down and up."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.places.desk import PlaceDesk
from bot.places.office import COLUMNS, Office
from bot.staff import Role
from bot.web.console import Frame
from bot.web.console.place_words import COLUMN_LABELS, WRONG
from bot.web.console.places import PlacePages
from tests.bot.web.doors.conftest import Visit
from tests.offices import sample_offices
from tests.staffing import Person, Staffing

FIELDS = {
    "version": "0", "id": "hn-hoan-kiem", "name": "Trung tâm Hoàn Kiếm", "level": "commune", "province": "01",
    "commune": "Phường Hoàn Kiếm", "address": "1 Phố Thử", "lat": "21.03", "lon": "105.85", "mon": "07:30-11:30",
    "special": "2026-12-24 -\r\n2026-12-26 08:00-10:00", "phone": "024 1", "accepts": "*", "boundless": "1",
    "source": "thử",
}  # fmt: skip


@pytest.fixture
async def administrator(staffing: Staffing) -> Person:
    return await staffing.first()


@pytest.fixture
async def places(sqlite: Database, clock: FixedClock, frame: Frame, administrator: Person, visit: Visit) -> PlaceDesk:
    """The sample, and an administrator who is signed in."""
    desk = PlaceDesk(sqlite, clock)
    await sample_offices(sqlite, clock)
    PlacePages(frame, desk).add()
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(administrator)
    return desk


async def office(places: PlaceDesk, office_id: str) -> Office:
    found = await places.offices.office(office_id)
    assert found is not None
    return found


async def actions(visit: Visit) -> list[str]:
    return [row.action for row in await visit.frame.desk.trail.recent(20) if row.action.startswith("place.")]


async def test_an_office_is_added_changed_verified_and_removed(places: PlaceDesk, visit: Visit) -> None:
    assert (await visit.post("/places/save", **FIELDS)).status_code == 303
    added = await office(places, "hn-hoan-kiem")
    assert (added.commune, added.boundless, len(added.hours.special), added.version) == ("00070", True, 2, 1)
    page = (await visit.get("/places/office/hn-hoan-kiem")).text
    assert "2026-12-24 -\n2026-12-26 08:00-10:00" in page
    changed = {**FIELDS, "version": "1", "phone": "024 2", "boundless": ""}
    assert (await visit.post("/places/save", **changed)).status_code == 303
    assert (await office(places, "hn-hoan-kiem")).phone == "024 2"
    assert (await visit.post("/places/office/hn-hoan-kiem/verify", version="2")).status_code == 303
    assert (await office(places, "hn-hoan-kiem")).verified_on is not None
    assert (await visit.post("/places/office/hn-hoan-kiem/remove", version="3")).status_code == 303
    assert await places.offices.office("hn-hoan-kiem") is None
    assert await actions(visit) == ["place.remove", "place.verify", "place.edit", "place.add"]
    assert await visit.frame.desk.trail.verify() is None


async def test_of_two_who_edit_the_second_keeps_what_was_typed(places: PlaceDesk, visit: Visit) -> None:
    await visit.post("/places/save", **FIELDS)
    await visit.post("/places/save", **{**FIELDS, "version": "1", "phone": "024 2"})
    late = await visit.post("/places/save", **{**FIELDS, "version": "1", "phone": "024 3"})
    assert late.status_code == 409
    assert 'value="024 3"' in late.text
    assert (await office(places, "hn-hoan-kiem")).phone == "024 2"
    for act in ("verify", "remove"):
        assert (await visit.post(f"/places/office/hn-hoan-kiem/{act}", version="1")).status_code == 409
        assert (await visit.post(f"/places/office/hn-hoan-kiem/{act}")).status_code == 409
    assert (await visit.post("/places/save", **FIELDS)).status_code == 409  # the short name is taken


async def test_what_is_wrong_is_said_and_what_was_typed_stays(places: PlaceDesk, visit: Visit) -> None:
    wrong = {"mon": "7-11", "lat": "999", "phone": "<b>gọi</b>", "special": "tết", "name": ""}
    answer = await visit.post("/places/save", **{**FIELDS, **wrong})
    assert answer.status_code == 400
    assert answer.text.count('aria-invalid="true"') == 5
    assert "&lt;b&gt;gọi&lt;/b&gt;" in answer.text
    assert await places.offices.office("hn-hoan-kiem") is None


async def test_the_sheet_goes_down_and_up(places: PlaceDesk, visit: Visit) -> None:
    sheet = (await visit.get("/places/sheet")).content
    changed = sheet.replace(b"028.38234223", b"028.1")

    async def post(content: bytes, do: str) -> int:
        data = {"csrf": await visit.csrf(), "do": do}
        answer = await visit.client.post("/console/places/sheet", data=data, files={"file": ("a.csv", content)})
        return answer.status_code

    assert await post(changed, "check") == 200
    assert (await office(places, "hcm-sai-gon")).phone == "028.38234223"
    assert await post(changed, "take") == 200
    assert (await office(places, "hcm-sai-gon")).phone == "028.1"
    assert await post(changed.replace(b"028.1", b"goi"), "take") == 400
    assert await post(b"%PDF-1.7 named .csv", "take") == 400
    assert await post(b"", "take") == 400
    assert (await office(places, "hcm-sai-gon")).phone == "028.1"
    assert await actions(visit) == ["place.import"]


async def test_the_list_is_searched_without_marks(places: PlaceDesk, visit: Visit) -> None:
    page = (await visit.get("/places?q=tan+dinh")).text
    assert "Phường Tân Định" in page
    assert "Phường Sài Gòn" not in page
    assert "/qr/office/hcm-tan-dinh" in page
    assert (await visit.get("/places/poster?code=1.001193")).headers["location"] == "/qr/procedure/1.001193"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_nobody_else_edits(
    places: PlaceDesk, visit: Visit, staffing: Staffing, administrator: Person, role: Role
) -> None:
    await visit.sign_in(await staffing.active("Ai Đó", role, administrator))
    for path in ("/places", "/places/sheet", "/places/add", "/places/office/hcm-sai-gon"):
        assert (await visit.get(path)).status_code == 403
    assert (await visit.post("/places/save", **FIELDS)).status_code == 403


def test_every_field_and_every_problem_has_words() -> None:
    assert set(COLUMNS) | {"file"} == set(COLUMN_LABELS)
    assert all(words for words in WRONG.values())
