"""Staff in their own chat: binding it, what waits, figures, a card, taking; and nothing of that for anybody else."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.clock import FixedClock
from bot.database import Database
from bot.digest_room import DigestRoom, console_address
from bot.digests.talk import question_words
from bot.outbox.files import OutgoingFiles
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff import Role, Scope
from bot.staff.desk import StaffDesk
from bot.texts import Texts
from tests.bot.digests.stage import DA_NANG, HUE, Stage
from tests.bot.reports.cases.desks import STORY, Room, person
from tests.talk import BOT, CHAT, Talk

HERE = person(CHAT)
assert HERE.bot == BOT.bot


class Desk:
    """A member's chat and the cases around it."""

    def __init__(self, talk: Talk, stage: Stage, staff: StaffDesk) -> None:
        self.talk, self.stage, self.staff = talk, stage, staff

    @classmethod
    async def open(cls, database: Database, key: ServerKey, clock: FixedClock, folder: Path) -> Desk:
        talk = await Talk.begin(database, key, clock)
        stage = Stage.over(await Room.of(database, key, clock, folder / "keys"))
        staff = StaffDesk(database, key, clock, folder / "staff")
        settings = Settings(public_url="https://motcua.example", data_dir=folder)
        room = DigestRoom(database, key, clock, Texts(), settings, staff.chats)
        talk.worker._house = replace(talk.worker._house, staff=room.talk)
        return cls(talk, stage, staff)


