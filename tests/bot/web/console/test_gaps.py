"""The page of questions without an answer: one tap lets the words lead to a procedure, in the search too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.gaps import GapDesk
from bot.people import ChatRef
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.knowing import BIRTH, Shelf
from tests.bot.web.test_rendering import ATTACKS

LAN = ChatRef("telegram", "42", 7, 7)


@pytest.fixture
async def shelf(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Shelf:
    return await Shelf.of(await Room.of(sqlite, key, clock, tmp_path / "keys"), tmp_path / "keys")


async def asks(shelf: Shelf, *questions: str) -> None:
    room = shelf.office.room
    desk = GapDesk(room.database, room.key, room.clock)
    for question in questions:
        async with room.database.write() as connection:
            await desk.note(LAN, question, "declined")(connection)


def numbers(page: str) -> list[str]:
    return sorted(set(part.split('"')[0] for part in page.split('name="id" value="')[1:]))


async def test_one_tap_and_the_words_lead_there(shelf: Shelf) -> None:
    await asks(shelf, "giấy lọt lòng của bé nhà tôi")
    page = await shelf.an.get("/gaps")
    assert "giấy lọt lòng" in page.text
    (number,) = numbers(page.text)
    done = await shelf.an.post("/gaps/answer", id=number, code=f"{BIRTH} Thủ tục đăng ký khai sinh")
    assert done.headers["location"] == "/console/gaps?done=answered"
    await shelf.shelves.library.refresh()
    assert shelf.shelves.library.search("giay lot long cua be nha toi").codes[:1] == [BIRTH]
    assert "giấy lọt lòng" not in (await shelf.an.get("/gaps")).text
    again = await shelf.binh.post("/gaps/not-ours", id=number)
    assert again.headers["location"] == "/console/gaps?done=gone"


async def test_a_draft_begins_with_the_words(shelf: Shelf) -> None:
    await asks(shelf, "xin nuôi hổ & voi")
    link = (await shelf.an.get("/gaps")).text.partition('href="/console/knowledge/new')[2].partition('"')[0]
    page = await shelf.an.get(f"/knowledge/new{link}")
    assert 'value="xin nuôi hổ &amp; voi"' in page.text


async def test_a_procedure_that_is_not_published_is_told(shelf: Shelf) -> None:
    await asks(shelf, "giấy lọt lòng")
    (number,) = numbers((await shelf.an.get("/gaps")).text)
    assert (await shelf.an.post("/gaps/answer", id=number, code="9.999999")).status_code == 400


async def test_what_people_type_is_only_text(shelf: Shelf) -> None:
    await asks(shelf, *(attack[:150] for attack in ATTACKS))
    page = (await shelf.an.get("/gaps")).text
    body = page.partition("<h1>")[2]
    assert "<script" not in body
    assert "<img" not in body


@pytest.mark.parametrize("wrong", ["", "x", "1' OR 1=1", "9" * 40])
async def test_something_else_than_numbers_is_refused(shelf: Shelf, wrong: str) -> None:
    assert (await shelf.an.post("/gaps/not-ours", id=wrong)).status_code == 403
