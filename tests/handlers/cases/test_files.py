"""Files for a case that was filed: checked elsewhere, sealed into it, and no copy left outside."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.reports.draft import MOST_FILES
from bot.reports.evidence import EvidenceDesk, Result
from tests.handlers.cases.stage import ME, SOMEBODY, Stage


def picture(colour: str) -> bytes:
    body = BytesIO()
    Image.new("RGB", (60, 40), colour).save(body, "JPEG")
    return body.getvalue()


@pytest.fixture
def evidence(stage: Stage) -> EvidenceDesk:
    return EvidenceDesk(stage.room.database, stage.room.key, stage.room.clock)


async def come_back(stage: Stage, evidence: EvidenceDesk, *results: Result) -> Any:
    """As the fetcher brings them: a document under a mark of ours."""
    return await stage.talk.send(evidence.marked(ME, results))


async def test_a_file_goes_into_the_case_and_nowhere_else(stage: Stage, evidence: EvidenceDesk) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:open:{filing.number}")
    assert f"{MOST_FILES}" in (await stage.talk.tap("Thêm tệp")).text
    answer = await come_back(stage, evidence, await evidence.take(ME, "one", picture("red")))
    assert f"Số tệp đã thêm vào {filing.number}: 1" in answer.text
    assert await stage.thread() == ["file"]
    assert await stage.room.rows("draft_file") == []


async def test_a_photo_is_fetched_first_and_its_caption_kept(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:files:{filing.number}")
    photo = {"file_id": "f", "file_unique_id": "u", "width": 10, "height": 10, "file_size": 999}
    answer = await stage.talk.send({"photo": [photo], "caption": "Giấy hẹn của tôi."})
    assert "đang nhận tệp" in answer.text
    assert await stage.thread() == ["message"]
    assert "evidence" in [row.kind for row in await stage.room.rows("due")]


async def test_there_is_room_for_five(stage: Stage, evidence: EvidenceDesk) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:files:{filing.number}")
    shades = ["red", "green", "blue", "black", "white", "yellow", "pink"]
    taken = [await evidence.take(ME, shade, picture(shade)) for shade in shades]
    answer = await come_back(stage, evidence, *taken)
    assert f"{filing.number}: {MOST_FILES}" in answer.text
    assert "phần còn lại" in answer.text
    assert await stage.thread() == ["file"] * MOST_FILES
    assert await stage.room.rows("draft_file") == []
    answer = await stage.talk.press(f"v1:case:files:{filing.number}")
    assert "phần còn lại" in answer.text


async def test_what_was_refused_is_said(stage: Stage, evidence: EvidenceDesk) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:files:{filing.number}")
    answer = await come_back(stage, evidence, Result(None, "citizen_card"))
    assert "căn cước" in answer.text.lower() or "cccd" in answer.text.lower()
    assert await stage.thread() == []


async def test_a_video_is_refused_at_once(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:person:{filing.number}")
    video = {"file_id": "f", "file_unique_id": "u", "width": 10, "height": 10, "duration": 3, "file_size": 999}
    answer = await stage.talk.send({"video": video})
    assert "video" in answer.text.lower()
    assert "evidence" not in [row.kind for row in await stage.room.rows("due")]


async def test_files_for_a_case_that_was_shut_meanwhile_are_not_kept(stage: Stage, evidence: EvidenceDesk) -> None:
    filing = await stage.filed(SOMEBODY)
    await stage.talk.say(f"{filing.number} {filing.secret}")
    await stage.talk.tap("Thêm tệp")
    stage.room.clock.at += timedelta(minutes=31)
    answer = await come_back(stage, evidence, await evidence.take(ME, "one", picture("red")))
    assert "mã bí mật" in answer.text
    assert await stage.thread() == []
    assert await stage.room.rows("draft_file") == []


async def test_files_after_leaving_go_to_no_case(stage: Stage, evidence: EvidenceDesk) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:files:{filing.number}")
    await stage.talk.say("/huy")
    await come_back(stage, evidence, await evidence.take(ME, "one", picture("red")))
    assert await stage.thread() == []
    assert await stage.room.rows("draft_file") == []
