"""In the chat: the notice follows one answer; a channel that is off says so and loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.notices import Emergency, Standing
from bot.notices.standing import FRESH_MS
from bot.sealing import ServerKey
from tests.talk import Talk

TEXTS = {"vi": "Cổng <dịch vụ công> đang lỗi.", "en": "The portal is down."}


@pytest.fixture
async def talk(database: Database, key: ServerKey, clock: FixedClock) -> Talk:
    return await Talk.begin(database, key, clock)


async def test_the_notice_follows_the_next_answer_once(talk: Talk, clock: FixedClock) -> None:
    new = Emergency(0, TEXTS, clock.at, clock.at + timedelta(hours=1), "cổng lỗi", "anna")
    async with talk.database.write() as connection:
        assert await Standing(talk.database, clock).write(connection, new)
    answer = await talk.say("/start")
    assert "Cổng <dịch vụ công> đang lỗi." in answer.text.rpartition("Thông báo")[2]
    assert len(answer.messages) > 1
    assert TEXTS["vi"] not in (await talk.say("/trogiup")).text


async def test_a_channel_that_is_off_keeps_what_was_begun(talk: Talk, clock: FixedClock) -> None:
    await talk.say("/phananh")
    asked = await talk.say("/start")
    standing = Standing(talk.database, clock)
    clock.at += timedelta(milliseconds=FRESH_MS)

    async def switch(off: bool, seen: int) -> None:
        async with talk.database.write() as connection:
            assert await standing.switch(connection, "telegram", off, TEXTS, "thử", "anna", seen)
        clock.at += timedelta(milliseconds=FRESH_MS)

    await switch(True, 0)
    for words in ("/huy", "làm khai sinh ở đâu", "/dulieu"):
        answer = await talk.say(words)
        assert TEXTS["vi"] in answer.text
        assert len(answer.messages) == 1
    await switch(False, 1)
    assert (await talk.say("/start")).text == asked.text  # the draft is still offered
