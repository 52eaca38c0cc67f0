"""Finding a report again: one's own without a secret, any other with it, and nothing for whoever guesses (T14)."""

from __future__ import annotations

import pytest

from bot.reports.cases import read_number
from bot.reports.cases.numbers import new_number
from bot.reports.cases.secrets import new_secret
from tests.handlers.cases.stage import NOBODYS, SOMEBODY, Stage
from tests.talk import CHAT


async def test_the_numbers_of_these_tests_are_numbers() -> None:
    assert read_number(NOBODYS) == NOBODYS


async def test_ones_own_reports_are_listed_and_opened(stage: Stage) -> None:
    filing = await stage.filed()
    answer = await stage.talk.say("/theodoi")
    assert filing.number in answer.text
    assert "đã ghi nhận" in answer.text
    answer = await stage.talk.tap(filing.number)
    assert "Đã ghi nhận, chưa bắt đầu xem xét" in answer.text
    assert "bộ phận thanh tra, kiểm tra được giao" in answer.text
    assert "Dự kiến trả lời trước" in answer.text
    assert "Diễn biến" in answer.text


async def test_without_reports_the_list_says_how_to_open_one(stage: Stage) -> None:
    answer = await stage.talk.say("/theodoi")
    assert "Chưa có phản ánh nào" in answer.text
    assert "mã bí mật" in answer.text


@pytest.mark.parametrize("typed", ["{n}", "/theodoi {n}", "cho hỏi {n} tới đâu rồi", "{lower}"])
async def test_a_number_anywhere_opens_ones_own(stage: Stage, typed: str) -> None:
    filing = await stage.filed()
    answer = await stage.talk.say(typed.format(n=filing.number, lower=filing.number.lower().replace("-", " ")))
    assert filing.number in answer.text
    assert "Diễn biến" in answer.text
    assert await stage.removed() == []


async def test_from_elsewhere_the_secret_is_asked_for_and_its_message_removed(stage: Stage) -> None:
    filing = await stage.filed(SOMEBODY)
    answer = await stage.talk.say(filing.number)
    assert "mã bí mật" in answer.text
    assert "Diễn biến" not in answer.text
    answer = await stage.talk.say(filing.secret)
    assert "Diễn biến" in answer.text
    assert filing.secret not in answer.text
    assert await stage.removed() == [2]  # the second message of this talk


@pytest.mark.parametrize(
    "typed",
    ["{n} {s}", "/theodoi {n} {s}", "số {n}, mã bí mật {plain}", "{run}", "Số: {n}\nMã bí mật: {s}\nLoại: Vòi vĩnh"],
)
async def test_both_in_one_message_however_they_are_typed(stage: Stage, typed: str) -> None:
    filing = await stage.filed(SOMEBODY)
    plain = filing.secret.replace("-", "").lower()
    run = (filing.number + filing.secret).replace("-", "")
    answer = await stage.talk.say(typed.format(n=filing.number, s=filing.secret, plain=plain, run=run))
    assert "Diễn biến" in answer.text
    assert await stage.removed() == [1]


async def test_an_unknown_number_and_a_wrong_secret_are_answered_in_the_same_words(stage: Stage) -> None:
    filing = await stage.filed(SOMEBODY)
    asked = [await stage.talk.say(number) for number in (filing.number, NOBODYS)]
    tried = [await stage.talk.say(f"{number} {new_secret()}") for number in (filing.number, NOBODYS)]
    for known, unknown in (asked, tried):
        assert known.text.replace(filing.number, NOBODYS) == unknown.text
        assert known.labels == unknown.labels


async def test_guessing_is_stopped_for_the_person_and_for_the_number(stage: Stage) -> None:
    filing = await stage.filed(SOMEBODY)
    for _ in range(5):
        await stage.talk.say(f"{filing.number} {new_secret()}")
    answer = await stage.talk.say(f"{filing.number} {filing.secret}")
    assert "Thử quá nhiều lần" in answer.text
    assert "Diễn biến" not in answer.text
    answer = await stage.talk.say(f"{new_number(2026)} {new_secret()}")
    assert "Thử quá nhiều lần" in answer.text


async def test_a_mistyped_number_is_told_before_anything_is_tried(stage: Stage) -> None:
    filing = await stage.filed()
    wrong = filing.number[:-1] + ("0" if filing.number[-1] != "0" else "1")
    await stage.talk.say("/theodoi")
    answer = await stage.talk.say(wrong)
    assert "gõ nhầm" in answer.text


async def test_half_a_secret_counts_as_no_try(stage: Stage) -> None:
    filing = await stage.filed(SOMEBODY)
    await stage.talk.say(filing.number)
    for _ in range(6):
        answer = await stage.talk.say("7K3M9-QABCD-EFGH1-JKMNP")
        assert "26 chữ và số" in answer.text
    assert "Diễn biến" in (await stage.talk.say(filing.secret)).text


async def test_a_question_in_between_is_answered(stage: Stage) -> None:
    await stage.talk.say("/theodoi")
    assert "khai sinh" in (await stage.talk.say("làm giấy khai sinh cần gì")).text


async def test_in_a_group_nothing_is_shown(stage: Stage) -> None:
    filing = await stage.filed()
    group = {"id": -100, "type": "group", "title": "Xóm"}
    command = [{"type": "bot_command", "offset": 0, "length": len("/theodoi@motcua_bot")}]
    answer = await stage.talk.send({"chat": group, "text": "/theodoi@motcua_bot", "entities": command})
    assert "chat riêng" in answer.text
    mention = {"type": "mention", "offset": 0, "length": len("@motcua_bot")}
    answer = await stage.talk.send({"chat": group, "text": f"@motcua_bot {filing.number}", "entities": [mention]})
    assert "chat riêng" in answer.text
    assert "Diễn biến" not in answer.text


async def test_a_button_of_a_case_that_this_chat_may_not_see_asks_for_the_secret(stage: Stage) -> None:
    filing = await stage.filed(SOMEBODY)
    for action in ("open", "read", "write", "files", "withdraw", "withdrawn", "dispute", "disputed", "person", "back"):
        answer = await stage.talk.press(f"v1:case:{action}:{filing.number}")
        assert "mã bí mật" in answer.text, action
        assert "Diễn biến" not in answer.text
    assert (await stage.view(filing, SOMEBODY)).state == "received"
    assert SOMEBODY.chat_id != CHAT
