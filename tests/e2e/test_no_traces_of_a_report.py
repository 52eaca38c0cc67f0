"""After a whole report nothing of it can be read in what the program printed, stored, showed to others or to staff;
and on the citizen's own phone it can be made to vanish.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.app import serve
from bot.logs import configure_logs
from bot.privacy import PrivacyDesk
from bot.settings import load_settings
from tests.botapi.chats import Said
from tests.botapi.server import BotApiServer
from tests.e2e.test_no_traces import Terminal, stored, when

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("logs_as_before")]

NAME, PHONE, CARD, CHAT = "Canaryanh", "0912345678", "012345678901", 987654321013
STORY = (
    f"Tôi là {NAME}, số {PHONE}, số {CARD}. Cán bộ một cửa phường Kim Liên Nghệ An bắt đi lại năm lần, "
    "lần nào cũng bắt sửa một chữ ở tờ khai kết hôn\r\n2026-01-01 [info] forged line"
)
PERSON = {"id": CHAT, "is_bot": False, "first_name": NAME, "username": f"{NAME}_vn", "language_code": "vi"}
#: How an impatient person goes through the questions: the first of these that is offered.
WAY = ("Gửi phản ánh", "Đồng ý", "Giữ làm thông tin", "bỏ qua", "🔔", "Xem lại", "Tiếp")
#: All that a lock screen or a log may show of a report.
PUBLIC_NUMBER = re.compile(r"PA\d\d-\w{6}")


class Citizen:
    """Somebody with a phone."""

    def __init__(self, api: BotApiServer) -> None:
        self._api = api
        self._updates = 1
        self._messages = 600_000

    @property
    def heard(self) -> list[Said]:
        return self._api.chats.of(CHAT)

    async def write(self, text: str) -> Said:
        self._updates += 1
        self._messages += 1
        date = int(datetime.now(UTC).timestamp())
        chat = {**PERSON, "type": "private"}
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[0] == "/" else []
        message = {"message_id": self._messages, "date": date, "chat": chat, "from": PERSON, "text": text}
        return await self._answered({"update_id": self._updates, "message": {**message, "entities": entities}})

    def _with(self, label: str) -> Said | None:
        """The newest message with such a button."""
        fitting = (said for said in reversed(self.heard) if any(label in button["text"] for button in said.buttons))
        return next(fitting, None)

    async def tap(self, label: str, under: Said | None = None) -> Said:
        # What comes by itself, such as the picture of a filing, may come in between.
        await when(lambda: self._with(label) is not None)
        said = under or self._with(label)
        assert said is not None
        data = next(button["callback_data"] for button in said.buttons if label in button["text"])
        self._updates += 1
        message = {"message_id": said.message_id, "date": 1, "chat": {"id": CHAT, "type": "private"}}
        query = {"id": f"q{self._updates}", "from": PERSON, "chat_instance": "1", "data": data, "message": message}
        return await self._answered({"update_id": self._updates, "callback_query": query})

    async def report(self) -> Said:
        """From the story to the receipt."""
        said = await self.write(f"/phananh {STORY}")
        for _ in range(25):
            labels = [button["text"] for button in said.buttons]
            label = next((way for way in WAY if any(way in each for each in labels)), None)
            said = await self.tap(label or next(each for each in labels if "⬅" not in each), said)
            if PUBLIC_NUMBER.search(said.seen):
                return said
        raise AssertionError(f"the questions do not end: {said.seen}")

    async def _answered(self, update: dict[str, object]) -> Said:
        before = {said.message_id: said.versions for said in self.heard}
        self._api.update(update)

        def news() -> list[Said]:
            return [said for said in self.heard if before.get(said.message_id) != said.versions]

        await self._api.wait_for(news, patience=60)
        return news()[-1]


async def test_nothing_of_a_report_can_be_read_by_others(
    at_home: Path, api: BotApiServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure_logs(terminal=False, level=logging.DEBUG)
    data = at_home / "data"
    settings = load_settings(telegram_token=api.token, telegram_api=api.address, data_dir=data, port=0, send_rate=0)
    terminal, citizen = Terminal(capsys), Citizen(api)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(serve(settings))
        receipt = await citizen.report()
        number, secret = number_and_secret(receipt)
        await ask_inspectors_to_erase(citizen, number)
        break_both_rooms(monkeypatch)
        api.say(CHAT, "/dulieu")
        api.say(CHAT + 1, f"/phananh {STORY}")
        await when(lambda: terminal.text.count("turn_failed") >= 2)
        shown_to_others = await strangers_look(terminal)
        await when(lambda: b"privacy-request" in b"".join(stored(data).values()))
        during = stored(data)
        running.cancel()
    kept = {**during, **stored(data)}
    canaries = (
        NAME,
        PHONE,
        CARD,
        str(CHAT),
        str(CHAT + 1),
        secret,
        secret.replace("-", ""),
        "năm lần",
        "sửa một chữ",
        "forged line",
    )
    for canary in (*canaries, api.token.partition(":")[2]):
        assert canary not in terminal.text, canary
        assert canary not in shown_to_others, canary
        assert [name for name, content in kept.items() if canary.encode() in content] == [], canary
    assert "motcua.db-wal" in {Path(name).name for name in during}, "the log of the database was looked at too"
    assert not any(CHAT.to_bytes(8, "big") in content for content in kept.values())
    assert "Traceback" not in terminal.text


async def test_the_last_messages_vanish_from_the_phone(
    at_home: Path, api: BotApiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings(
        telegram_token=api.token, telegram_api=api.address, data_dir=at_home / "data", port=0, send_rate=0
    )
    terminal, citizen = Terminal(capsys), Citizen(api)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(serve(settings))
        await citizen.report()
        await when(lambda: any(said.seen.startswith("Ảnh xác nhận") for said in citizen.heard))  # it comes by itself
        written = {600_001, 600_002}  # the story and /dulieu
        await citizen.write("/dulieu")
        await citizen.tap("Xóa tin nhắn")
        await citizen.tap("Có, xóa các tin nhắn")
        await when(lambda: len(citizen.heard) == 1)
        running.cancel()
    assert citizen.heard[0].seen == "Bạn có thể hỏi bất cứ lúc nào."
    assert citizen.heard[0].buttons == []
    assert {(CHAT, number) for number in written} <= set(api.chats.deleted)
    assert all(call.ok for call in api.called("deleteMessages"))
    assert "Traceback" not in terminal.text


def break_both_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mistakes of ours whose text quotes all there is to quote."""

    def broken(*things: object, **more: object) -> None:
        raise ValueError(STORY, things, more)

    monkeypatch.setattr(PrivacyDesk, "held", broken)
    monkeypatch.setattr("handlers.report.ways_in.new_draft", broken)


