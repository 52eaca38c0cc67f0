"""Every number of the figures and of the ranking leads to a list that holds as many reports."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.board.filters import HAPPENED
from bot.database.staff_tables import case_assignment, case_exclusion
from bot.reports.cases import Finding
from bot.reports.draft import Demand
from bot.staff.member import Role, Scope
from tests.bot.board.test_ranking import THUAN_HOA, dossiers
from tests.bot.reports.cases.desks import Room, draft, person
from tests.bot.web.console.staffed import Desk, Office, numbers_in

HUE, DA_NANG = "46", "48"
LINK = re.compile(r'<a href="/console/cases\?([^"]+)"(?: aria-label="([^"]+)")?>([^<]*)</a>')
FOUND = re.compile(r'<p class="told" role="status"><b>(\d+)</b>')
NEXT = re.compile(r'<a class="next" href="/console([^"]+)"')


async def many_cases(office: Office) -> list[str]:
    """Over some weeks, in two provinces, with and without an office; restricted, withdrawn, answered, handed on."""
    room, ids = office.room, []
    demand = Demand(words="giấy xác nhận", verdict="not_on_list", paper="ho_chieu")
    fee = Demand(words="tiền", verdict="fee_above")
    for n in range(36):
        story = " ".join(f"chuyện{n}x{word}" for word in range(12))
        told = draft(
            f"d{n}", story, province=DA_NANG if n % 9 == 8 else HUE, commune=(None, THUAN_HOA, "19774")[n % 3],
            office=("ubnd_xa", "thue", None, "ubnd_xa")[n % 4], categories=["cat-A1" if n % 5 else "cat-B1"],
            denunciation_like=n % 12 == 11, demand=(demand, fee)[n % 4 // 2],
        )  # fmt: skip
        ids.append((await room.file(told, person(100 + n))).case_id)
        room.clock.at += timedelta(days=2)
    await room.do(room.desk.withdraw(ids[0]))
    await room.work.screen(ids[4])
    await room.work.transfer(ids[4], "thue", HUE, None, "Việc này của cơ quan thuế.")
    await dossiers(room, "H57.132", "ubnd_xa", HUE, THUAN_HOA, 1_500)
    await answered(room, ids)
    return ids


async def answered(room: Room, ids: list[str]) -> None:
    """In time and late, opened again, twice in one week, handed on afterwards; one of them (the second) is closed to
    the member."""
    for n in (1, 3, 12, 13, 15, 30, 31, 33, 34):
        await room.work.screen(ids[n])
        await room.work.accept(ids[n])
        await room.work.resolve(ids[n], Finding.CONFIRMED, "Đã trả lại tiền.")
    for n in (1, 3, 30, 31):
        await room.do(room.desk.dispute(ids[n]))
    for n in (1, 30):
        await room.work.resolve(ids[n], Finding.CONFIRMED, "Đã trả lại tiền, kèm biên nhận.")
    await room.do(room.desk.dispute(ids[30]))
    await room.work.transfer(ids[31], "thue", DA_NANG, None, "Việc này của cơ quan thuế.")
    room.clock.at += timedelta(days=8)
    await room.work.resolve(ids[3], Finding.CONFIRMED, "Đã trả lại tiền, kèm biên nhận.")


async def held(member: Desk, query: str) -> tuple[int, int]:
    """What the list says it holds, and how many it shows on all its pages."""
    page = (await member.get(f"/cases?{query}")).text
    said = FOUND.search(page)
    assert said is not None, query
    shown = numbers_in(page)
    while (following := NEXT.search(page)) is not None:
        page = (await member.get(html.unescape(following[1]))).text
        shown += numbers_in(page)
    return int(said[1]), len(set(shown))


@pytest.mark.parametrize("scopes", [(Scope(),), (Scope(HUE, THUAN_HOA),), (Scope(HUE, None, "thue"),)])
async def test_lists_hold_what_the_figures_say(office: Office, scopes: tuple[Scope, ...]) -> None:
    ids = await many_cases(office)
    lead = await office.sign_in("an", Role.LEAD, scopes)
    async with office.room.database.write() as connection:
        await connection.execute(insert(case_exclusion), {"case_id": ids[1], "staff_id": "an", "by": "an", "at": 1})
        own = {"case_id": ids[8], "staff_id": "an", "by": "an", "at": 1}  # of Đà Nẵng: figures know it there only
        await connection.execute(insert(case_assignment), own)
    led = list[tuple[str, int]]()
    for path in ("/figures", "/ranking", "/ranking?province=46"):
        page = (await lead.get(path)).text
        led += [(html.unescape(query), _number(label or text)) for query, label, text in LINK.findall(page)
                if _number(label or text) >= 0]  # fmt: skip
        if path.startswith("/ranking"):
            led += _ranked(page)
    assert len(led) > 15
    happened = {name for query, _ in led for name in HAPPENED if f"happened={name}" in query}
    assert happened == set(HAPPENED) if scopes == (Scope(),) else happened
    for query, figure in led:
        assert await held(lead, query) == (figure, figure), query


def _number(text: str) -> int:
    """The last number of a link's words; -1: it tells none."""
    found = re.findall(r"\d+", text)
    return int(found[-1]) if found else -1


def _ranked(page: str) -> list[tuple[str, int]]:
    """Rows of the ranking: the link is the office, the reports stand after the persons."""
    rows = re.findall(r'<tr><th scope="row"><a href="/console/cases\?([^"]+)">.*?</tr>', page)
    cells = re.findall(r'<tr><th scope="row"><a href="/console/cases\?[^"]+">(.*?)</tr>', page)
    return [
        (html.unescape(query), int(re.findall(r'class="number">(\d+)', cell)[1]))
        for query, cell in zip(rows, cells, strict=True)
    ]


async def test_the_overdue_are_counted_to_the_last(office: Office) -> None:
    await many_cases(office)
    office.room.clock.at += timedelta(days=90)
    lead = await office.sign_in("an", Role.LEAD)
    page = (await lead.get("/cases")).text
    said = re.search(r"clock=overdue[^>]*>[^<]*<b>(\d+)</b>", page)
    assert said is not None
    shown = numbers_in((await lead.get("/cases?clock=overdue")).text)
    assert int(said[1]) == len(shown) == 28
