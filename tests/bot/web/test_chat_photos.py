"""Photos posted to the chat: judged by content, read in memory, fed to the inbox as a typed code."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.dossiers.receipts import photo
from tests.bot.web.visit import Desk, Visit

CODE = "H57.132-260804-0583"


async def post(visit: Visit, content: bytes, name: str = "a.jpg", **fields: str) -> httpx.Response:
    form = {"token": visit.token, "client_id": str(uuid.uuid4()), **fields}
    files = {"photo": (name, content, "image/jpeg")}
    return await visit.client.post("/chat/photos", data=form, files=files, headers={"Accept": "text/html"})


async def arrived(desk: Desk) -> list[dict[str, Any]]:
    return [update["message"] for update in await desk.updates()]


async def test_a_code_counts_as_typed(visit: Visit, desk: Desk) -> None:
    answer = await post(visit, photo(f"https://example.org?MHS={CODE}&SGT=048099001234"))
    assert answer.status_code == 303
    [message] = await arrived(desk)
    assert message["text"] == CODE
    assert "photo" not in message


async def test_a_photo_without_a_code_is_a_photo(visit: Visit, desk: Desk) -> None:
    await post(visit, photo("nothing"))
    [message] = await arrived(desk)
    assert message["photo"][0]["file_id"] == "unreadable"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
async def test_what_is_no_picture_is_refused_whatever_its_name(visit: Visit, desk: Desk, content: bytes) -> None:
    answer = await post(visit, content)
    assert answer.status_code == 415
    assert await arrived(desk) == []


async def test_too_large_is_refused(visit: Visit, desk: Desk) -> None:
    answer = await post(visit, photo(CODE) + bytes(11 * 1024 * 1024))
    assert answer.status_code == 413
    assert await arrived(desk) == []


async def test_another_form_is_refused(visit: Visit) -> None:
    headers = {"Accept": "text/html"}
    assert (await visit.client.post("/chat/photos", data={"token": "x"}, headers=headers)).status_code == 415
    headers["Content-Type"] = "multipart/form-data"
    assert (await visit.client.post("/chat/photos", content=b"x", headers=headers)).status_code == 400


async def test_a_foreign_page_cannot_post(visit: Visit) -> None:
    answer = await post(visit, photo(CODE), token="x" * 22)
    assert answer.status_code == 403


async def test_the_seventh_in_a_minute_waits(visit: Visit) -> None:
    answers = [(await post(visit, photo("nothing"))).status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]


async def test_no_photo_reaches_the_disk(visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form's larger files go to a temporary file by default; here none may be made."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("tempfile._TemporaryFileWrapper", refuse)
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", refuse)
    assert (await post(visit, photo(CODE, form="PNG") + bytes(3 * 1024 * 1024))).status_code == 303
