"""The real program and files from strangers: an album, a kill in the middle, bombs, and nothing told to the logs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bot.reports.evidence import samples
from tests.botapi.chats import Said
from tests.botapi.server import BotApiServer
from tests.program import Program

pytestmark = pytest.mark.e2e

CHAT = 5002
Environment = Callable[..., dict[str, str]]
#: What may stay in the program's own memory of files that would unpack to hundreds of megabytes.
MOST_GROWN_KB = 96 * 1024


def send(api: BotApiServer, body: bytes, **more: Any) -> None:
    file_id = f"CANARY-file-{len(api.files)}"
    api.files[file_id] = body
    size = {"file_id": file_id, "file_unique_id": file_id, "width": 9, "height": 9, "file_size": len(body)}
    api.update(api.people.sends(CHAT, photo=[size], **more))


def send_document(api: BotApiServer, body: bytes, name: str) -> None:
    file_id = f"CANARY-file-{len(api.files)}"
    api.files[file_id] = body
    file = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "mime_type": "image/jpeg"}
    api.update(api.people.sends(CHAT, document=file))


def about_files(api: BotApiServer) -> list[Said]:
    return [said for said in api.chats.of(CHAT) if re.search("Đã nhận|không nhận|Chỉ nhận|điểm ảnh", said.seen)]


async def begin_report(api: BotApiServer) -> None:
    api.say(CHAT, "/phananh")
    await api.wait_for(lambda: any(said.buttons for said in api.chats.of(CHAT)), patience=60)
    agree = api.chats.of(CHAT)[-1]
    data = next(button["callback_data"] for button in agree.buttons if "Đồng ý" in button["text"])
    count = len(api.chats.of(CHAT))
    api.press(CHAT, agree.message_id, data)
    await api.wait_for(lambda: len(api.chats.of(CHAT)) > count or agree.versions > 1)


async def test_an_album_is_answered_once_through_a_kill(
    at_home: Path, api: BotApiServer, telegram: Environment
) -> None:
    async with Program(at_home, telegram()) as program:
        await begin_report(api)
        before = len(api.chats.of(CHAT))
        for number, body in enumerate((samples.located(), samples.located("PNG"), samples.with_code(samples.CARD))):
            send(api, body, media_group_id="7", caption="CANARY-caption" if number == 0 else "")
        await api.wait_for(lambda: len(api.chats.of(CHAT)) > before)  # "one moment": the fetches are planned
        await program.kill()
        first = program.output
    async with Program(at_home, telegram()) as program:
        await api.wait_for(lambda: about_files(api), patience=60)
        count = len(api.chats.of(CHAT))
        api.say(CHAT, "/trogiup")
        await api.wait_for(lambda: len(api.chats.of(CHAT)) > count)
        [answer] = about_files(api)
        assert "2" in answer.seen
        assert "căn cước" in answer.seen
        assert await program.stop() == 0
    for output in (first, program.output):
        assert "CANARY" not in output
        assert "Traceback" not in output
    stored = b"".join(path.read_bytes() for path in (at_home / "data").rglob("*") if path.is_file())
    assert b"CANARY" not in stored
    assert samples.CARD.encode() not in stored


async def test_bombs_cost_the_program_nothing(at_home: Path, api: BotApiServer, telegram: Environment) -> None:
    async with Program(at_home, telegram()) as program:
        await begin_report(api)
        send(api, samples.saved(samples.noise()))
        await api.wait_for(lambda: len(about_files(api)) == 1, patience=60)
        before = program.forget_peak()
        send(api, samples.flat_png(10_000, 5_000))
        send(api, samples.png_of(50_000, 50_000))
        send(api, samples.saved(samples.noise()) + samples.zip_bomb())
        send_document(api, samples.zip_bomb(), "../../../../tmp/CANARY.pdf")
        send_document(api, samples.EICAR, "CANARY.pdf.exe")
        await api.wait_for(lambda: len(about_files(api)) == 2, patience=60)
        answer = about_files(api)[-1].seen
        assert "2" in answer
        assert "điểm ảnh" in answer
        assert "Chỉ nhận ảnh" in answer
        assert program.peak_kb - before < MOST_GROWN_KB
        assert "CANARY" not in program.output
        assert await program.stop() == 0
