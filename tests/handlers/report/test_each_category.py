"""A transcript of every category: chosen by hand from its group, everything else skipped, sent, and filed as such."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.report_tables import report_case
from bot.reports.taxonomy import OTHER, categories, groups
from bot.sealing import ServerKey
from tests.talk import Answer, Talk

STORY = "chuyện ở quầy khó kể, mong có người đọc và xem lại giúp"


async def _to_the_review(talk: Talk, answer: Answer) -> Answer:
    """Skips whatever may be skipped, and keeps to information where a choice is due."""
    for _ in range(20):
        if any("Gửi phản ánh" in label for label in answer.labels):
            return answer
        for label in ("Giữ làm thông tin", "Không, tôi tự xem", "bỏ qua"):
            if any(label in each for each in answer.labels):
                answer = await talk.tap(label)
                break
        else:
            raise AssertionError(f"no way on from {answer.text}")
    raise AssertionError("the questions do not end")


@pytest.mark.parametrize("code", list(categories()))
async def test_a_report_of_every_category(code: str, sqlite: Database, key: ServerKey, clock: FixedClock) -> None:
    category, talk = categories()[code], await Talk.begin(sqlite, key, clock)
    await talk.say(f"/phananh {STORY}")
    answer = await talk.tap("Đồng ý")
    if any("Loại khác" in label for label in answer.labels):
        answer = await talk.tap("Loại khác")
    answer = await talk.tap(groups()[category.group].vi if code != OTHER else "Khác")
    if code != OTHER:
        answer = await talk.tap(category.vi)
    review = await _to_the_review(talk, answer)
    assert category.vi in review.text
    receipt = await talk.tap("Gửi phản ánh")
    assert "phản ánh, kiến nghị" in receipt.text
    async with sqlite.read() as connection:
        filed = (await connection.execute(select(report_case))).one()
    assert (filed.category, filed.level, filed.state) == (code, category.level, "received")
    assert filed.number in receipt.text
    assert filed.secret not in receipt.text
