"""The operators' pages: no word that anybody wrote, every act audited, nobody alone where two are needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.abuse_room import AbuseRoom
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.lease import Lease
from bot.database.tables import inbox
from bot.operator_room import add_operations
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.staff.desk import StaffDesk
from bot.staff.member import Role
from bot.web.console.frame import Frame
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.staffed import TEXTS, Desk, Office
from tests.outbox import said

LAN = ChatRef("telegram", "42", 7, 7)
WHY = "ValueError <b>at</b> handlers/places.py:98"


@dataclass
class Place:
    """``an`` and ``binh`` are administrators."""

    office: Office
    abuse: AbuseRoom
    an: Desk
    binh: Desk

    @property
    def lane(self) -> str:
        return self.abuse.desk.lane_of(LAN)

    async def block(self, days: int = 3) -> None:
        answer = await self.an.post(
            "/limits/block", lane=self.lane, channel="telegram", days=str(days), reason="4.000 tin"
        )
        assert answer.status_code == 303

    async def object(self) -> None:
        (block, *_) = await self.abuse.desk.blocks.all()
        async with self.office.room.database.write() as connection:
            await self.abuse.desk.appeals.say(block.id, LAN, "Con tôi <nghịch> máy.", "vi")(connection)


@pytest.fixture
async def place(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Place:
    room = await Room.of(database, key, clock, tmp_path / "keys")
    desk = StaffDesk(database, key, clock, tmp_path / "keys")
    abuse = AbuseRoom(database, key, clock, unlimited=False)
    frame = Frame(desk, TEXTS, None)
    add_operations(frame, TEXTS, key, abuse)
    site = FastAPI()
    site.include_router(frame.router())
    office = Office(room, desk, site, ())
    an, binh = [await office.sign_in(name, Role.ADMINISTRATOR, (), with_keys=False) for name in ("an", "binh")]
    return Place(office, abuse, an, binh)


async def dead(place: Place, many: int = 2) -> None:
    now = epoch_ms(place.office.room.clock.now())
    row = {"channel": "telegram", "bot": "42", "lane": place.lane, "received_at": now, "payload": b"sealed words"}
    rows = [{**row, "update_id": str(n), "state": "dead", "error": WHY, "finished_at": now} for n in range(many)]
    async with place.office.room.database.write() as connection:
        await connection.execute(inbox.insert(), rows)


def hidden(page: str, action: str) -> dict[str, str]:
    """The fields of the first form with this action, as a browser sends them."""
    form = page.partition(f'action="/console{action}"')[2].partition("</form>")[0]
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in fields if name != "csrf"}


async def states(place: Place) -> set[str]:
    return {row.state for row in await place.office.room.rows("inbox")}


async def test_a_group_is_seen_opened_and_tried_again(place: Place) -> None:
    await dead(place)
    page = (await place.an.get("/operations")).text
    assert "ValueError &lt;b&gt;at" in page
    assert "sealed words" not in page
    opened = (await place.an.get(f"/operations?way=in&channel=telegram&why={WHY.replace(' ', '%20')}")).text
    assert place.lane[:6] in opened
    done = await place.an.post("/operations/retry", **hidden(page, "/operations/retry"))
    assert 'role="status"' in done.text
    assert await states(place) == {"new"}
    assert ("an", "letter.retry") in await place.office.audited()


async def test_letting_go_takes_a_reason(place: Place) -> None:
    await dead(place)
    fields = hidden((await place.an.get("/operations")).text, "/operations/discard")
    assert (await place.an.post("/operations/discard", **fields, reason="  x ")).status_code == 400
    assert await states(place) == {"dead"}
    assert (await place.an.post("/operations/discard", **fields, reason="lỗi đã sửa")).status_code == 200
    assert await states(place) == {"dropped"}
    assert ("an", "letter.discard") in await place.office.audited()


@pytest.mark.parametrize("wrong", [{"way": "sideways"}, {"seen": "x"}, {"number": "-1"}, {"seen": ""}])
async def test_a_made_up_form_is_refused(place: Place, wrong: dict[str, str]) -> None:
    fields = {"way": "in", "channel": "telegram", "why": WHY, "seen": "1", "number": "0", **wrong}
    assert (await place.an.post("/operations/retry", **fields)).status_code == 403


async def test_holding_back_takes_a_reason_and_the_version_that_was_seen(place: Place) -> None:
    act = "/operations/hold/web/intake"
    assert (await place.an.post(act, held="1", version="0", reason="")).status_code == 400
    assert (await place.an.post(act, held="1", version="0", reason="nâng cấp")).status_code == 303
    assert (await place.binh.post(act, held="1", version="0", reason="cũng thế")).status_code == 409
    assert "nâng cấp" in (await place.binh.get("/operations")).text
    assert await place.abuse.entrance.doorway.shut("web") is not None
    assert (await place.binh.post(act, held="0", version="1", reason="xong rồi")).status_code == 303
    place.office.room.clock.at += timedelta(seconds=5)
    assert await place.abuse.entrance.doorway.shut("web") is None
    assert (
        await place.an.post("/operations/hold/web/nothing", held="1", version="0", reason="thử xem")
    ).status_code == 403
    assert [act for _, act in await place.office.audited()] == ["channel.hold", "channel.let_go"]


async def test_a_long_block_waits_for_a_second_person(place: Place) -> None:
    await place.block(days=30)
    (block,) = await place.abuse.desk.blocks.all()
    assert (await place.an.post(f"/limits/blocks/{block.id}/confirm")).status_code == 409
    assert f"/limits/blocks/{block.id}/confirm" not in (await place.an.get("/limits")).text
    assert f"/limits/blocks/{block.id}/confirm" in (await place.binh.get("/limits")).text
    assert (await place.binh.post(f"/limits/blocks/{block.id}/confirm")).status_code == 303
    assert (await place.an.post(f"/limits/blocks/{block.id}/lift")).status_code == 303
    assert [act for _, act in await place.office.audited()] == ["limit.block", "limit.confirm", "limit.lift"]


@pytest.mark.parametrize(
    "wrong", [{"lane": "x"}, {"channel": "zalo"}, {"days": "0"}, {"days": "91"}, {"days": "²"}, {"reason": "x"}]
)
async def test_a_block_that_is_wrong_is_told_and_audits_nothing(place: Place, wrong: dict[str, str]) -> None:
    fields = {"lane": place.lane, "channel": "telegram", "days": "3", "reason": "4.000 tin", **wrong}
    answer = await place.an.post("/limits/block", **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert await place.abuse.desk.blocks.all() == []
    assert await place.office.audited() == []


async def test_nobody_is_blocked_twice(place: Place) -> None:
    await place.block()
    fields = {"lane": place.lane, "channel": "telegram", "days": "3", "reason": "4.000 tin"}
    assert (await place.binh.post("/limits/block", **fields)).status_code == 409
    assert [act for _, act in await place.office.audited()] == ["limit.block"]


async def test_that_a_block_stays_is_said_by_somebody_else_and_told_to_the_person(place: Place) -> None:
    await place.block()
    await place.object()
    page = (await place.an.get("/limits")).text
    assert "Con tôi &lt;nghịch&gt; máy." in page
    (appeal,) = await place.abuse.desk.appeals.all()
    act = f"/limits/appeals/{appeal.id}/decide"
    assert (await place.binh.post(act, lifted="0", answer="")).status_code == 400
    assert (await place.an.post(act, lifted="0", answer="Vẫn còn gửi.")).status_code == 409
    assert (await place.binh.post(act, lifted="0", answer="Vẫn còn gửi.")).status_code == 303
    assert (await place.binh.post(act, lifted="1", answer="Thôi, gỡ.")).status_code == 409
    (told,) = await said(place.office.room.database, place.office.room.key)
    assert "Vẫn còn gửi." in told.text
    assert told.chat_id == 7
    assert await place.abuse.desk.blocks.of(place.lane) is not None


async def test_who_blocked_may_lift_it_themselves(place: Place) -> None:
    await place.block()
    await place.object()
    (appeal,) = await place.abuse.desk.appeals.all()
    answer = await place.an.post(f"/limits/appeals/{appeal.id}/decide", lifted="1", answer="Xin lỗi bạn.")
    assert answer.status_code == 303
    assert await place.abuse.desk.blocks.of(place.lane) is None
    assert ("an", "limit.decide") in await place.office.audited()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEAD, Role.HEAD, Role.AUDITOR])
async def test_the_pages_are_for_administrators(place: Place, role: Role) -> None:
    other = await place.office.sign_in("chi", role, (), with_keys=False)
    assert [(await other.get(path)).status_code for path in ("/operations", "/limits")] == [403, 403]


async def test_what_one_process_does_for_all_is_said_in_words(place: Place) -> None:
    for name in ("sender:42", "telegram-photos|42", "delivery:web", "backup"):
        assert await Lease(place.office.room.database, place.office.room.clock, name).take()
    page = (await place.an.get("/operations")).text
    assert "gửi tin đến Telegram 42:" in page
    assert "đọc ảnh và tệp từ Telegram 42:" in page
    assert "phát tin cho trang trò chuyện:" in page
    assert "delivery:" not in page
