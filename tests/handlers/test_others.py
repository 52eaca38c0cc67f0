"""What is not a question still gets a helpful answer; what is not meant for the bot gets none."""

from __future__ import annotations

from typing import Any

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.outbox.message import MAX_TEXT
from bot.sealing import ServerKey
from tests.talk import CHAT, Talk

GROUP = {"id": -100500, "type": "supergroup", "title": "Tổ dân phố"}
FILE = {"file_id": "a", "file_unique_id": "b"}


@pytest.fixture
async def talk(sqlite: Database, key: ServerKey, clock: FixedClock) -> Talk:
    return await Talk.begin(sqlite, key, clock)


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ({"voice": {**FILE, "duration": 3}}, "tin thoại"),
        ({"photo": [{**FILE, "width": 9, "height": 9}], "caption": "giấy này là gì"}, "đang đọc mã trên ảnh"),
        ({"document": FILE}, "chưa đọc được ảnh"),
        ({"video": {**FILE, "width": 9, "height": 9, "duration": 1}}, "chưa đọc được ảnh"),
        (
            {
                "sticker": {
                    **FILE,
                    "width": 9,
                    "height": 9,
                    "is_animated": False,
                    "is_video": False,
                    "type": "regular",
                }
            },
            "chỉ hiểu chữ viết",
        ),
        ({"contact": {"phone_number": "0900000000", "first_name": "A"}}, "chỉ hiểu chữ viết"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "chỉ hiểu chữ viết"),
    ],
)
async def test_wordless_messages_get_help(talk: Talk, message: dict[str, Any], says: str) -> None:
    answer = await talk.send(message)
    assert says in answer.text
    assert any("Theo lĩnh vực" in label for label in answer.labels)


async def test_unknown_kinds_of_update_are_let_pass(talk: Talk) -> None:
    for update in (
        {"my_chat_member": {"chat": {"id": CHAT, "type": "private"}, "date": 1}},
        {"poll": {"id": "1"}},
        {"brand_new_kind_of_2031": {"chat": {"id": CHAT}}},
    ):
        try:
            answer = await talk._update(update)
        except AssertionError:  # half-made on purpose: the first cannot be parsed, and is retried like any other
            async with talk.database.write() as connection:
                await connection.exec_driver_sql("UPDATE inbox SET state = 'dead', error = NULL WHERE state = 'new'")
            continue
        assert answer.messages == []


@pytest.mark.parametrize(
    "data",
    [
        "v1:svc:card:9.999999:0",
        "v0:old:thing",
        "garbage",
        "v1:svc:nonsense:1",
        "v1:x",
        "v1:svc:card",
        "v1:svc:sec:1:2",
        "v1:lang:set",
    ],
)
async def test_a_button_of_another_age_says_what_to_do(talk: Talk, data: str) -> None:
    answer = await talk.press(data)
    assert "tin nhắn cũ" in answer.text
    assert answer.notices
    assert answer.labels


async def test_a_case_that_is_gone_is_asked_for_again(talk: Talk) -> None:
    answer = await talk.press("v1:svc:card:3.000001:zzzzzz")
    assert "Bạn thuộc trường hợp nào?" in answer.text


@pytest.mark.parametrize("page", ["0", "999", "x", "-1", "99999999999999999999"])
async def test_a_page_that_is_not_there_shows_the_nearest(talk: Talk, page: str) -> None:
    answer = await talk.press(f"v1:svc:sec:1.001193:0:legal:{page}")
    assert "Căn cứ" in answer.text


async def test_a_part_that_is_not_there_shows_the_summary(talk: Talk) -> None:
    answer = await talk.press("v1:svc:sec:1.001193:0:poems:1")
    assert "Thủ tục đăng ký khai sinh" in answer.text


@pytest.mark.parametrize(
    "message",
    [
        {"text": "lam giay khai sinh can gi"},
        {"text": "/khongco"},
        {"text": "@nguoikhac oi lam khai sinh the nao"},
        {"sticker": {**FILE, "width": 9, "height": 9, "is_animated": False, "is_video": False, "type": "regular"}},
    ],
)
async def test_in_a_group_talk_of_others_is_left_alone(talk: Talk, message: dict[str, Any]) -> None:
    if message.get("text", "").startswith("/"):
        message = {**message, "entities": [{"type": "bot_command", "offset": 0, "length": len(message["text"])}]}
    elif message.get("text", "").startswith("@"):
        message = {**message, "entities": [{"type": "mention", "offset": 0, "length": 10}]}
    assert (await talk.send({**message, "chat": GROUP})).messages == []


async def test_in_a_group_the_bot_answers_when_it_is_named(talk: Talk) -> None:
    named = "@motcua_bot lam giay khai sinh can gi"
    answer = await talk.send(
        {"text": named, "chat": GROUP, "entities": [{"type": "mention", "offset": 0, "length": 11}]}
    )
    assert "Thủ tục đăng ký khai sinh" in answer.text


async def test_in_a_group_the_bot_answers_a_reply_to_itself(talk: Talk) -> None:
    mine = {
        "message_id": 5,
        "date": 1,
        "chat": GROUP,
        "from": {"id": 42, "is_bot": True, "first_name": "Một Cửa", "username": "motcua_bot"},
        "text": "Xin chào",
    }
    answer = await talk.send({"text": "lam giay khai sinh can gi", "chat": GROUP, "reply_to_message": mine})
    assert "Thủ tục đăng ký khai sinh" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "x" * MAX_TEXT,
        "giấy khai sinh " * 270,
        "🧾" * 2048,
        "\u202egnôđ gnăk\u202c khai sinh \u0000\u0007\u200b",
        "<b>khai sinh</b> <a href='javascript:alert(1)'>x</a> &amp; {{ 7*7 }}",
        "   \n\t  ",
        "%s %(x)s {0}",
    ],
)
async def test_any_text_is_answered(talk: Talk, text: str) -> None:
    answer = await talk.say(text)
    assert answer.messages


async def test_html_in_a_name_changes_nothing(talk: Talk) -> None:
    sender = {"id": CHAT, "is_bot": False, "first_name": "<a href='x'>", "last_name": "\u202e&"}
    answer = await talk.say("/start", **{"from": sender})
    assert "Xin chào" in answer.text


async def test_an_edited_message_is_not_answered_again(talk: Talk) -> None:
    message = {**talk._head(), "chat": {"id": CHAT, "type": "private"}, "text": "lam giay khai sinh", "edit_date": 2}
    assert (await talk._update({"edited_message": message})).messages == []


async def test_a_deep_link_opens_its_procedure(talk: Talk) -> None:
    assert "Thủ tục đăng ký khai sinh" in (await talk.say("/start tt_1_001193")).text
    for old in ("tt_9_999999", "vp_nowhere", "hello", "tt_..", "x" * 64, "tt_1.001193;x"):
        answer = await talk.say(f"/start {old}")
        assert "không còn" in answer.text
        assert any("Theo lĩnh vực" in label for label in answer.labels)
    assert "Xin chào" in (await talk.say("/start")).text
