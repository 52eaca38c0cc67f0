"""Offices ranked by reports for every 1,000 dossiers, worked out by hand."""

from __future__ import annotations

from sqlalchemy import insert

from bot.board.ranking import Ranking, Rankings
from bot.board.rate import rate_of
from bot.board.tally import week_of
from bot.database.count_tables import dossier_agency, dossier_count
from bot.staff.member import Scope
from tests.bot.board.members import DA_NANG, HUE, sight
from tests.bot.reports.cases.desks import Room, draft, person

THUAN_HOA, PHU_XUAN = "19789", "19753"


async def dossiers(room: Room, code: str, office: str, province: str, commune: str, count: int, weeks: int = 0) -> None:
    week = week_of(room.clock.now()) - 7 * weeks
    agency = {"code": code, "office": office, "province": province, "commune": commune}
    async with room.database.write() as connection:
        await connection.execute(insert(dossier_count), {"week": week, "agency_code": code, "count": count})
        await connection.execute(insert(dossier_agency), agency)


async def reports(room: Room, office: str, province: str, commune: str | None, persons: int, **more: bool) -> None:
    for n in range(persons):
        name = f"{office}-{province}-{commune}-{n}-{len(more)}"
        story = " ".join(f"{name}x{word}" for word in range(12))
        told = draft(name, story, province=province, commune=commune, office=office, **more)
        await room.file(told, person(int(province) * 100 + n))


async def ranking(room: Room, *scopes: Scope, province: str = "") -> Ranking:
    return await Rankings(room.database, room.clock).ranking(sight(scopes=scopes or (Scope(),)), province)


async def test_the_rate_is_of_the_same_place_and_weeks(room: Room) -> None:
    await reports(room, "ubnd_xa", HUE, THUAN_HOA, 6)
    await reports(room, "ubnd_xa", DA_NANG, None, 5)
    await reports(room, "thue", HUE, None, 5)
    await reports(room, "thue", DA_NANG, None, 4)
    await dossiers(room, "H57.132", "ubnd_xa", HUE, THUAN_HOA, 1_500)
    await dossiers(room, "H57.131", "ubnd_xa", HUE, PHU_XUAN, 500)
    await dossiers(room, "H17", "ubnd_xa", DA_NANG, "", 1_000)
    await dossiers(room, "H99", "", "", "", 7)
    await dossiers(room, "H17.1", "thue", HUE, "", 900, weeks=12)
    found = await ranking(room)
    rates = [(one.office, one.province, one.reporters, one.dossiers, one.rate and one.rate.per_1000)
             for one in found.ranked]  # fmt: skip
    assert rates == [("ubnd_xa", DA_NANG, 5, 1_000, 5.0), ("ubnd_xa", HUE, 6, 2_000, 3.0)]
    assert [(one.office, one.province, one.rate) for one in found.without] == [("thue", HUE, None)]
    assert (found.few, found.unplaced) == (1, 7)


async def test_in_one_province_communes_are_told_apart(room: Room) -> None:
    await reports(room, "ubnd_xa", HUE, THUAN_HOA, 6)
    await reports(room, "cong_an_tinh", HUE, THUAN_HOA, 5)
    await dossiers(room, "H57.132", "ubnd_xa", HUE, THUAN_HOA, 1_500)
    await dossiers(room, "H57.131", "ubnd_xa", HUE, PHU_XUAN, 500)
    await dossiers(room, "H57.9", "cong_an_tinh", HUE, "", 1_000)
    found = await ranking(room, Scope(HUE))
    assert found == await ranking(room, Scope(HUE), province=HUE)
    assert [(one.office, one.commune, one.dossiers) for one in found.ranked] == [
        ("cong_an_tinh", "", 1_000),
        ("ubnd_xa", THUAN_HOA, 1_500),
    ]
    assert found.unplaced is None
    assert (await ranking(room, Scope(DA_NANG), province=HUE)).ranked == ()


async def test_restricted_reports_and_one_persons_many_do_not_count(room: Room) -> None:
    await reports(room, "ubnd_xa", HUE, None, 4)
    await reports(room, "ubnd_xa", HUE, None, 3, denunciation_like=True)
    for n in range(3):
        story = " ".join(f"lại{n}x{word}" for word in range(12))
        await room.file(draft(f"again{n}", story, province=HUE, office="ubnd_xa"), person(7))
    await dossiers(room, "H57", "ubnd_xa", HUE, "", 1_000)
    (only,) = (await ranking(room)).ranked
    assert (only.reports, only.reporters) == (7, 5)


def test_interval_of_a_rate() -> None:
    rate = rate_of(10, 2_000)
    assert rate is not None
    # Exact Poisson limits of 10 are 4.795 and 18.390.
    assert (rate.per_1000, round(rate.low, 1), round(rate.high, 1)) == (5.0, 2.4, 9.2)
    assert rate_of(0, 100) is not None
    assert rate_of(3, 0) is None
