"""/dulieu in a browser: what the page shows can be made to vanish from it, in every tab, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STAYS = "Bạn có thể hỏi bất cứ lúc nào."


async def test_the_page_forgets_in_every_tab(chat: Chat) -> None:
    await chat.ask("đổi bằng lái xe")
    other = Chat(await chat.page.context.new_page())
    await other.open()
    await chat.ask("/dulieu")
    await chat.page.get_by_role("button", name="Xóa tin nhắn gần đây").last.click()
    await chat.page.get_by_role("button", name="Có, xóa các tin nhắn").last.click()
    for page in (chat, other):
        await expect(page.page.locator("article .text")).to_have_text([STAYS])
    await chat.page.reload()
    assert await chat.words() == [STAYS]
    assert chat.complaints == []


async def test_an_export_can_be_taken_from_the_page(chat: Chat) -> None:
    await chat.ask("chuyện <riêng> của tôi")
    await chat.ask("/dulieu")
    await chat.page.get_by_role("button", name="Gửi cho tôi toàn bộ").last.click()
    link = chat.page.get_by_role("link", name="mot-cua-du-lieu.txt")
    await expect(link).to_be_visible()
    async with chat.page.expect_download() as started:
        await link.click()
    text = (await (await started.value).path()).read_text(encoding="utf-8")
    assert "chuyện <riêng> của tôi" in text


async def test_it_works_without_scripts(chat_without_scripts: Chat) -> None:
    chat = chat_without_scripts
    await chat.say("/dulieu")
    await chat.page.get_by_role("button", name="Xóa tin nhắn gần đây").last.click()
    await chat.page.get_by_role("button", name="Có, xóa các tin nhắn").last.click()
    await expect(chat.page.locator("article .text")).to_have_text([STAYS])
