"""Counts stand in step with the cases, whatever happens to these."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from alembic import command
from sqlalchemy import Connection, delete

from bot.board.tally import PAUSED
from bot.database.count_tables import commune_tally
from bot.database.migrate import alembic_config, migrate
from bot.reports.cases import Finding
from bot.reports.cases.states import table
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, Room, draft

HUE = {"province": "46", "office": "ubnd_xa"}


async def counted(room: Room) -> Counter[tuple[object, ...]]:
    kept = Counter[tuple[object, ...]]()
    for row in await room.rows("case_count"):
        kept[row.province, row.commune, row.office, row.category, row.state, bool(row.restricted)] += row.count
    return +kept


async def truth(room: Room) -> Counter[tuple[object, ...]]:
    return Counter(
        (row.province or "", row.commune or "", row.office or "", row.category, row.state, bool(row.restricted))
        for row in await room.rows("report_case")
    )


async def marks(room: Room) -> dict[tuple[str, int], int]:
    return {(row.measure, row.value): row.count for row in await room.rows("case_tally")}


async def test_counts_follow_filing_steps_and_transfer(room: Room) -> None:
    first = await room.file(draft(**HUE), LAN)
    await room.file(draft("two", OTHER_STORY, denunciation_like=True), MINH)
    assert await counted(room) == await truth(room)
    await room.work.screen(first.case_id)
    await room.work.transfer(first.case_id, "thue", "48", None, "Việc này của cơ quan thuế.")
    assert await counted(room) == await truth(room)
    assert sum((await truth(room)).values()) == 2


async def test_an_answer_in_time_is_one_and_a_late_one_is_late(room: Room) -> None:
    first = await room.file(draft(**HUE), LAN)
    second = await room.file(draft("two", OTHER_STORY, **HUE), MINH)
    for one in (first, second):
        await room.work.screen(one.case_id)
        await room.work.accept(one.case_id)
    await room.work.resolve(first.case_id, Finding.CONFIRMED, "Đã trả lại tiền.")
    room.clock.at += timedelta(days=60)
    await room.work.resolve(second.case_id, Finding.CONFIRMED, "Đã trả kết quả.")
    kept = await marks(room)
    assert kept["received", 0] == 2
    assert kept["read", 0] == 2
    assert (kept["on_time", 0], kept["late", 0]) == (1, 1)
    assert (kept["days", 0], kept["days", 60]) == (1, 1)


async def test_ratings_and_disputes_leave_marks(room: Room) -> None:
    filed = await room.file(draft(**HUE), LAN)
    await room.work.screen(filed.case_id)
    await room.work.accept(filed.case_id)
    await room.work.resolve(filed.case_id, Finding.PARTLY, "Đã nhắc nhở.")
    await room.do(room.desk.rate(filed.case_id, 1))
    kept = await marks(room)
    assert kept["rated", 1] == 1
    assert kept["reopened", 0] == 1
    assert await counted(room) == await truth(room)


async def test_a_week_counts_a_report_once_and_its_answers_go_with_it(room: Room) -> None:
    """Answered in time, opened again, answered in the same week; opened again and handed on."""
    filed = await room.file(draft(**HUE), LAN)
    await room.work.screen(filed.case_id)
    await room.work.accept(filed.case_id)
    for _ in range(2):
        await room.work.resolve(filed.case_id, Finding.CONFIRMED, "Đã trả lại tiền.")
        await room.do(room.desk.dispute(filed.case_id))
    kept = await marks(room)
    assert (kept["on_time", 0], kept["days", 0], kept["reopened", 0]) == (1, 1, 1)
    room.clock.at += timedelta(days=20)
    await room.work.transfer(filed.case_id, "thue", "48", None, "Việc này của cơ quan thuế.")
    for name in ("case_tally", "commune_tally"):
        places = await by_place(room, name, "province")
        held = {(measure, place): n for (_, measure, _, place), n in places.items()}
        assert held == {("received", "48"): 1, ("read", "46"): 1, ("on_time", "48"): 1, ("days", "48"): 1,
                        ("reopened", "48"): 1}  # fmt: skip


def test_the_clock_stands_where_the_table_says() -> None:
    assert [state for state, rules in table().items() if rules.pauses] == [PAUSED]


async def test_restricted_reports_leave_no_marks(room: Room) -> None:
    filed = await room.file(draft(denunciation_like=True, **HUE), LAN)
    await room.work.screen(filed.case_id)
    assert await marks(room) == {}


async def test_sums_over_places_stand_in_step_too(room: Room) -> None:
    first = await room.file(draft(**HUE), LAN)
    await room.file(draft("two", OTHER_STORY, province="48", office="ubnd_xa"), MINH)
    await room.work.screen(first.case_id)
    kept = Counter[tuple[str, str]]()
    for row in await room.rows("case_total"):
        kept[row.province, row.state] += row.count
    assert +kept == {("46", "screening"): 1, ("48", "received"): 1, ("*", "screening"): 1, ("*", "received"): 1}


async def by_place(room: Room, table: str, *names: str) -> Counter[tuple[object, ...]]:
    kept = Counter[tuple[object, ...]]()
    for row in await room.rows(table):
        kept[row.week, row.measure, row.value, *(getattr(row, name) for name in names)] += row.count
    return +kept


async def worked_through(room: Room) -> None:
    """Cases in two communes and in none, with every measure among what happened to them."""
    demanded = {"province": "46", "office": "ubnd_xa"}
    first = await room.file(draft(commune="19753", **demanded), LAN)
    second = await room.file(draft("two", OTHER_STORY, commune="19774", **demanded), MINH)
    await room.file(draft("three", "Việc khác hẳn, không liên quan gì.", province="48"), MINH)
    await room.file(draft("four", "Chuyện phải giữ kín, của nơi khác.", denunciation_like=True, **demanded), MINH)
    room.clock.at += timedelta(hours=30)
    for one in (first, second):
        await room.work.screen(one.case_id)
        await room.work.accept(one.case_id)
        await room.work.ask(one.case_id, "Anh chị cho biết thêm ngày nào?")
        await room.do(room.desk.add_message(one.case_id, "Hôm thứ hai."))
    await room.work.resolve(first.case_id, Finding.CONFIRMED, "Đã trả lại tiền.")
    room.clock.at += timedelta(days=60)
    await room.work.resolve(second.case_id, Finding.CONFIRMED, "Đã trả kết quả.")
    await room.do(room.desk.rate(second.case_id, 1))


async def test_communes_add_up_to_their_provinces(room: Room) -> None:
    await worked_through(room)
    names = ("province", "office")
    assert await by_place(room, "commune_tally", *names) == await by_place(room, "case_tally", *names)
    communes = {row.commune for row in await room.rows("commune_tally")}
    assert communes == {"19753", "19774", ""}


async def test_a_case_handed_on_counts_where_it_stands_now(room: Room) -> None:
    filed = await room.file(draft(commune="19753", **HUE), LAN)
    week = (await room.rows("case_tally"))[0].week
    room.clock.at += timedelta(days=20)
    await room.work.screen(filed.case_id)
    await room.work.transfer(filed.case_id, "thue", "48", None, "Việc này của cơ quan thuế.")
    received = (week, "received", 0)
    for name, *place in (("case_tally", "48", "thue"), ("commune_tally", "48", "thue")):
        kept = await by_place(room, name, "province", "office")
        assert {cell: n for cell, n in kept.items() if cell[1] == "received"} == {(*received, *place): 1}


async def test_an_upgrade_counts_what_happened_before_it(room: Room) -> None:
    await worked_through(room)
    kept = await by_place(room, "commune_tally", "province", "commune", "office")

    def down(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0016")

    async with room.database.write() as connection:
        await connection.execute(delete(commune_tally))
        await connection.run_sync(down)
    await migrate(room.database)
    assert await by_place(room, "commune_tally", "province", "commune", "office") == kept
