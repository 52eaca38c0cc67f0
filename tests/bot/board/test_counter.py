"""Counts stand in step with the cases, whatever happens to these."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.reports.cases import Finding
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
