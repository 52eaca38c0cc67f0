from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.reports.vault import InspectorateKeys
from bot.staff import Relation, Role, Scope, Standing, Verdict, allowed
from bot.staff.authority import matrix
from bot.web.console import Frame
from tests.bot.web.doors.conftest import Visit
from tests.staffing import CHEAP, Staffing


def test_every_route_has_a_row_in_the_matrix(frame: Frame) -> None:
    routes = {(method, route.path) for route in frame.router().routes for method in route.methods}  # type: ignore[attr-defined]
    named = {(page.method, page.path): page for page in frame.pages}
    assert routes == named.keys()
    for page in named.values():
        assert page.action in (matrix().open if page.open else matrix().rows), page


@pytest.mark.parametrize("role", list(Role))
async def test_every_page_opens_to_those_roles_only_that_the_matrix_names(
    visit: Visit, staffing: Staffing, role: Role
) -> None:
    first = await staffing.first()
    person = first if role is Role.ADMINISTRATOR else await staffing.active("Ai Đó", role, first)
    await visit.sign_in(person)
    for page in (page for page in visit.frame.pages if not page.open and page.action != "own.leave"):
        path = re.sub(r"{\w+}", "1", page.path).removeprefix("/console")
        answer = await (visit.get(path) if page.method == "GET" else visit.post(path))
        may = allowed(role, Relation.ANY, page.action) is not Verdict.REFUSE
        if not may:
            assert answer.status_code == 403, page
        elif "{" not in page.path and page.method == "GET":
            assert answer.status_code == 200, page


async def test_inviting_confirming_and_revoking_by_the_pages(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    await visit.sign_in(first)
    page = await visit.post("/staff/invite", name="Thanh Tra", role="inspector", province="01", commune="", office="")
    link = re.search(r"http://localhost/console/enrol/([\w-]+)", page.text)
    assert link is not None
    person = await staffing.enrolled(link[1])
    assert (await visit.post(f"/staff/{person.member.id}/confirm")).status_code == 409, "she invited him herself"
    second = await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, first)
    await visit.sign_in(second)
    assert (await visit.post(f"/staff/{person.member.id}/confirm")).status_code == 303
    member = await staffing.desk.staff.member(person.member.id)
    assert member is not None
    assert (member.state, member.scopes) == (Standing.ACTIVE, (Scope("01"),))
    assert (await visit.post(f"/staff/{person.member.id}/revoke")).status_code == 303
    member = await staffing.desk.staff.member(person.member.id)
    assert member is not None
    assert member.state is Standing.REVOKED


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "role": "inspector"},
        {"name": "X", "role": "boss"},
        {"name": "X", "role": "lead", "province": "99"},
        {"name": "X", "role": "lead", "province": "04", "commune": "00004"},
        {"name": "X", "role": "lead", "office": "nowhere"},
        {"name": "Quản Trị", "role": "lead"},
    ],
)
async def test_what_cannot_be_invited(visit: Visit, staffing: Staffing, fields: dict[str, str]) -> None:
    await visit.sign_in(await staffing.first())
    assert (await visit.post("/staff/invite", **fields)).status_code == 400
    assert len(await staffing.desk.staff.all()) == 1


