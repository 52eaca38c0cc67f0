"""Legal parameters and the calendar in the console: a new row each time, another person reviews, two at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.notice_room import add_notices
from bot.sealing import ServerKey
from bot.staff import Role
from bot.web.console import Frame
from bot.workdays.store import CalendarStore
from tests.bot.web.doors.conftest import Visit
from tests.staffing import Person, Staffing

NAME = "pakn_answer"
NEW = {"value": "10", "effective_from": "2026-07-01", "source": "Nghị định thử 1/2026", "seen": "2022-06-23"}


@pytest.fixture
async def author(staffing: Staffing, frame: Frame, visit: Visit, key: ServerKey) -> Person:
    person = await staffing.first()
    add_notices(frame, frame.texts, key)
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(person)
    return person


@pytest.fixture
async def second(author: Person, staffing: Staffing) -> Person:
    return await staffing.active("Người Thứ Hai", Role.ADMINISTRATOR, author)


async def test_a_new_value_keeps_the_old_one_and_another_person_reviews(
    sqlite: Database, clock: FixedClock, visit: Visit, second: Person
) -> None:
    running = LegalParameters(sqlite, clock)
    await running.all()
    assert (await visit.post(f"/parameters/{NAME}", **NEW)).status_code == 303
    clock.at += timedelta(seconds=31)
    before, after = await running.in_force(NAME, date(2026, 6, 30)), await running.in_force(NAME, date(2026, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.value, after.value, after.is_reviewed) == ("15", "10", False)
    assert (await visit.post(f"/parameters/{NAME}/review", **{"from": "2026-07-01"})).status_code == 409
    await visit.sign_in(second)
    assert (await visit.post(f"/parameters/{NAME}/review", **{"from": "2026-07-01"})).status_code == 303
    clock.at += timedelta(seconds=31)
    reviewed = await running.in_force(NAME, date(2026, 7, 30))
    assert reviewed is not None
    assert reviewed.reviewed_by == second.member.id
    done = [row.action for row in await visit.frame.desk.trail.recent(20) if row.action.startswith("parameter.")]
    assert done == ["parameter.review", "parameter.enter"]


async def test_of_two_who_enter_the_second_is_told(visit: Visit, author: Person) -> None:
    assert (await visit.post(f"/parameters/{NAME}", **NEW)).status_code == 303
    late = await visit.post(f"/parameters/{NAME}", **{**NEW, "effective_from": "2026-08-01", "value": "12"})
    assert late.status_code == 409
    assert 'value="12"' in late.text


async def test_what_was_mistyped_is_taken_back_until_it_is_in_force(
    visit: Visit, author: Person, clock: FixedClock
) -> None:
    await visit.post(f"/parameters/{NAME}", **NEW)
    assert (await visit.post(f"/parameters/{NAME}/withdraw", **{"from": "2022-06-23"})).status_code == 409
    assert (await visit.post(f"/parameters/{NAME}/withdraw", **{"from": "2026-07-01"})).status_code == 303
    await visit.post(f"/parameters/{NAME}", **NEW)
    clock.at += timedelta(days=150)
    await visit.sign_in(author)
    assert (await visit.post(f"/parameters/{NAME}/withdraw", **{"from": "2026-07-01"})).status_code == 409


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (NAME, {"value": "0"}), (NAME, {"value": "٣"}), (NAME, {"value": "99999999"}), (NAME, {"source": "x"}),
        (NAME, {"effective_from": "2022-06-23"}), (NAME, {"effective_from": "31/12/2026"}),
        (NAME, {"effective_from": "9026-01-01"}), ("office_hours", {"value": "17:00-07:00", "seen": "2025-07-01"}),
    ],
)  # fmt: skip
async def test_what_cannot_be_true_is_marked_where_it_stands(
    visit: Visit, author: Person, name: str, wrong: dict[str, str]
) -> None:
    typed = {**NEW, **({"value": "07:00-11:00"} if name != NAME else {}), **wrong}
    answer = await visit.post(f"/parameters/{name}", **typed)
    assert answer.status_code == 400
    assert answer.text.count('aria-invalid="true"') == 1


async def test_days_and_years_of_the_calendar(
    sqlite: Database, clock: FixedClock, visit: Visit, author: Person
) -> None:
    running = CalendarStore(sqlite, clock)
    day = date(2026, 6, 1)
    assert (await running.current()).is_working(day)
    entered = {"day": "2026-06-01", "work": "0", "source": "Công văn thử 1", "unconfirmed": "1"}
    assert (await visit.post("/calendar/day", **entered)).status_code == 303
    clock.at += timedelta(seconds=31)
    assert not (await running.current()).is_working(day)
    assert (await visit.post("/calendar/day", **{**entered, "work": "1"})).status_code == 409  # is there already
    seen = {"day": "2026-06-01", "was_working": "0", "was_source": "Công văn thử 1", "was_sure": "0"}
    assert (await visit.post("/calendar/confirm", **seen)).status_code == 303
    assert (await visit.post("/calendar/drop", **seen)).status_code == 409  # it was confirmed meanwhile
    assert (await visit.post("/calendar/drop", **{**seen, "was_sure": "1"})).status_code == 303
    assert day not in await running.overrides()
    assert (await visit.post("/calendar/year", year="2027", year_source="Công văn thử 2")).status_code == 303
    assert 2027 in await running.years()
    wrong = await visit.post("/calendar/year", year="27", year_source="")
    assert (wrong.status_code, wrong.text.count('aria-invalid="true"')) == (400, 2)
    assert await visit.frame.desk.trail.verify() is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_nobody_else_enters(visit: Visit, staffing: Staffing, author: Person, role: Role) -> None:
    await visit.sign_in(await staffing.active("Ai Đó", role, author))
    for path in ("/parameters", f"/parameters/{NAME}", "/calendar"):
        assert (await visit.get(path)).status_code == 403
    assert (await visit.post(f"/parameters/{NAME}", **NEW)).status_code == 403


async def test_every_parameter_has_a_name_and_its_page(visit: Visit, author: Person, sqlite: Database) -> None:
    page = (await visit.get("/parameters")).text
    for each in await LegalParameters(sqlite, visit.frame.desk.clock).all():
        assert f">{each.name}</a>" not in page
        assert (await visit.get(f"/parameters/{each.name}")).status_code == 200
