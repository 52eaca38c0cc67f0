"""Over-demands by office, procedure and paper; no cell that could lead to somebody."""

from __future__ import annotations

from datetime import timedelta

from bot.reports.cases.counts import FEWEST, OverDemand, over_demands
from bot.reports.draft import Demand
from tests.bot.reports.cases.desks import Room, draft, person

PAPER = Demand(words="giấy xác nhận tình trạng nhà", verdict="not_on_list", paper="xac-nhan-nha")
FEE = Demand(words="500k", verdict="fee_above")
FINE = Demand(words="tờ khai", verdict="on_list", paper="to-khai")


async def filed(room: Room, demand: Demand, persons: range, office: str = "ubnd_xa") -> None:
    for number in persons:
        asked = draft(
            f"{office} {demand.words} {number}", "Đòi thêm", office=office, procedure="1.004222", demand=demand
        )
        await room.file(asked, person(number))


async def test_cells_of_enough_persons_are_shown_and_no_others(room: Room) -> None:
    await filed(room, PAPER, range(0, FEWEST + 1))
    await filed(room, FEE, range(100, 100 + FEWEST))
    await filed(room, PAPER, range(200, 200 + FEWEST - 1), "mot_cua_xa")
    await filed(room, FINE, range(300, 300 + FEWEST))
    now = room.clock.at
    assert await over_demands(room.database, now, now + timedelta(days=1)) == [
        OverDemand("ubnd_xa", "1.004222", "xac-nhan-nha", FEWEST + 1, FEWEST + 1),
        OverDemand("ubnd_xa", "1.004222", "fee", FEWEST, FEWEST),
    ]
    assert await over_demands(room.database, now + timedelta(days=1), now + timedelta(days=2)) == []


async def test_many_reports_of_few_persons_are_a_small_cell(room: Room) -> None:
    for words in ("giấy xác nhận", "xác nhận nhà", "tờ xác nhận"):
        await filed(room, PAPER.model_copy(update={"words": words}), range(2))
        room.clock.at += timedelta(hours=2)
    now = room.clock.at
    assert await room.count("report_case") == 6
    assert await over_demands(room.database, now - timedelta(days=1), now) == []
