"""Looking a dossier up in the web chat with a photo of its receipt."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import FilePayload, expect

from bot.dossiers.sample import Sample, samples
from tests.bot.dossiers.receipts import photo
from tests.bot.workdays.shipped import CALENDAR
from tests.browser.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def sample(number: int) -> Sample:
    """As the program made it when it was started today."""
    return samples(CALENDAR, datetime.now(UTC))[number - 1]


async def attach(chat: Chat, content: bytes) -> None:
    await chat.attach(FilePayload(name="receipt.jpg", mimeType="image/jpeg", buffer=content))


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_receipts_photo_leads_to_the_dossier(scripts: bool, chat: Chat, chat_without_scripts: Chat) -> None:
    seen = chat if scripts else chat_without_scripts
    dossier = sample(8)
    link = f"https://example.org/tra-cuu?MHS={dossier.code}&SGT=048099001234"
    await attach(seen, photo(link, angle=5))
    await expect(seen.bot.last).to_contain_text("Bốn số cuối")
    await expect(seen.mine.last).to_contain_text(dossier.code)
    await seen.say(dossier.phone4)
    await expect(seen.bot.last).to_contain_text("Đăng ký thường trú")
    await expect(seen.bot.last).to_contain_text("Đang xử lý")
    await expect(seen.bot.last).to_contain_text("B*** T*** H***")
    assert not any(re.search("048099001234|Bùi", words) for words in await seen.words())
    assert await seen.overflow() <= 0
    assert seen.complaints == []


async def test_a_photo_without_a_code_is_told(chat: Chat) -> None:
    await attach(chat, photo("https://example.org"))
    await expect(chat.bot.last).to_contain_text("không thấy mã hồ sơ")
