"""The dashboard and its exports, as those get them who may."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from bot.staff.member import Role
from tests.bot.reports.cases.desks import LAN, draft
from tests.bot.web.console.staffed import Office


async def test_figures_are_shown_and_the_chart_is_a_picture(office: Office) -> None:
    await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    head = await office.sign_in("head", Role.HEAD)
    page = await head.get("/figures")
    assert page.status_code == 200
    assert "&lt;5" in page.text  # a head is not told small cells
    assert "/console/cases?" not in page.text
    chart = await head.get("/figures/weeks.svg")
    assert chart.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(chart.text).tag.endswith("svg")
    an = await office.sign_in("an")
    assert "/console/cases?state=all" in (await an.get("/figures")).text


async def test_an_export_needs_a_reason_and_a_right_and_is_written_down(office: Office) -> None:
    head, an = await office.sign_in("head", Role.HEAD), await office.sign_in("an")
    assert (await head.post("/exports", what="weeks", format="csv", reason=" ")).status_code == 403
    assert (await head.post("/exports", what="cases", format="csv", reason="x")).status_code == 403
    assert (await an.post("/exports", what="weeks", format="csv", reason="x")).status_code == 403
    for what in ("weeks", "heat", "papers"):
        for form in ("csv", "xlsx"):
            given = await head.post("/exports", what=what, format=form, reason="Họp giao ban")
            assert given.status_code == 200
            assert given.headers["content-disposition"].startswith("attachment")
    rows = [row for row in await office.room.rows("audit") if row.action == "board.export"]
    assert len(rows) == 6
    assert all("Họp giao ban" in row.detail for row in rows)
