"""The digest in the console: what waits for whom, as a table, and the page of hours and days."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.clock import local
from bot.staff.member import Role, Scope
from tests.bot.reports.cases.desks import LAN, MINH, STORY, draft
from tests.bot.web.console.staffed import Office, numbers_in

HUE, DA_NANG = "46", "48"


async def test_each_sees_what_waits_for_them_and_no_words(office: Office) -> None:
    here = (await office.room.file(draft(province=HUE, office="ubnd_xa"), LAN)).number
    an = await office.sign_in("an", scopes=[Scope(HUE)], with_keys=False)
    binh = await office.sign_in("binh", scopes=[Scope(DA_NANG)])
    page = (await an.get("/digest")).text
    assert set(numbers_in(page)) == {here}
    assert f'action="/console/cases/{here}/take"' in page
    assert STORY not in page
    assert here not in (await binh.get("/digest")).text
    head = await office.sign_in("head", Role.HEAD)
    page = (await head.get("/digest")).text
    assert here not in page
    assert (await head.post("/digest/table")).status_code == 403


async def test_what_a_colleague_has_taken_waits_for_them_alone(office: Office) -> None:
    number = (await office.room.file(draft(province=HUE, office="ubnd_xa"), LAN)).number
    an, binh = await office.sign_in("an"), await office.sign_in("binh")
    assert (await an.post(f"/cases/{number}/take")).status_code == 303
    assert number not in (await binh.get("/digest")).text
    mine = (await an.get("/digest")).text
    assert number in mine
    case = (await an.get(f"/cases/{number}")).text
    for act in ("w-ask", "w-office"):  # the links lead somewhere
        assert f'href="/console/cases/{number}#{act}"' in mine
        assert f' id="{act}"' in case
    assert f"/console/cases/{number}/take" not in mine


async def test_the_table_holds_the_same_cases_and_is_written_down(office: Office) -> None:
    numbers = [
        (await office.room.file(draft(f"d{who.chat_id}", province=HUE, office="ubnd_xa"), who)).number
        for who in (LAN, MINH)
    ]
    an = await office.sign_in("an")
    given = await an.post("/digest/table")
    assert given.headers["content-disposition"].endswith(".xlsx")
    page = load_workbook(BytesIO(given.content)).active
    assert page is not None
    assert {row[0].value for row in page.iter_rows(min_row=2)} == set(numbers)
    assert ("an", "digest.read") in await office.audited()


@pytest.mark.parametrize(
    ("typed", "schedule", "quiet"),
    [
        ({"days": "work", "time": "07:30"}, "30 7 * * 1-5", None),
        ({"days": "3", "time": "16:05", "quiet": "1", "quiet_from": "18", "quiet_to": "6"}, "5 16 * * 3", (18, 6)),
        ({"days": "cron", "cron": " 0  8,14 * * 1-5 "}, "0 8,14 * * 1-5", None),
    ],
)
async def test_hours_are_kept_shown_again_and_planned(
    office: Office, typed: dict[str, str], schedule: str, quiet: tuple[int, int] | None
) -> None:
    an = await office.sign_in("an")
    assert (await an.post("/digest/hours", **typed)).status_code == 200
    (row,) = await office.room.rows("digest_setting")
    assert (row.schedule, row.quiet_from) == (schedule, None if quiet is None else quiet[0])
    page = (await an.get("/digest/hours")).text
    assert f'value="{typed["days"]}" selected' in page
    assert f'value="{typed.get("time", "")}"' in page
    assert f'value="{schedule}"' in page
    (due,) = [row for row in await office.room.rows("due") if row.kind == "digest"]
    assert due.at > office.room.clock.at.timestamp() * 1000


@pytest.mark.parametrize(
    "typed",
    [
        {"days": "cron", "cron": "* * * * *"},
        {"days": "cron", "cron": "every day"},
        {"days": "work", "time": "25:00"},
        {"days": "work"},
        {"days": "7", "time": "07:30"},
        {"days": "work", "time": "07:30", "quiet": "1", "quiet_from": "24", "quiet_to": "7"},
        {"days": "work", "time": "07:30", "quiet": "1"},
    ],
)
async def test_what_is_no_rhythm_is_refused_and_said(office: Office, typed: dict[str, str]) -> None:
    an = await office.sign_in("an")
    answer = await an.post("/digest/hours", **typed)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert await office.room.rows("digest_setting") == []


async def test_who_chose_before_the_first_digest_misses_nothing(office: Office) -> None:
    an = await office.sign_in("an")
    await an.post("/digest/hours", days="work", time="07:30")
    (row,) = await office.room.rows("digest_setting")
    assert local(office.room.clock.at).timestamp() * 1000 - row.last_to == 7 * 86_400_000


async def test_only_whose_role_reads_digests(office: Office) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        desk = await office.sign_in(role.value, role)
        for path in ("/digest", "/digest/hours"):
            assert (await desk.get(path)).status_code == 403
        assert (await desk.post("/digest/hours", days="work", time="07:30")).status_code == 403
        assert "/console/digest" not in (await desk.get("/digest")).text
