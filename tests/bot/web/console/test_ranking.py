"""The ranking of offices at the console: told with its interval, in the member's language, leading to its cases."""

from __future__ import annotations

import csv
import io

from sqlalchemy import update

from bot.database.staff_tables import staff
from bot.staff.member import Role
from tests.bot.board.test_ranking import dossiers, reports
from tests.bot.web.console.staffed import Office

HUE, THUAN_HOA = "46", "19789"


async def some(office: Office) -> None:
    await reports(office.room, "ubnd_xa", HUE, THUAN_HOA, 6)
    await reports(office.room, "thue", HUE, None, 5)
    await reports(office.room, "dat_dai", HUE, None, 2)
    await dossiers(office.room, "H57.132", "ubnd_xa", HUE, THUAN_HOA, 1_500)


async def test_offices_are_ranked_and_lead_to_their_cases(office: Office) -> None:
    await some(office)
    an = await office.sign_in("an")
    page = (await an.get("/ranking")).text
    assert "<b>4,0</b> <small>(1,5–8,7)</small>" in page
    assert "/console/cases?state=all&amp;province=46&amp;office=ubnd_xa&amp;order=newest&amp;since=" in page
    assert "Chưa có số hồ sơ" in page
    assert "Không nêu: 1 cơ quan" in page
    near = (await an.get("/ranking?province=46")).text
    assert f"province=46&amp;commune={THUAN_HOA}&amp;office=ubnd_xa" in near
    assert (await an.get("/ranking?province=<x>")).status_code == 200
    assert '/console/ranking"' in (await an.get("/figures")).text


async def test_who_sees_no_cases_gets_no_links_to_them(office: Office) -> None:
    await some(office)
    head = await office.sign_in("head", Role.HEAD)
    assert "/console/cases?" not in (await head.get("/ranking")).text


async def test_the_ranking_leaves_as_a_file(office: Office) -> None:
    await some(office)
    head = await office.sign_in("head", Role.HEAD)
    given = await head.post("/exports", what="ranking", format="csv", reason="Họp giao ban")
    rows = list(csv.reader(io.StringIO(given.content.decode("utf-8-sig"))))
    assert [row[2:] for row in rows[2:]] == [["6", "6", "1500", "4.0", "1.46", "8.71"], ["5", "5", "", "", "", ""]]


async def test_a_ranking_of_one_province_leaves_by_its_communes_in_the_members_language(office: Office) -> None:
    await some(office)
    head = await office.sign_in("head", Role.HEAD)
    async with office.room.database.write() as connection:
        await connection.execute(update(staff).where(staff.c.id == "head").values(language="en"))
    page = (await head.get("/ranking?province=46")).text
    assert '<input type="hidden" name="province" value="46">' in page
    given = await head.post("/exports", what="ranking", format="csv", reason="Meeting", province="46")
    _, names, first, *_ = csv.reader(io.StringIO(given.content.decode("utf-8-sig")))
    assert names[:3] == ["Office", "Place", "Reports"]
    assert first[:2] == ["Commune people's committee", "Phường Thuận Hoá, Thành phố Huế"]
    assert (await head.post("/exports", what="ranking", format="csv", reason="x", province="0")).status_code == 403