@pytest.fixture
async def desk(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Desk:
    return await Desk.open(sqlite, key, clock, tmp_path)


async def test_to_others_the_commands_are_unknown(desk: Desk) -> None:
    unknown = (await desk.talk.say("/khongco")).text
    await desk.stage.member("an", chat=person(77))
    number = await desk.stage.file()
    for command in ("/viec", "/thongke"):
        assert (await desk.talk.say(command)).text == unknown
    for data in ("v1:staff:cases", f"v1:staff:case:{number}", f"v1:staff:take:{number}", "v1:staff:table"):
        answer = await desk.talk.press(data)
        assert number not in answer.text
    assert await desk.stage.room.rows("case_assignment") == []


async def test_a_chat_is_bound_by_the_code_and_by_nothing_else(desk: Desk) -> None:
    await desk.stage.member("an", chat=person(77))
    member = await desk.staff.staff.member("an")
    assert member is not None
    code = await desk.staff.chats.new_code(member)
    wrong = (await desk.talk.say("/nhanvien 0000-0000-0000")).text
    assert (await desk.talk.say("/nhanvien")).text == wrong
    assert (await desk.talk.say(f"/nhanvien {code}")).text != wrong
    assert (await desk.talk.say(f"/nhanvien {code}")).text == wrong
    assert "Hiện không có việc" in (await desk.talk.say("/viec")).text


async def test_what_waits_a_card_and_taking_it(desk: Desk) -> None:
    await desk.stage.member("an", chat=HERE)
    number = await desk.stage.file()
    desk.stage.later(minutes=1)
    for _ in range(2):  # /viec shows it as often as it is asked
        answer = await desk.talk.say("/viec")
        assert f"{number} · mới" in answer.text
    card = await desk.talk.tap(number)
    assert "Chưa ai nhận" in card.text
    assert [button.url for row in card.messages[0].buttons for button in row if button.url] == [
        f"https://motcua.example/console/cases/{number}#w-office",
        f"https://motcua.example/console/cases/{number}",
    ]
    taken = await desk.talk.tap("Nhận xử lý")
    assert taken.notices == ["Bạn đã nhận việc này."]
    assert "Bạn đang giữ" in taken.text
    (row,) = await desk.stage.room.rows("case_assignment")
    assert (row.staff_id, row.by) == ("an", "an")
    assert [(note.actor, note.action) for note in await desk.stage.room.rows("audit")] == [("an", "case.take")]
    assert f"{number} · bạn đang giữ" in (await desk.talk.say("/viec")).text


async def test_a_colleague_may_be_quicker(desk: Desk) -> None:
    await desk.stage.member("an", chat=HERE)
    await desk.stage.member("binh", chat=person(77))
    number = await desk.stage.file()
    desk.stage.later(minutes=1)
    await desk.talk.say("/viec")
    await desk.talk.tap(number)
    await desk.stage.assign(number, "binh", by="binh")
    late = await desk.talk.tap("Nhận xử lý")
    assert late.notices == ["Đồng nghiệp đã nhận trước."]
    assert [row.staff_id for row in await desk.stage.room.rows("case_assignment")] == ["binh"]
    assert await desk.stage.room.rows("audit") == []
    assert number not in (await desk.talk.say("/viec")).text


async def test_the_citizen_is_asked_from_the_chat_and_the_clock_stands(desk: Desk) -> None:
    await desk.stage.member("an", chat=HERE)
    number = await desk.stage.file()
    desk.stage.later(minutes=1)
    card = await desk.talk.press(f"v1:staff:case:{number}")
    assert "Yêu cầu bổ sung" not in str(card.messages[0].buttons), "nobody asks about what they have not taken"
    await desk.talk.tap("Nhận xử lý")
    questions = await desk.talk.tap("Yêu cầu bổ sung")
    assert STORY not in questions.text
    assert question_words("slip") in questions.text
    asked = await desk.talk.tap("Ảnh giấy hẹn")
    assert "thời hạn tạm dừng" in asked.text
    (row,) = await desk.stage.room.rows("report_case")
    assert (row.state, row.paused_at is None) == ("needs_information", False)
    assert [reply.text for reply in await desk.stage.room.desk.replies(row.id)] == [question_words("slip")]
    assert [(note.actor, note.action) for note in await desk.stage.room.rows("audit")] == [
        ("an", "case.take"),
        ("an", "case.ask"),
    ]
    again = await desk.talk.press(f"v1:staff:ask:{number}:slip")
    assert again.notices == ["Ở trạng thái hiện tại không hỏi thêm được."]
    assert "Yêu cầu bổ sung" not in str((await desk.talk.press(f"v1:staff:case:{number}")).messages[0].buttons)


async def test_nobody_asks_about_a_case_in_other_hands_or_in_other_words(desk: Desk) -> None:
    await desk.stage.member("an", chat=HERE)
    await desk.stage.member("binh", chat=person(77))
    number = await desk.stage.file()
    await desk.stage.assign(number, "binh", by="binh")
    for data in (f"v1:staff:ask:{number}", f"v1:staff:ask:{number}:slip"):
        assert (await desk.talk.press(data)).notices == ["Ở trạng thái hiện tại không hỏi thêm được."]
    mine = await desk.stage.file()
    await desk.stage.assign(mine, "an", by="an")
    await desk.talk.press(f"v1:staff:ask:{mine}:interim")
    assert {row.state for row in await desk.stage.room.rows("report_case")} == {"received"}
    with pytest.raises(KeyError):
        question_words("interim")


async def test_an_old_button_shows_nothing_that_is_not_theirs_any_more(desk: Desk) -> None:
    await desk.stage.member("an", scopes=(Scope(DA_NANG),), chat=HERE)
    number = await desk.stage.file(province=HUE)
    desk.stage.later(minutes=1)
    for data in (f"v1:staff:case:{number}", f"v1:staff:take:{number}", "v1:staff:case:PA26-000000"):
        answer = await desk.talk.press(data)
        assert answer.notices == ["Việc này không còn thuộc phạm vi của bạn."]
        assert answer.messages == []
    assert await desk.stage.room.rows("case_assignment") == []


async def test_heads_have_figures_and_no_cases(desk: Desk) -> None:
    await desk.stage.member("head", Role.HEAD, chat=HERE)
    numbers = [await desk.stage.file() for _ in range(6)]
    desk.stage.later(days=7)
    waiting = (await desk.talk.say("/viec")).text
    assert not any(number in waiting for number in numbers)
    told = (await desk.talk.say("/thongke")).text
    assert "Phản ánh: 6" in told
    assert "ít nhất 5 người" in told
    assert not any(number in told for number in numbers)


async def test_the_table_holds_the_cases_and_no_formula(desk: Desk, sqlite: Database, key: ServerKey) -> None:
    await desk.stage.member("an", chat=HERE)
    numbers = {await desk.stage.file() for _ in range(3)}
    desk.stage.later(minutes=1)
    await desk.talk.say("/viec")
    (message,) = (await desk.talk.tap("XLSX")).messages
    assert message.file is not None
    assert message.file.id is not None
    file = await OutgoingFiles(sqlite, key).open(message.file.id)
    assert file is not None
    page = load_workbook(BytesIO(file.body)).active
    assert page is not None
    rows = [[str(cell.value) for cell in row] for row in page.iter_rows()]
    assert {row[0] for row in rows[1:]} == numbers
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    assert STORY not in str(rows)


@pytest.mark.parametrize(
    ("url", "console"),
    [
        (None, None),
        ("http://127.0.0.1:8080", None),
        ("https://motcua.example/", "https://motcua.example/console"),
    ],
)
def test_buttons_lead_only_where_telegram_lets_them(url: str | None, console: str | None) -> None:
    assert console_address(url) == console
