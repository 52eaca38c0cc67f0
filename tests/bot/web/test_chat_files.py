"""Files of the bot: shown in the talk, given to the one they were sent to, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from io import BytesIO

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image

from bot.outbox.file import File
from bot.outbox.message import Message
from bot.outbox.outgoing import Kind
from tests.bot.web.visit import Desk, Visit


@pytest.fixture
async def stranger(site: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        await client.get("/")
        yield client


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


async def sent(visit: Visit, desk: Desk, file: File) -> str:
    """Its address, as the page shows it."""
    await desk.queue(visit.address, Kind.SAY, Message("Thư của thanh tra", file=file).as_json())
    await desk.delivery.deliver_batch()
    found = re.search(r'href="(/files/[\w-]{22})"', await visit.page())
    assert found is not None
    return found[1]


async def test_a_picture_is_shown(visit: Visit, desk: Desk) -> None:
    body = picture()
    address = await sent(visit, desk, File("biên nhận.png", "image/png", body))
    assert f'<img src="{address}" alt="biên nhận.png"' in await visit.page()
    answer = await visit.client.get(address)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, body, "image/png")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("media", ["application/pdf", "text/html", "image/svg+xml"])
async def test_anything_else_is_saved_and_never_run(visit: Visit, desk: Desk, media: str) -> None:
    address = await sent(visit, desk, File('thư "1".html', media, b"<script>alert(1)</script>"))
    answer = await visit.client.get(address)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''th%C6%B0%20_1_.html"
    assert answer.content == b"<script>alert(1)</script>"


async def test_nobody_else_gets_it(visit: Visit, desk: Desk, site: FastAPI, stranger: httpx.AsyncClient) -> None:
    address = await sent(visit, desk, File("a.pdf", "application/pdf", b"%PDF-"))
    assert (await stranger.get(address)).status_code == 404
    stranger.cookies.clear()
    assert (await stranger.get(address)).status_code == 404
    for other in ("A" * 22, "x", "%2e%2e%2fetc"):
        assert (await visit.client.get(f"/files/{other}")).status_code == 404
