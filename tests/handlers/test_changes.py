"""Time, fee and status from an administrator's chat; a second person decides; nobody else sees any of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.changes import Overtaken
from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from bot.staff import Role
from tests.changing import BIRTH, COPY, IDENTITY, MATERNITY, OTHER_CHAT, Changing
from tests.outbox import said
from tests.talk import CHAT, Talk

SOURCE, REASON = "Nghi dinh 12/2026/ND-CP ngay 1/11/2026", "Phi moi theo nghi dinh"


@pytest.fixture
async def room(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Changing:
    return await Changing.open(sqlite, key, clock, tmp_path)


async def write_fee(talk: Talk, code: str = COPY, fee: str = "60000") -> str:
    """A fee of a procedure with one for all channels, up to the look at all of it. :returns: that text."""
    await talk.say(f"/suathutuc {code}")
    await talk.tap("Lệ phí")
    await talk.tap("Mọi cách nộp")
    await talk.say(fee)
    await talk.say(SOURCE)
    return (await talk.say(REASON)).text


async def test_a_fee_goes_from_one_chat_through_the_other_into_the_base(room: Changing) -> None:
    text = await write_fee(room.talk)
    assert "HIỆN NAY" in text
    assert "50.000 đồng" in text.partition("SAU KHI SỬA")[0]
    assert "60.000 đồng" in text.partition("SAU KHI SỬA")[2]
    assert SOURCE in text
    assert "Đã gửi" in (await room.talk.tap("Gửi")).text
    (push,) = await room.told()
    assert "An" in push.text
    assert "50.000 đồng (/văn bản) → 60.000 đồng (/văn bản)" in push.text
    second = room.second()
    draft = (await room.life.drafts())[0]
    assert "Đã đăng" in (await second.press(f"v1:chg:yes:{draft.id}:{draft.revision}")).text
    entry = await room.life.entries.one(COPY)
    (version, *_) = await room.life.entries.versions(COPY)
    assert (entry.version, version.author, version.approver) == (2, "an", "binh")
    assert (version.reason, version.source) == (REASON, SOURCE)
    assert (await room.life.entries.version(COPY, 2)).service.cost == "60.000 đồng (/văn bản)"
    assert await room.audit() == [("an", "knowledge.submit"), ("binh", "knowledge.publish")]
    assert "Binh đã duyệt" in (await room.told(CHAT))[-1].text


async def test_to_everybody_else_it_is_an_unknown_command(room: Changing) -> None:
    citizen = room.talk.beside(3003)
    unknown = await citizen.say("/khongco")
    for command in ("/suathutuc", f"/suathutuc {BIRTH}"):
        answer = await citizen.say(command)
        assert (answer.text, answer.labels) == (unknown.text, unknown.labels)
    gone = await citizen.press("v1:khong:co")
    await write_fee(room.talk)
    await room.talk.tap("Gửi")
    draft = (await room.life.drafts())[0]
    for data in (
        "pick:" + BIRTH,
        "send",
        f"show:{draft.id}",
        f"see:{draft.id}:{draft.revision}",
        "agree:1",
        "refuse:1",
    ):
        answer = await citizen.press(f"v1:chg:{data}")
        assert (answer.text, answer.labels, answer.notices) == (gone.text, gone.labels, gone.notices)
    for role in (Role.LEAD, Role.INSPECTOR, Role.HEAD, Role.AUDITOR):
        await room.set("binh", role=role)
        assert (await room.second().say("/suathutuc")).text == unknown.text


async def test_in_a_group_nobody_is_answered(room: Changing) -> None:
    group = {"id": -100, "type": "group", "title": "Phòng"}
    command = {"type": "bot_command", "offset": 0, "length": 10}
    answer = await room.talk.send({"chat": group, "text": "/suathutuc", "entities": [command]})
    assert answer.messages == []


async def test_nobody_decides_about_their_own(room: Changing) -> None:
    await write_fee(room.talk)
    await room.talk.tap("Gửi")
    draft = (await room.life.drafts())[0]
    own = await room.talk.press(f"v1:chg:yes:{draft.id}:{draft.revision}")
    assert "người khác quyết định" in own.text
    assert "✅ Đăng" not in own.labels
    await room.talk.press(f"v1:chg:back:{draft.id}:{draft.revision}")
    assert (await room.life.draft(draft.id)).row.state == "review"
    write = room.deciding.publish(await room.deciding.desk.who_is("an"), await room.life.draft(draft.id), 0)
    with pytest.raises(Overtaken):  # nor in the moment of the commit
        await room.committed(write)


async def test_a_second_person_sends_it_back_and_it_goes_on(room: Changing) -> None:
    await write_fee(room.talk)
    await room.talk.tap("Gửi")
    second, draft = room.second(), (await room.life.drafts())[0]
    await second.press(f"v1:chg:back:{draft.id}:{draft.revision}")
    assert "Đã trả lại" in (await second.say("Số tiền chưa đúng, xem lại Điều 4")).text
    assert "xem lại Điều 4" in (await room.told(CHAT))[-1].text
    again = await room.talk.press(f"v1:chg:pick:{COPY}")
    assert "xem lại Điều 4" in again.text
    await room.talk.tap("Lệ phí")
    await room.talk.tap("Mọi cách nộp")
    await room.talk.say("65 nghin")
    await room.talk.say(SOURCE)
    assert "50.000 đồng (/văn bản) → 65.000 đồng (/văn bản)" in (await room.talk.say(REASON)).text
    await room.talk.tap("Gửi")
    (row,) = await room.life.drafts()
    assert (row.id, row.state) == (draft.id, "review")


async def test_revoked_between_sending_and_deciding(room: Changing) -> None:
    await write_fee(room.talk)
    await room.talk.tap("Gửi")
    second, draft = room.second(), (await room.life.drafts())[0]
    member = await room.deciding.desk.who_is("binh")
    await room.set("binh", state="revoked")
    unknown = (await second.say("/khongco")).text
    assert (await second.say("/suathutuc")).text == unknown
    await second.press(f"v1:chg:yes:{draft.id}:{draft.revision}")
    assert await room.told() == [], "nobody is written to any more"
    write = room.deciding.publish(member, await room.life.draft(draft.id), 0)
    with pytest.raises(Overtaken):  # and not even in the moment of the commit
        await room.committed(write)
    assert (await room.life.draft(draft.id)).row.state == "review"


async def test_revoked_while_writing_what_is_typed_is_a_question(room: Changing) -> None:
    await room.talk.say(f"/suathutuc {COPY}")
    await room.talk.tap("Lệ phí")
    await room.set("an", state="revoked")
    assert "khai sinh" in (await room.talk.say("lam giay khai sinh can gi")).text.lower()
    assert await room.life.drafts() == []


async def test_what_was_published_meanwhile_is_not_overwritten_and_nothing_is_lost(room: Changing) -> None:
    await write_fee(room.talk)
    service = (await room.life.entries.version(COPY, 1)).service
    other = await room.life.new_draft(service.model_copy(update={"conditions": "Điều kiện mới"}), "binh", "x", "y")
    await room.life.submit(other.row.id, other.row.revision)
    busy = await room.talk.tap("Gửi")
    assert "không ghi đè gì" in busy.text
    assert "Binh" in busy.text
    waiting = await room.life.draft(other.row.id)
    await room.life.approve(waiting.row.id, waiting.row.revision, "chi")
    moved = await room.talk.press("v1:chg:send")
    assert "không mất" in moved.text
    assert "60.000 đồng" in moved.text
    await room.talk.tap("Gửi")
    (row,) = await room.life.drafts()
    draft = await room.life.draft(row.id)
    assert (draft.row.base, draft.service.conditions) == (2, "Điều kiện mới")
    assert draft.service.cost == "60.000 đồng (/văn bản)"


async def test_who_is_at_it_already_is_named(room: Changing) -> None:
    await room.life.open_draft(COPY, "binh")
    assert "Binh đang soạn" in (await room.talk.say(f"/suathutuc {COPY}")).text


async def test_one_time_of_several_and_words_that_no_longer_hold(room: Changing) -> None:
    await room.talk.say(f"/suathutuc {MATERNITY}")
    await room.talk.tap("Thời gian")
    await room.talk.tap("Trực tuyến")
    await room.talk.tap("5 ngày làm việc")
    assert "Tôi chưa đọc được" in (await room.talk.say("ba con trau")).text
    assert "05 ngày" in (await room.talk.say("3 ngay lam viec")).text
    await room.talk.tap("Bỏ đoạn này")
    await room.talk.say(SOURCE)
    review = (await room.talk.say("Rut ngan thoi gian")).text
    assert "3 ngày làm việc" in review
    await room.talk.tap("Gửi")
    draft = await room.life.draft((await room.life.drafts())[0].id)
    online = [row.processing_time for row in draft.service.channels if row.type == "online"]
    assert set(online) == {"3 ngày làm việc", "7 ngày làm việc"}


async def test_archived_and_back_each_with_a_second_person(room: Changing) -> None:
    second = room.second()
    for label, archived in (("Lưu trữ", True), ("Dùng lại", False)):
        await room.talk.say(f"/suathutuc {IDENTITY}")
        await room.talk.tap(label)
        await room.talk.say(SOURCE)
        await room.talk.say(REASON)
        await room.talk.tap("Gửi")
        assert (await room.life.entries.one(IDENTITY)).archived is not archived
        (request,) = await room.deciding.requests()
        assert SOURCE in (await room.told())[-1].text
        assert "người khác quyết định" in (await room.talk.press(f"v1:chg:agree:{request.number}")).text
        await second.press(f"v1:chg:agree:{request.number}")
        assert (await room.life.entries.one(IDENTITY)).archived is archived
        assert "đồng ý" in (await room.told(CHAT))[-1].text
        assert "quyết định" in (await second.press(f"v1:chg:agree:{request.number}")).text


async def test_a_fall_must_be_accepted(room: Changing) -> None:
    service = (await room.life.entries.version(BIRTH, 1)).service
    draft = await room.life.new_draft(service.model_copy(update={"title": "Cấp thẻ căn cước"}), "an", REASON, SOURCE)
    await room.life.submit(draft.row.id, draft.row.revision)
    row, second = (await room.life.draft(draft.row.id)).row, room.second()
    assert "Đang thử" in (await second.press(f"v1:chg:yes:{row.id}:{row.revision}")).text
    assert "kém hơn" in (await room.told())[-1].text
    assert (await room.life.draft(row.id)).row.state == "review"
    assert "kém hơn" in (await second.press(f"v1:chg:sure:{row.id}:{row.revision}:0")).text, "not more than was shown"
    await second.tap("Vẫn đăng")
    assert (await room.life.draft(row.id)).row.state == "published"


async def test_a_button_pressed_twice_publishes_once(room: Changing) -> None:
    await write_fee(room.talk)
    await room.talk.tap("Gửi")
    await room.told()
    second, draft = room.second(), (await room.life.drafts())[0]
    await second.press(f"v1:chg:yes:{draft.id}:{draft.revision}")
    assert "đã được quyết định" in (await second.press(f"v1:chg:yes:{draft.id}:{draft.revision}")).text
    assert len(await room.life.entries.versions(COPY)) == 2


async def test_words_without_diacritics_find_it_and_english_is_spoken(room: Changing) -> None:
    await room.set("an", language="en")
    choose = await room.talk.say("/suathutuc the can cuoc")
    assert "Cấp đổi thẻ căn cước" in choose.text
    english = await room.talk.say(f"/suathutuc {COPY}")
    assert "What changes?" in english.text
    assert [each.text for each in await said(room.talk.database, room.talk.key) if each.chat_id == OTHER_CHAT] == []
