"""An English member reads English: only names and what people wrote stay Vietnamese on the board's pages."""

from __future__ import annotations

import re
import unicodedata

import pytest
from sqlalchemy import update

from bot.board.words import words
from bot.database.staff_tables import staff
from bot.places import gazetteer
from bot.staff.member import Role
from tests.bot.reports.cases.desks import LAN, OTHER_STORY, draft
from tests.bot.web.console.staffed import Desk, Office

#: What people wrote, and the texts that stand ready for citizens, who read Vietnamese.
_TOLD = re.compile(
    r"<pre.*?</pre>|<summary>Details as told.*?</details>|<script.*?</script>| data-ready=\"[^\"]*\"",
    re.S,
)
_MARKS = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u031b", "\u0306", "\u0302"}


def vietnamese_in(page: str) -> list[str]:
    """Lines with Vietnamese letters, without names of places, papers and the program."""
    page = _TOLD.sub("", page)
    places = gazetteer()
    names = {*places.provinces.values(), *(name for name, _ in places.communes.values()), "Một Cửa", "đồng"}
    for name in sorted((name for name in names if name in page), key=len, reverse=True):
        page = page.replace(name, "")
    return [line.strip() for line in page.splitlines() if _has_marks(line)]


def _has_marks(line: str) -> bool:
    return "đ" in line.lower() or any(mark in _MARKS for mark in unicodedata.normalize("NFD", line))


async def _english_lead(office: Office) -> Desk:
    lead = await office.sign_in("an", Role.LEAD)
    async with office.room.database.write() as connection:
        await connection.execute(update(staff).values(language="en"))
    return lead


async def test_no_page_of_the_board_is_vietnamese_to_an_english_member(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    await office.room.file(draft("d2", OTHER_STORY, province="46", office="thue"), LAN)
    an = await _english_lead(office)
    path = f"/cases/{filed.number}"
    await an.post("/views", query="state=all", name="mine")
    wanted = ["/cases", "/cases?state=all&province=46", f"/cases?left={filed.number}", "/cases?number=x", path,
              *(f"{path}?problem={code}" for code in words()["problems"]), f"{path}/print", "/figures",
              "/figures/weeks.svg"]  # fmt: skip
    for act, fields in (
        ("", {}),
        ("take", {}),
        ("note", {"words": "a note"}),
        ("reply", {"words": "a reply"}),
        ("step", {"to": "screen"}),
        ("ask", {"words": "which day?"}),
        ("step", {"to": "go_on"}),
        ("step", {"to": "accept"}),
        ("unmask", {"reason": "check"}),
        ("resolve", {"finding": "partly", "words": "It was looked at and found to be so in part, see the record."}),
    ):
        if act:
            done = await an.post(f"{path}/{act}", **fields)
            assert done.headers["location"] == f"/console{path}", act
        for page in wanted if act in ("", "resolve") else [path]:
            answer = await an.get(page)
            assert answer.status_code == 200, page
            assert vietnamese_in(answer.text) == [], (act, page)


@pytest.mark.parametrize("kind", words())
def test_both_languages_name_the_same_codes(kind: str) -> None:
    vietnamese, english = words()[kind], words("en")[kind]
    assert list(vietnamese) == list(english)
    assert all(re.findall(r"{\w+}", text) == re.findall(r"{\w+}", english[code]) for code, text in vietnamese.items())


async def test_the_same_pages_are_vietnamese_to_others(office: Office) -> None:
    """The measure measures: it finds the Vietnamese of the Vietnamese pages."""
    an = await office.sign_in("an")
    assert "<h1>Danh sách việc</h1>" in vietnamese_in((await an.get("/cases")).text)
