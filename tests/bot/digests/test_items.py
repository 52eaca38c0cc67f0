"""What needs somebody, and whom: each reason, each kind of member, and nothing once a colleague acted."""

from __future__ import annotations

from bot.digests import Reason
from bot.reports.cases.work import Finding
from bot.staff import Role, Scope
from tests.bot.digests.stage import DA_NANG, HUE, Stage, told


async def test_new_ones_are_told_once(stage: Stage) -> None:
    await stage.member("an")
    number = await stage.file()
    stage.later(hours=1)
    assert told(await stage.send("an")) == [(number, "new")]
    stage.later(hours=1)
    assert told(await stage.send("an")) == []


async def test_each_sees_their_own_places(stage: Stage) -> None:
    await stage.member("an", scopes=(Scope(HUE),))
    await stage.member("binh", scopes=(Scope(DA_NANG), Scope(HUE, office="so_nganh")))
    await stage.member("chi", scopes=())
    here, there = await stage.file(), await stage.file(province=DA_NANG)
    nowhere = await stage.file(province=None, commune=None)
    await stage.member("dung")
    stage.later(hours=1)
    assert told(await stage.digest("an")) == [(here, "new")]
    assert told(await stage.digest("binh")) == [(there, "new")]
    assert told(await stage.digest("chi")) == []
    assert {number for number, _ in told(await stage.digest("dung"))} == {here, there, nowhere}


async def test_nobody_is_told_of_their_own_office(stage: Stage) -> None:
    await stage.member("an", scopes=(Scope(HUE),), posts=(Scope(HUE, office="mot_cua_xa"),))
    await stage.member("binh")
    number = await stage.file()
    await stage.put("case_exclusion", {"case_id": await stage.id_of(number), "staff_id": "binh", "by": "lead", "at": 1})
    stage.later(hours=1)
    assert told(await stage.digest("an")) == []
    assert told(await stage.digest("binh")) == []


async def test_restricted_ones_are_for_leads(stage: Stage) -> None:
    await stage.member("an")
    await stage.member("lead", Role.LEAD)
    number = await _restricted(stage)
    stage.later(hours=1)
    assert told(await stage.digest("an")) == []
    assert told(await stage.digest("lead")) == [(number, "new")]


async def test_heads_and_administrators_are_told_of_no_case(stage: Stage) -> None:
    await stage.member("head", Role.HEAD)
    await stage.member("admin", Role.ADMINISTRATOR)
    await stage.file()
    stage.later(hours=1)
    assert told(await stage.digest("head")) == []
    assert await stage.desk.make("admin") is None


async def test_what_a_colleague_has_taken_is_theirs(stage: Stage) -> None:
    await stage.member("an")
    await stage.member("binh")
    number, looked_at = await stage.file(), await stage.file()
    await stage.assign(number, "binh", by="an")
    await stage.room.work.screen(await stage.id_of(looked_at))
    stage.later(hours=1)
    assert told(await stage.digest("an")) == []
    assert told(await stage.digest("binh")) == [(number, "new")]


async def test_who_covers_a_leave_is_told_for_the_absent(stage: Stage) -> None:
    await stage.member("an", scopes=(Scope(DA_NANG),))
    await stage.member("binh", scopes=(Scope(HUE),))
    number = await stage.file()
    await stage.assign(number, "binh")
    stage.later(hours=1)
    assert told(await stage.digest("an")) == []
    day = stage.room.clock.at.date().toordinal()
    await stage.put("staff_delegation", {"absent": "binh", "deputy": "an", "first_day": day, "last_day": day})
    assert told(await stage.digest("an")) == [(number, "new")]


async def test_a_citizen_who_wrote_is_told_of_until_somebody_answers(stage: Stage) -> None:
    await stage.member("an")
    number = await stage.file(who=9_000_777)
    case = await stage.id_of(number)
    stage.later(hours=1)
    await stage.send("an")
    await stage.room.do(stage.room.desk.add_message(case, "Tôi gửi thêm"))
    stage.later(minutes=1)
    assert told(await stage.digest("an")) == [(number, "replied")]
    await stage.room.work.reply(case, "Đã nhận")
    stage.later(minutes=1)
    assert told(await stage.send("an")) == []
    await stage.room.do(stage.room.desk.ask_person(case))
    stage.later(minutes=1)
    assert told(await stage.send("an")) == [(number, "person")]


async def test_an_answer_to_a_question_is_told_once(stage: Stage) -> None:
    await stage.member("an")
    number = await stage.file()
    case = await stage.id_of(number)
    stage.later(hours=1)
    await stage.room.work.ask(case, "Ngày nào?")
    stage.later(hours=1)
    await stage.room.do(stage.room.desk.add_message(case, "Hôm thứ hai"))
    stage.later(hours=1)
    assert told(await stage.send("an")) == [(number, "replied")]
    stage.later(hours=1)
    assert told(await stage.send("an")) == []


async def test_what_came_from_elsewhere_and_what_is_disputed(stage: Stage) -> None:
    await stage.member("an")
    moved, closed = await stage.file(), await stage.file(who=9_000_778)
    stage.later(hours=1)
    await stage.send("an")
    await _transfer(stage, moved)
    await _resolve(stage, closed)
    await stage.room.do(stage.room.desk.dispute(await stage.id_of(closed), "Không đúng"))
    stage.later(hours=1)
    assert told(await stage.send("an")) == [(closed, "disputed"), (closed, "replied"), (moved, "transferred")]


async def test_clocks_that_run_out(stage: Stage) -> None:
    await stage.member("an")
    number = await stage.file()
    stage.later(hours=1)
    await stage.send("an")
    case = next(row for row in await stage.room.rows("report_case") if row.number == number)
    seen: list[tuple[tuple[str, str], int]] = []
    while len(seen) < 2:
        stage.later(days=1)
        for what in told(await stage.send("an")):
            seen.append((what, stage.room.clock.at.date().toordinal() - case.due_day))
    assert [what for what, _ in seen] == [(number, "approaching"), (number, "overdue")]
    assert seen[0][1] <= 0 < seen[1][1]
    stage.later(days=3)
    assert told(await stage.send("an")) == []


async def test_a_clock_that_stands_runs_out_for_nobody(stage: Stage) -> None:
    await stage.member("an")
    await stage.room.work.ask(await stage.id_of(await stage.file()), "Ngày nào?")
    stage.later(days=40)
    assert told(await stage.digest("an")) == []


async def test_the_most_pressing_stands_first(stage: Stage) -> None:
    await stage.member("an")
    old = await stage.file()
    stage.later(days=30)
    new = await stage.file()
    stage.later(minutes=5)
    assert told(await stage.digest("an")) == [(old, "overdue"), (new, "new")]
    assert (await stage.digest("an")).counts() == {Reason.OVERDUE: 1, Reason.NEW: 1}


async def _restricted(stage: Stage) -> str:
    number = await stage.file()
    async with stage.room.database.write() as connection:
        await connection.exec_driver_sql("UPDATE report_case SET restricted = true")
    return number


async def _transfer(stage: Stage, number: str) -> None:
    await stage.room.work.transfer(await stage.id_of(number), "so_nganh", HUE, None, "Thuộc thẩm quyền của Sở.")


async def _resolve(stage: Stage, number: str) -> None:
    case = await stage.id_of(number)
    await stage.room.work.accept(case)
    await stage.room.work.resolve(case, Finding.NOT_CONFIRMED, "Đã kiểm tra, không đúng như phản ánh.")
