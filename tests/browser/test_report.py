"""A whole report in the web chat: a photo, a reload in the middle, sent once however often it is pressed."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.async_api import FilePayload, Locator, expect

from tests.browser.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STORY = "can bo phuong bat nop them giay xac nhan doc than khi lam khai sinh cho con"
NUMBER = re.compile(r"PA\d{2}-[0-9A-Z]{6}")


def picture() -> FilePayload:
    body = io.BytesIO()
    Image.new("RGB", (640, 480), "#336699").save(body, "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00")
    return FilePayload(name="phieu.jpg", mimeType="image/jpeg", buffer=body.getvalue())


async def tap(chat: Chat, label: str) -> Locator:
    """Press the newest button of that label and wait for what follows."""
    count = await chat.bot.count()
    await chat.page.locator("article.bot button", has_text=label).last.click()
    await expect(chat.bot.nth(count)).to_be_visible()
    return chat.bot.last


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_whole_report(scripts: bool, chat: Chat, chat_without_scripts: Chat) -> None:
    seen = chat if scripts else chat_without_scripts
    notice = await seen.ask(STORY)
    await expect(notice).to_contain_text("Đừng gửi ảnh CCCD")
    await tap(seen, "Đồng ý")
    await tap(seen, "Đòi giấy tờ ngoài quy định")
    await seen.ask("kim lien nghe an")
    await expect(seen.bot.last).to_contain_text("Khi làm thủ tục")
    await seen.page.reload()
    await expect(seen.bot.last).to_contain_text("Khi làm thủ tục")
    await tap(seen, "1. Thủ tục đăng ký khai sinh")
    await expect(seen.bot.last).to_contain_text("Xảy ra khi nào")
    assert any("Không có trong danh mục đã công bố" in words for words in await seen.words())
    await tap(seen, "Hôm qua")
    await seen.ask("quay 3")
    await expect(seen.bot.last).to_contain_text("ảnh, tệp PDF")
    await seen.attach(picture())
    await expect(seen.bot.last).to_contain_text("Đã nhận 1/5 tệp")
    await tap(seen, "Xong, tiếp tục")
    review = await tap(seen, "Không, tôi tự xem")
    await expect(review).to_contain_text("Tệp kèm: 1")
    # What was written leaves the page with the sending; only the receipt stays.
    await seen.page.locator("article.bot button", has_text="Gửi phản ánh").last.click()
    await expect(seen.page.locator("article.bot", has_text="được ghi nhận là phản ánh")).to_be_visible()
    assert await seen.overflow() <= 0

    told = "\n".join(await seen.words())
    assert len(set(NUMBER.findall(told))) == 1
    await seen.page.reload()
    await expect(seen.page.locator("article.bot", has_text="được ghi nhận là phản ánh")).to_be_visible()
    assert not any(STORY in words or "quay 3" in words for words in await seen.words())
    await seen.page.locator("article.bot button", has_text="ẩn mã bí mật").last.click()
    await expect(seen.page.locator("article.bot", has_text="Mã bí mật đã được ẩn")).to_be_visible()
    assert "Mã bí mật:" not in "\n".join(await seen.words())
    assert seen.complaints == []
