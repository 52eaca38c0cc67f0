"""Who sees which cases in the list, and in which order."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert, select

from bot.board.filters import Filters
from bot.board.sight import Sight
from bot.board.views import SavedViews
from bot.board.worklist import WorkList
from bot.database.report_tables import report_case
from bot.database.staff_tables import case_assignment, case_exclusion
from bot.staff.authority import Relation, relation
from bot.staff.member import CaseFacts, Member, Role, Scope
from tests.bot.board.members import DA_NANG, HUE, enter, member, sight
from tests.bot.reports.cases.desks import Room, draft, person

STORIES = itertools.count()


async def filed(room: Room, **more: object) -> str:
    n = next(STORIES)
    story = f"Chuyện số {n}: " + " ".join(f"từ{n}x{word}" for word in range(12))
    return (await room.file(draft(f"d{n}", story, **more), person(1000 + n))).case_id


async def listed(room: Room, sight: Sight, filters: Filters | None = None) -> list[str]:
    page = await WorkList(room.database, room.clock).page(sight, filters or Filters())
    return [line.id for line in page.lines]


async def test_what_runs_out_first_stands_first_and_pages_follow(room: Room) -> None:
    filed_in_order = []
    for _ in range(5):
        filed_in_order.append(await filed(room))
        room.clock.at += timedelta(days=3)
    work, found, after = WorkList(room.database, room.clock), [], None
    while True:
        page = await work.page(sight(), Filters(), after, most=2)
        found += [line.id for line in page.lines]
        after = page.after
        if after is None:
            break
    assert found == filed_in_order
    newest = await listed(room, sight(), Filters(order="newest"))
    assert newest == filed_in_order[::-1]


async def test_restricted_ones_are_for_leads(room: Room) -> None:
    await filed(room, denunciation_like=True)
    assert await listed(room, sight()) == []
    assert len(await listed(room, sight(role=Role.LEAD))) == 1
    counts = await WorkList(room.database, room.clock).counts(sight(), Filters())
    assert counts.by_state == {}


async def test_filters(room: Room) -> None:
    in_hue = await filed(room, province=HUE, office="ubnd_xa")
    elsewhere = await filed(room, province=DA_NANG, office="thue", categories=["cat-B1"])
    assert await listed(room, sight(), Filters(province=HUE)) == [in_hue]
    assert await listed(room, sight(), Filters(category="cat-B1")) == [elsewhere]
    assert await listed(room, sight(), Filters(office="ubnd_xa")) == [in_hue]
    assert await listed(room, sight(), Filters(state="screening")) == []
    await room.work.screen(in_hue)
    assert await listed(room, sight(), Filters(state="screening")) == [in_hue]
    room.clock.at += timedelta(days=40)
    assert set(await listed(room, sight(), Filters(clock="overdue"))) == {in_hue, elsewhere}


async def test_mine_and_nobodys(room: Room) -> None:
    mine, free = await filed(room), await filed(room)
    await enter(room.database, member("an"))
    async with room.database.write() as connection:
        await connection.execute(insert(case_assignment), {"case_id": mine, "staff_id": "an", "by": "an", "at": 1})
    assert await listed(room, sight(), Filters(whose="mine")) == [mine]
    assert await listed(room, sight(), Filters(whose="unassigned")) == [free]
    deputy = Sight(member("binh", scopes=()), (member("an", scopes=()),))
    assert await listed(room, deputy) == [mine]


async def test_counts_leave_out_whom_one_is_excluded_from(room: Room) -> None:
    case = await filed(room, province=HUE)
    await filed(room, province=HUE)
    await enter(room.database, member("an"))
    async with room.database.write() as connection:
        await connection.execute(insert(case_exclusion), {"case_id": case, "staff_id": "an", "by": "an", "at": 1})
    counts = await WorkList(room.database, room.clock).counts(sight(), Filters())
    assert counts.by_state == {"received": 1}
    assert case not in await listed(room, sight())


async def test_the_list_and_the_matrix_agree_on_every_case(room: Room) -> None:
    """The rule stands twice, for one case and for a million: both say the same of every post and scope."""
    places = [(None, None), (HUE, None), (DA_NANG, None), (HUE, "19753"), (HUE, "19774")]
    for (province, commune), office, restricted in itertools.product(
        places, (None, "ubnd_xa", "mot_cua_xa", "so_nganh", "viec_lam", "thue"), (False, True)
    ):
        await filed(room, province=province, commune=commune, office=office, denunciation_like=restricted)
    async with room.database.read() as connection:
        rows = [dict(row._mapping) for row in await connection.execute(select(report_case))]
    posts: list[tuple[Scope, ...]] = [
        (),
        (Scope(HUE),),
        (Scope(HUE, "19753"),),
        (Scope(HUE, None, "ubnd_tinh"),),
        (Scope(None, None, "so_nganh"),),
        (Scope(DA_NANG, "19753", "ubnd_xa"),),
    ]
    scopes: list[tuple[Scope, ...]] = [
        (),
        (Scope(),),
        (Scope(HUE),),
        (Scope(HUE, "19774"), Scope(DA_NANG, None, "thue")),
    ]
    for role, post, scope in itertools.product((Role.INSPECTOR, Role.LEAD), posts, scopes):
        one: Member = replace(member("an", role), scopes=scope, posts=post)
        seen = {Relation.IN_SCOPE, Relation.OWN, *([Relation.RESTRICTED] if role is Role.LEAD else [])}
        expected = {row["id"] for row in rows if relation(one, CaseFacts.of(row)) in seen}
        page = await WorkList(room.database, room.clock).page(Sight(one), Filters(), most=200)
        assert {line.id for line in page.lines} == expected, (role, post, scope)


async def test_saved_views_are_ones_own(room: Room) -> None:
    await enter(room.database, member("an"))
    views = SavedViews(room.database)
    filters = Filters(province=HUE, clock="overdue")
    async with room.database.write() as connection:
        await views.save(connection, "an", " Quá hạn  ở Huế ", filters)
    (view,) = await views.of("an")
    assert (view.name, view.query) == ("Quá hạn ở Huế", filters.address())
    async with room.database.write() as connection:
        await views.drop(connection, "binh", view.id)
    assert len(await views.of("an")) == 1


def test_what_an_address_says_wrongly_is_left_out() -> None:
    said = {"state": "' OR 1=1", "province": "46", "clock": "x", "office": "nowhere"}
    assert Filters.read(said) == Filters(province="46")
    assert Filters.read({"state": "closed"}).order == "newest"
