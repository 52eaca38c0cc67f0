"""The dashboard's figures, worked out by hand for a few cases."""

from __future__ import annotations

from datetime import timedelta

from bot.board.figures import Board
from bot.board.filters import OPEN_STATES
from bot.reports.cases import Finding
from bot.reports.draft import Demand
from bot.staff.member import Scope
from tests.bot.board.members import DA_NANG, HUE, sight
from tests.bot.reports.cases.desks import Room, draft, person


async def some_cases(room: Room) -> None:
    """Five in Huế, one answered in time, one late; one of another province."""
    demand = Demand(words="giấy xác nhận", verdict="not_on_list", paper="ho_chieu")
    filed = []
    for n in range(5):
        story = " ".join(f"chuyện{n}x{word}" for word in range(12))
        told = draft(f"d{n}", story, province=HUE, office="ubnd_xa", demand=demand)
        filed.append((await room.file(told, person(100 + n))).case_id)
    story = " ".join(f"khác{word}" for word in range(12))
    await room.file(draft("e", story, province=DA_NANG, office="thue"), person(7))
    for case_id in filed[:2]:
        await room.work.screen(case_id)
        await room.work.accept(case_id)
    await room.work.resolve(filed[0], Finding.CONFIRMED, "Đã trả lời.")
    room.clock.at += timedelta(days=28)
    await room.work.resolve(filed[1], Finding.CONFIRMED, "Đã trả lời.")
    await room.do(room.desk.rate(filed[1], 5))


async def test_figures_of_all(room: Room) -> None:
    await some_cases(room)
    figures = await Board(room.database, room.clock).figures(sight(), OPEN_STATES)
    assert (figures.open, figures.whole) == (4, 6)
    assert figures.heat == {("ubnd_xa", "A"): 5, ("thue", "A"): 1}
    assert sum(week.received for week in figures.weeks) == 6
    assert [(week.on_time.count, week.on_time.n) for week in figures.weeks if week.on_time.n] == [(1, 1), (0, 1)]
    assert (figures.hours_read, figures.n_read) == (0, 2)
    assert (figures.days_answered, figures.n_answered) == (0, 2)
    assert (figures.satisfied.count, figures.satisfied.n) == (1, 1)
    (paper,) = figures.papers
    assert (paper.office, paper.paper, paper.reports, paper.reporters) == ("ubnd_xa", "ho_chieu", 5, 5)


async def test_weeks_of_a_commune_are_its_own(room: Room) -> None:
    for name, commune in (("a", "19753"), ("b", "19774"), ("c", None)):
        story = " ".join(f"{name}x{word}" for word in range(12))
        await room.file(draft(name, story, province=HUE, commune=commune), person(ord(name)))
    board = Board(room.database, room.clock)
    for scope, count in ((Scope(HUE, "19753"), 1), (Scope(HUE), 3), (Scope(), 3), (Scope(DA_NANG, "20194"), 0)):
        weeks = await board.weeks(sight(scopes=(scope,)))
        assert sum(week.received for week in weeks) == count, scope


async def test_others_provinces_are_not_counted(room: Room) -> None:
    await some_cases(room)
    figures = await Board(room.database, room.clock).figures(sight(scopes=(Scope(DA_NANG),)), OPEN_STATES)
    assert (figures.open, figures.whole) == (1, 1)
    assert sum(week.received for week in figures.weeks) == 1
    assert figures.papers == ()
    nobody = await Board(room.database, room.clock).figures(sight(scopes=()), OPEN_STATES)
    assert (nobody.whole, nobody.n_answered) == (0, 0)
