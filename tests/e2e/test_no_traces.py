"""After a whole conversation nothing of it can be read in what the program printed or stored."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from bot.app import serve
from bot.logs import configure_logs
from bot.settings import load_settings
from knowledge.library import Library
from tests.bot.outbox.desk import until
from tests.botapi.people import DATE
from tests.botapi.server import BotApiServer

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("logs_as_before")]

NAME, PHONE, CARD, CHAT = "Canaryanh", "0912345678", "012345678901", 987654321012
WORDS = f"Tôi là {NAME}, số {PHONE}, số {CARD}: lam giay khai sinh can gi\r\n2026-01-01 [info] forged line"
PERSON = {"id": CHAT, "is_bot": False, "first_name": NAME, "username": f"{NAME}_vn", "language_code": "vi"}
MESSAGE = {"message_id": 1, "date": DATE, "chat": {**PERSON, "type": "private"}, "from": PERSON}


class Terminal:
    """What the program has printed so far."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._text = ""

    @property
    def text(self) -> str:
        printed = self._capsys.readouterr()
        self._text += printed.out + printed.err
        return self._text


async def when(holds: Callable[[], bool]) -> None:
    async def look() -> bool:
        return holds()

    await until(look, patience=60)


async def test_nothing_said_can_be_read_afterwards(
    at_home: Path, api: BotApiServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure_logs(terminal=False, level=logging.DEBUG)
    search = Library.search

    def broken(self: Library, question: str) -> object:
        if "hỏng" in question:
            raise ValueError(question)  # a mistake of ours that quotes what was written
        return search(self, question)

    monkeypatch.setattr(Library, "search", broken)
    data = at_home / "data"
    settings = load_settings(telegram_token=api.token, telegram_api=api.address, data_dir=data, port=0)
    terminal = Terminal(capsys)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(serve(settings))
        api.update({"update_id": 1, "message": {**MESSAGE, "text": WORDS}})
        await when(lambda: len(api.chats.of(CHAT)) == 1)
        card = api.chats.of(CHAT)[0]
        api.press(CHAT, card.message_id, card.buttons[0]["callback_data"])
        await when(lambda: card.versions == 2 or len(api.chats.of(CHAT)) == 2)  # opened in place, or picked
        api.say(CHAT, f"hỏng {WORDS}")
        await when(lambda: "turn_failed" in terminal.text)
        visitor = await web_visit(terminal)
        during = stored(data)
        running.cancel()
    kept = {**during, **stored(data)}
    secret = api.token.partition(":")[2]
    for canary in (NAME, PHONE, CARD, str(CHAT), str(visitor), secret, "khai sinh can gi", "forged line"):
        assert canary not in terminal.text, canary
        assert [name for name, content in kept.items() if canary.encode() in content] == [], canary
    assert "motcua.db-wal" in {Path(name).name for name in during}, "the log of the database was looked at too"
    for number in (CHAT, visitor):
        assert not any(number.to_bytes(8, "big") in content for content in kept.values())
    assert "Traceback" not in terminal.text


async def web_visit(terminal: Terminal) -> int:
    """A visitor writes the same on the page. :returns: the visitor's number."""
    await when(lambda: "http://127.0.0.1:" in terminal.text)
    found = re.search(r"http://127\.0\.0\.1:\d+", terminal.text)
    assert found
    async with httpx.AsyncClient(base_url=found[0], trust_env=False, timeout=30) as client:
        await client.get("/")
        posted = await client.post("/chat/messages", json={"text": WORDS, "client_id": str(uuid4())})
        assert posted.status_code == 202

        async def answered() -> bool:
            return (await client.get("/")).text.count("<article") >= 4  # greeting, question, answer, and the template

        await until(answered, patience=60)
        figures = (await client.get("/metrics")).text
        assert 'motcua_updates_total{channel="web",outcome="answered"}' in figures
        assert 'motcua_updates_total{channel="telegram",outcome="retried"}' in figures
        assert 'motcua_messages_total{channel="telegram",outcome="sent"}' in figures
        assert "motcua_searches_total{" in figures
        assert not [canary for canary in (NAME, PHONE, CARD, str(CHAT)) if canary in figures]
        return int(client.cookies["motcua_chat"].partition(".")[0], 16)


def stored(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, as whoever takes the disk finds it."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
