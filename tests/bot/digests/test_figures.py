"""Figures of whole weeks: what they count, what they hide, and that two digests in a row tell nothing of one report."""

from __future__ import annotations

from datetime import timedelta

from bot.digests import Figures
from bot.digests.suppress import FEWEST
from bot.reports.cases.work import Finding
from bot.reports.draft import Demand
from bot.staff import Role, Scope
from tests.bot.digests.stage import DA_NANG, HUE, Stage

PAPER = Demand(words="giấy xác nhận tình trạng nhà", verdict="not_on_list", paper="xac-nhan-nha")

STORIES = (
    "Nộp hồ sơ khai sinh ba lần vẫn bị trả về.",
    "Cán bộ tiếp dân nói năng cộc lốc, đuổi về.",
    "Cổng dịch vụ công báo lỗi suốt cả buổi sáng.",
    "Đất của gia đình đo sai mà không ai sửa cho.",
    "Chờ giấy phép xây dựng đã hai tháng nay.",
)


async def week_of(stage: Stage, count: int, **more: object) -> list[str]:
    return [await stage.file(**more) for _ in range(count)]


async def figures(stage: Stage, member: str) -> Figures | None:
    return (await stage.digest(member)).figures


async def test_a_week_is_told_when_it_is_over(stage: Stage) -> None:
    await stage.member("an", scopes=(Scope(HUE),))
    await stage.send("an")
    await week_of(stage, FEWEST + 1)
    await week_of(stage, FEWEST - 1, province=DA_NANG)
    stage.later(days=1)
    assert await figures(stage, "an") is None
    stage.later(days=6)
    told = await figures(stage, "an")
    assert told is not None
    assert (told.reports, told.reports_before) == (FEWEST + 1, None)
    assert [(spot.province, spot.what, spot.persons) for spot in told.hot] == [(HUE, "cat-C1", FEWEST)]
    assert told.groups == {"C": FEWEST + 1}


async def test_it_is_told_once(stage: Stage) -> None:
    await stage.member("an")
    await stage.send("an")
    await week_of(stage, FEWEST)
    stage.later(days=7)
    assert (await stage.send("an")).figures is not None
    stage.later(days=1)
    assert (await stage.send("an")).figures is None


async def test_few_persons_are_no_figure(stage: Stage) -> None:
    await stage.member("an")
    await stage.send("an")
    for number, story in enumerate(STORIES):
        await stage.file(who=9_300_000, story=story, procedure=f"1.00{number}")
        stage.later(hours=20)
    stage.later(days=7)
    told = await figures(stage, "an")
    assert told is not None
    assert (told.reports, told.hot) == (FEWEST, ())


async def test_too_few_are_told_to_nobody(stage: Stage) -> None:
    await stage.member("head", Role.HEAD)
    await stage.send("head")
    await week_of(stage, FEWEST - 1)
    stage.later(days=7)
    digest = await stage.digest("head")
    assert digest.figures is None
    assert digest.is_empty


async def test_restricted_ones_count_nowhere(stage: Stage) -> None:
    await stage.member("lead", Role.LEAD)
    await stage.send("lead")
    await week_of(stage, FEWEST)
    async with stage.room.database.write() as connection:
        await connection.exec_driver_sql("UPDATE report_case SET restricted = true")
    stage.later(days=7)
    assert await figures(stage, "lead") is None


async def test_papers_beyond_the_list(stage: Stage) -> None:
    await stage.member("an")
    await stage.send("an")
    await week_of(stage, FEWEST, demand=PAPER, procedure="1.004222")
    await week_of(stage, FEWEST - 1, demand=PAPER, office="so_nganh")
    stage.later(days=7)
    told = await figures(stage, "an")
    assert told is not None
    assert [(spot.office, spot.what, spot.persons) for spot in told.over] == [("mot_cua_xa", "xac-nhan-nha", FEWEST)]


async def test_answers_on_time_and_the_week_before(stage: Stage) -> None:
    await stage.member("head", Role.HEAD)
    await stage.send("head")
    numbers = await week_of(stage, 2 * FEWEST)
    ids = [await stage.id_of(number) for number in numbers]
    for case in ids:
        await stage.room.work.accept(case)
    stage.later(days=1)
    for case in ids[:FEWEST]:
        await stage.room.work.resolve(case, Finding.CONFIRMED, "Đúng như phản ánh.")
    stage.later(days=41)  # of 15 working days
    for case in ids[FEWEST:]:
        await stage.room.work.resolve(case, Finding.CONFIRMED, "Đúng như phản ánh.")
    stage.later(days=7)
    told = await figures(stage, "head")
    assert told is not None
    assert (told.now.answered, told.now.on_time) == (FEWEST, 0.0)
    shares = [share for _, _, share in told.weeks]
    assert shares[-1] == 0.0
    assert 1.0 in shares


async def test_two_digests_in_a_row_tell_nothing_of_one_report(stage: Stage) -> None:
    """Differencing: with and without one more report of this week, withdrawn or not, the figures are the same."""
    await stage.member("head", Role.HEAD)
    await stage.member("an")
    await stage.send("head")
    numbers = await week_of(stage, FEWEST + 2)
    stage.later(days=7)
    before = await figures(stage, "head")
    one_more = await stage.file()
    stage.later(hours=2)  # the figures are read anew
    await stage.room.do(stage.room.desk.withdraw(await stage.id_of(one_more)))
    await stage.room.do(stage.room.desk.withdraw(await stage.id_of(numbers[0])))
    stage.later(hours=2)
    after = await figures(stage, "head")
    assert before == after is not None


async def test_weeks_begin_on_monday_in_vietnam(stage: Stage) -> None:
    await stage.member("head", Role.HEAD)
    await stage.send("head")
    stage.room.clock.at += timedelta(days=6, hours=14, minutes=59)  # Sunday, 23:59
    await week_of(stage, FEWEST)
    stage.later(minutes=1)
    await week_of(stage, FEWEST + 1)
    told = await figures(stage, "head")
    assert told is not None
    assert told.reports == FEWEST
