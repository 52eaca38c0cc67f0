"""Emergency notices and channels in the console: who may, what is refused, two at once, the second person."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.notice_room import add_notices, send_jobs
from bot.notices import NoticeChoices, Standing
from bot.people import ChatRef
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.staff import Role
from bot.wake import Wake
from bot.web.console import Frame
from tests.bot.web.doors.conftest import Visit
from tests.staffing import Person, Staffing

TEXTS = {"text_vi": "Hệ thống bảo trì đến 22 giờ.", "text_en": "Maintenance until ten at night."}
NOTICE = {**TEXTS, "starts_at": "", "ends_at": "2026-03-02T12:00", "reason": "bảo trì máy chủ"}
OFF = {**TEXTS, "off": "1", "version": "0", "reason": "rò rỉ dữ liệu"}


@pytest.fixture
async def author(staffing: Staffing, frame: Frame, visit: Visit, key: ServerKey) -> Person:
    person = await staffing.first()
    add_notices(frame, frame.texts, key)
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(person)
    return person


async def test_a_notice_is_put_up_and_taken_down(
    sqlite: Database, clock: FixedClock, visit: Visit, author: Person
) -> None:
    assert (await visit.post("/notices/write", **NOTICE)).status_code == 303
    running = Standing(sqlite, clock)
    notice = await running.emergency()
    assert notice is not None
    assert TEXTS["text_vi"] in (await visit.get("/notices")).text
    assert (await visit.post("/notices/write", **NOTICE)).status_code == 409
    assert (await visit.post(f"/notices/{notice.id}/end")).status_code == 303
    assert (await visit.post(f"/notices/{notice.id}/end")).status_code == 409
    running.forget()
    assert await running.emergency() is None
    done = [row.action for row in await visit.frame.desk.trail.recent(9) if row.action.startswith("notice.")]
    assert done == ["notice.end", "notice.write"]
    assert await visit.frame.desk.trail.verify() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"text_vi": "ngắn"}, {"text_en": ""}, {"text_vi": "Anh An, 001 085 012 345, lên nhận."}, {"reason": " "},
        {"text_vi": "Hồ sơ H57.132-260804-0583 đã xong."}, {"ends_at": "2026-03-01T12:00"}, {"ends_at": "mai"},
        {"ends_at": "2027-03-01T12:00"}, {"starts_at": "2026-03-02T13:00"}, {"text_en": "x" * 1001},
    ],
)  # fmt: skip
async def test_what_cannot_be_is_marked_where_it_stands(visit: Visit, author: Person, wrong: dict[str, str]) -> None:
    answer = await visit.post("/notices/write", **{**NOTICE, **wrong})
    assert answer.status_code == 400
    assert answer.text.count('aria-invalid="true"') == 1


async def test_a_channel_is_off_at_once_and_a_second_person_confirms(
    sqlite: Database, clock: FixedClock, visit: Visit, author: Person, staffing: Staffing
) -> None:
    second = await staffing.active("Người Thứ Hai", Role.ADMINISTRATOR, author)
    await visit.sign_in(author)
    running = Standing(sqlite, clock)
    assert (await visit.post("/notices/channel/web/switch", **{**OFF, "reason": ""})).status_code == 400
    assert (await visit.post("/notices/channel/fax/switch", **OFF)).status_code == 403
    assert (await visit.post("/notices/channel/web/switch", **OFF)).status_code == 303
    assert await running.paused("web", "en") == TEXTS["text_en"]
    assert (await visit.post("/notices/channel/web/switch", **OFF)).status_code == 409
    assert (await visit.post("/notices/channel/web/confirm", version="1")).status_code == 409
    await visit.sign_in(second)
    assert (await visit.post("/notices/channel/web/confirm", version="1")).status_code == 303
    on = {"off": "0", "version": "1", "reason": "đã sửa xong"}
    assert (await visit.post("/notices/channel/web/switch", **on)).status_code == 303
    running.forget()
    assert await running.paused("web", "en") is None
    done = [row.action for row in await visit.frame.desk.trail.recent(9) if row.action.startswith("channel.")]
    assert done == ["channel.on", "channel.confirm", "channel.off"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
async def test_nobody_else_speaks_to_everybody(visit: Visit, staffing: Staffing, author: Person, role: Role) -> None:
    await visit.sign_in(await staffing.active("Ai Đó", role, author))
    assert (await visit.get("/notices")).status_code == 403
    assert (await visit.post("/notices/write", **NOTICE)).status_code == 403
    assert (await visit.post("/notices/channel/web/switch", **OFF)).status_code == 403


BROADCAST = {**TEXTS, "audience": "agreed", "which": "", "starts_at": "", "ends_at": "2026-03-03T12:00"}


async def test_a_broadcast_is_looked_at_asked_for_approved_and_stopped(
    sqlite: Database, clock: FixedClock, key: ServerKey, visit: Visit, author: Person, staffing: Staffing
) -> None:
    second = await staffing.active("Người Thứ Hai", Role.ADMINISTRATOR, author)
    await visit.sign_in(author)
    nobody = await visit.post("/broadcasts/ask", **BROADCAST)
    assert (nobody.status_code, nobody.text.count('aria-invalid="true"')) == (400, 1)
    async with sqlite.write() as connection:
        await NoticeChoices(sqlite, key, clock).choose(ChatRef("web", "web", 7, 7), True, "vi")(connection)
    looked = await visit.post("/broadcasts/ask", **BROADCAST, do="look")
    assert "nhận được: 1" in looked.text
    assert "🔕 Không nhận thông báo nữa" in looked.text
    assert (await visit.post("/broadcasts/ask", **BROADCAST, do="ask")).headers["location"] == "/console/broadcasts/1"
    assert (await visit.post("/broadcasts/1/decide", granted="1")).status_code == 409
    await visit.sign_in(second)
    assert (await visit.post("/broadcasts/1/decide", granted="1")).status_code == 303
    assert (await visit.post("/broadcasts/1/decide", granted="0")).status_code == 409
    schedule = Schedule(sqlite, key, clock, Wake(), send_jobs(sqlite, key, clock, visit.frame.texts).by_kind())
    await schedule.work()
    assert "<dd>1</dd>" in (await visit.get("/broadcasts/1")).text
    assert (await visit.post("/broadcasts/1/stop")).status_code == 303
    assert (await visit.post("/broadcasts/1/stop")).status_code == 409
    assert (await visit.get("/broadcasts/99")).status_code == 403
    done = [row.action for row in await visit.frame.desk.trail.recent(9) if row.action.startswith("broadcast.")]
    assert done == ["broadcast.stop", "broadcast.decide", "broadcast.ask"]


@pytest.mark.parametrize(
    "wrong",
    [{"audience": "dossiers", "which": "h57"}, {"audience": "checklists", "which": "x"}, {"audience": "all"}],
)
async def test_an_audience_has_to_be_one(visit: Visit, author: Person, wrong: dict[str, str]) -> None:
    answer = await visit.post("/broadcasts/ask", **{**BROADCAST, **wrong})
    assert (answer.status_code, answer.text.count('aria-invalid="true"')) == (400, 1)