async def strangers_look(terminal: Terminal) -> str:
    """What anybody gets to read: health, pages that do not exist, odd requests, a proof that is none."""
    found = re.search(r"http://127\.0\.0\.1:\d+", terminal.text)
    assert found
    odd = f"{NAME} {PHONE} {CHAT}"
    async with httpx.AsyncClient(base_url=found[0], trust_env=False, timeout=30) as client:
        answers = [
            await client.get("/healthz"),
            await client.get("/readyz"),
            await client.get("/metrics"),
            await client.get("/khong-co", params={"q": odd}),
            await client.get("/verify", params={"number": odd, "code": odd}),
            await client.post("/chat/messages", content=odd.encode(), headers={"Content-Type": "application/json"}),
            await client.get("/api/v1/dossiers", headers={"Authorization": odd}),
        ]
    return "\n".join(f"{answer.text} {answer.headers}" for answer in answers)


async def ask_inspectors_to_erase(citizen: Citizen, number: str) -> None:
    await citizen.write("/dulieu")
    await citizen.tap("🗑 Xóa")
    await citizen.tap(number)
    await citizen.tap("gửi yêu cầu")


def number_and_secret(receipt: Said) -> tuple[str, str]:
    number = PUBLIC_NUMBER.search(receipt.seen)
    secret = re.search(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{6}", receipt.seen)
    assert number, receipt.seen
    assert secret, receipt.seen
    return number[0], secret[0]
