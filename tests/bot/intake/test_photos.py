"""A photo on Telegram: fetched by a job, fed back as if its code had been typed, answered in the same chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.clock import FixedClock
from bot.database import Database
from bot.intake.photos import KIND, PhotoReader
from bot.schedule.runner import Outcome, Schedule
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.bot.dossiers.receipts import photo
from tests.talk import Answer, Talk

TOKEN = "42:secret"


class Files:
    """Telegram's two methods for files."""

    def __init__(self) -> None:
        self.content: bytes = b""
        self.size: int | None = None
        self.down = 0

    async def get_file(self, request: web.Request) -> web.Response:
        if self.down:
            self.down -= 1
            return web.json_response({"ok": False, "error_code": 500, "description": "Internal"}, status=500)
        asked = await request.json()
        assert asked == {"file_id": "large"}
        size = len(self.content) if self.size is None else self.size
        return web.json_response({"ok": True, "result": {"file_path": "photos/file 1.jpg", "file_size": size}})

    async def download(self, _: web.Request) -> web.Response:
        return web.Response(body=self.content)


@pytest.fixture
async def files() -> AsyncIterator[tuple[Files, str]]:
    served = Files()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/getFile", served.get_file)
    app.router.add_get(f"/file/bot{TOKEN}/photos/file 1.jpg", served.download)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield served, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def talk(sqlite: Database, key: ServerKey, clock: FixedClock) -> Talk:
    made = await Talk.begin(sqlite, key, clock)
    await made.stage.load_sample()
    return made


async def read(talk: Talk, address: str) -> Answer:
    """The job, then the turn that its result brings."""
    async with TelegramApi(TOKEN, address) as api:
        reader = PhotoReader(api, talk.inbox)

        async def job(subject: dict[str, Any]) -> Outcome:
            await reader.read(subject)
            return Outcome()

        await Schedule(talk.database, talk.key, talk.clock, Wake(), {KIND: job}).work()
    while await talk.worker.work():
        pass
    return await talk.elapse()


def sent(kind: str = "photo") -> dict[str, Any]:
    size = {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 90}
    if kind == "document":
        return {"document": {"file_id": "large", "file_unique_id": "l", "mime_type": "image/jpeg"}}
    return {"photo": [size, {**size, "file_id": "large", "file_unique_id": "l"}]}


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_the_code_on_a_photo_is_asked_about(talk: Talk, files: tuple[Files, str], kind: str) -> None:
    served, address = files
    code = talk.stage.samples[7].code
    served.content = photo(f"https://example.org/tra-cuu?MHS={code}&SGT=048099001234")
    assert "đang đọc mã" in (await talk.send(sent(kind))).text
    answer = await read(talk, address)
    assert code in answer.text
    assert "Bốn số cuối" in answer.text
    assert "Đăng ký thường trú" in (await talk.say(talk.stage.samples[7].phone4)).text
    assert (await read(talk, address)).text == ""


async def test_a_code_in_the_caption_is_enough(talk: Talk) -> None:
    answer = await talk.send({**sent(), "caption": f"hồ sơ {talk.stage.samples[7].code}"})
    assert "Bốn số cuối" in answer.text


async def test_a_photo_without_a_code(talk: Talk, files: tuple[Files, str]) -> None:
    served, address = files
    served.content = photo("048099001234")
    await talk.send(sent())
    assert "không thấy mã hồ sơ" in (await read(talk, address)).text


async def test_a_photo_that_is_too_large_is_not_fetched(talk: Talk, files: tuple[Files, str]) -> None:
    served, address = files
    served.size = 11 * 1024 * 1024
    await talk.send(sent())
    assert "không thấy mã hồ sơ" in (await read(talk, address)).text


async def test_telegram_out_of_order_is_tried_again(talk: Talk, files: tuple[Files, str], clock: FixedClock) -> None:
    served, address = files
    served.content, served.down = photo(talk.stage.samples[7].code), 1
    await talk.send(sent())
    assert (await read(talk, address)).text == ""
    clock.at += timedelta(seconds=10)
    assert "Bốn số cuối" in (await read(talk, address)).text


async def test_nothing_of_a_photo_stays(talk: Talk, files: tuple[Files, str], tmp_path: Path) -> None:
    served, address = files
    served.content = photo("048099001234 CANARY-PAYLOAD")
    await talk.send(sent())
    await read(talk, address)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("motcua.db*"))  # noqa: ASYNC240 - short local files
    assert served.content[:64] not in stored
    async with talk.database.read() as connection:
        assert (
            await connection.exec_driver_sql("SELECT count(*) FROM due WHERE subject IS NOT NULL")
        ).scalar_one() == 0