async def test_places_are_added_and_taken_away(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    person = await staffing.active("Thanh Tra", Role.INSPECTOR, first)
    await visit.sign_in(first)
    path = f"/staff/{person.member.id}/places"
    await visit.post(path, which="post", add="1", province="", commune="00004", office="ubnd_xa")
    await visit.post(path, which="scope", drop="0", add="1", province="01", commune="", office="")
    member = await staffing.desk.staff.member(person.member.id)
    assert member is not None
    assert member.scopes == (Scope("01"),)
    assert member.posts == (Scope("01", "00004", "ubnd_xa"),)
    assert (await visit.post(path, which="role", add="1")).status_code == 403


async def test_another_app_needs_two_administrators(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    second = await staffing.active("Quản Trị Hai", Role.ADMINISTRATOR, first)
    person = await staffing.active("Thanh Tra", Role.INSPECTOR, first)
    await visit.sign_in(first)
    assert (await visit.post(f"/staff/{person.member.id}/recover", reason="x")).status_code == 400
    assert (await visit.post(f"/staff/{person.member.id}/recover", reason="mất điện thoại")).status_code == 200
    asked = (await visit.get("/approvals")).text
    assert "một quản trị viên khác quyết định" in asked
    assert "/console/approvals/" not in asked  # no button that would be refused
    await visit.sign_in(second)
    number = re.search(r"/console/approvals/(\d+)", (await visit.get("/approvals")).text)
    assert number is not None
    await visit.sign_in(first)
    assert (await visit.post(f"/approvals/{number[1]}", granted="yes")).status_code == 409
    await visit.sign_in(second)
    page = await visit.post(f"/approvals/{number[1]}", granted="yes")
    link = re.search(r"http://localhost(/console/recover/[\w-]+)", page.text)
    assert link is not None
    assert (await visit.client.get(link[1])).status_code == 200


async def test_a_holder_hands_the_key_on_and_prints_a_recovery_key(
    visit: Visit, staffing: Staffing, clock: FixedClock, tmp_path: Path
) -> None:
    keys = InspectorateKeys(staffing.desk.database, tmp_path / "keys", clock, CHEAP.cost)
    await keys.ensure()
    handed = keys.folder.passphrases()[0].read_text()
    first = await staffing.first()
    lead = await staffing.active("Phụ Trách", Role.LEAD, first, inspectorate=handed)
    later = await staffing.active("Thanh Tra", Role.INSPECTOR, first)
    await visit.sign_in(lead)
    (row,) = await staffing.desk.ring.holders()
    assert (await visit.post("/keys/grant", key=row.key_id, member=first.member.id)).status_code == 409
    assert (await visit.post("/keys/grant", key="another", member=later.member.id)).status_code == 403
    assert (await visit.post("/keys/grant", key=row.key_id, member=later.member.id)).status_code == 303
    assert {row.name for row in await staffing.desk.ring.holders()} == {"Phụ Trách", "Thanh Tra"}
    page = await visit.post("/keys/print", key=row.key_id)
    printed = re.search(r'<span class="code link">([a-z2-7-]+)</span>', page.text)
    assert printed is not None
    assert [key.key_id for key in staffing.desk.ring.open_file(printed[1])] == [row.key_id]


async def test_a_leave_is_entered(visit: Visit, staffing: Staffing, clock: FixedClock) -> None:
    first = await staffing.first()
    person = await staffing.active("Thanh Tra", Role.INSPECTOR, first)
    deputy = await staffing.active("Làm Thay", Role.LEAD, first)
    await visit.sign_in(person)
    today = clock.at.date()
    days = {"first": today.isoformat(), "last": today.isoformat()}
    for wrong in (
        {**days, "deputy": person.member.id},
        {**days, "deputy": first.member.id},
        {**days, "deputy": deputy.member.id, "first": "2020-01-01"},
        {**days, "deputy": deputy.member.id, "last": "soon"},
    ):
        assert (await visit.post("/own/delegate", **wrong)).status_code == 400
    assert (await visit.post("/own/delegate", **days, deputy=deputy.member.id)).status_code == 200
    assert [each.name for each in await staffing.desk.staff.acting_for(deputy.member, today)] == ["Thanh Tra"]
    ends = re.findall(r'action="/console(/own/leaves/\d+/end)"', (await visit.get("")).text)
    assert len(ends) == 1
    await visit.sign_in(deputy)
    assert "/own/leaves/" not in (await visit.get("")).text
    await visit.post(ends[0])  # somebody else's stays
    assert len(await staffing.desk.staff.acting_for(deputy.member, today)) == 1
    await visit.sign_in(person)
    assert "Làm Thay" not in (await visit.post(ends[0])).text.split("<form")[0]
    assert await staffing.desk.staff.acting_for(deputy.member, today) == []


async def test_the_auditor_checks_the_chain(visit: Visit, staffing: Staffing) -> None:
    first = await staffing.first()
    auditor = await staffing.active("Kiểm Tra", Role.AUDITOR, first)
    await visit.sign_in(auditor)
    head = str(await staffing.desk.trail.head())
    assert head in (await visit.get("/audit")).text
    assert "nguyên vẹn" in (await visit.post("/audit/verify", head=head)).text
    assert "bị đứt" in (await visit.post("/audit/verify", head=head[:-64] + "0" * 64)).text
    assert (await visit.post("/audit/verify", head="x")).status_code == 400
