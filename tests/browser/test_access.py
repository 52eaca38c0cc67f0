"""For everybody: a 360-pixel phone, a keyboard, no scripts, large targets; and nothing typed becomes a page's own."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.bot.web.test_rendering import ATTACKS
from tests.browser.chat import BACK, PROCEDURE, QUESTION, Chat
from tests.browser.conftest import PHONE
from tests.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

#: WCAG 2.5.5: pixels a side of what is tapped.
TARGET = 44
#: No text of the conversation is smaller (pixels).
TEXT = 18


async def test_nothing_is_wider_than_a_small_phone(chat: Chat) -> None:
    assert await chat.overflow() <= 0
    answer = await chat.ask(QUESTION)
    await answer.locator("button").first.click()
    await expect(chat.page.locator("[aria-busy]")).to_have_count(0)
    await chat.ask("https://dichvucong.gov.vn/" + "a" * 300)
    assert await chat.overflow() <= 0
    await chat.page.get_by_role("button", name="English").first.click()
    await expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    assert await chat.overflow() <= 0


async def test_what_is_tapped_is_large_and_what_is_read_is_not_small(chat: Chat) -> None:
    await chat.ask(QUESTION)
    for target in await chat.page.locator("button:visible, textarea:visible, a.choice:visible").all():
        box = await target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= TARGET, await target.inner_text()
    for text in await chat.page.locator("article .text, .choice, textarea, .send").all():
        size = await text.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        assert size >= TEXT


async def test_without_scripts_everything_works(chat_without_scripts: Chat) -> None:
    chat = chat_without_scripts
    answer = await chat.ask(QUESTION)
    await expect(answer).to_contain_text(PROCEDURE)
    number = await answer.get_attribute("id")
    await answer.locator("button", has_text="Giấy tờ").first.click()
    await expect(chat.page.locator(f"#{number}").get_by_role("button", name=BACK)).to_be_visible()
    assert chat.page.url.endswith(f"#{number}")
    await chat.page.get_by_role("link", name="Tải lại trang").click()
    await expect(chat.page.locator(f"#{number}").get_by_role("button", name=BACK)).to_be_visible()
    await chat.page.get_by_role("button", name="English").first.click()
    await expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    await chat.page.go_back()
    await chat.say("x" * 5)
    await expect(chat.mine.last).to_contain_text("xxxxx")


async def test_a_keyboard_alone_is_enough(chat: Chat) -> None:
    keyboard = chat.page.keyboard
    await keyboard.press("Tab")
    await expect(chat.page.locator(".skip")).to_be_focused()
    await expect(chat.page.locator(".skip")).to_be_in_viewport()
    await keyboard.press("Enter")
    await expect(chat.box).to_be_focused()
    count = await chat.bot.count()
    await keyboard.type(QUESTION)
    await keyboard.press("Enter")
    await expect(chat.bot.nth(count)).to_contain_text(PROCEDURE)
    await expect(chat.box).to_be_focused()

    await keyboard.press("Shift+Tab")
    await expect(chat.page.locator("#attach")).to_be_focused()
    answer, buttons = chat.bot.nth(count), chat.bot.nth(count).locator("button")
    for _ in range(await buttons.count()):
        await keyboard.press("Shift+Tab")
    await expect(buttons.first).to_be_focused()
    outline = await buttons.first.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid"
    await keyboard.press("Enter")
    await expect(answer.get_by_role("button", name=BACK)).to_be_visible()
    await expect(answer).to_be_focused()  # and not thrown back to the top of the page
    await keyboard.press("Tab")
    await expect(answer.locator("button").first).to_be_focused()


async def test_a_line_break_is_typed_with_shift(chat: Chat) -> None:
    await chat.box.focus()
    await chat.page.keyboard.type("một")
    await chat.page.keyboard.press("Shift+Enter")
    await chat.page.keyboard.type("hai")
    await chat.page.keyboard.press("Enter")
    await expect(chat.mine.last).to_contain_text("một")
    assert "một\nhai" in await chat.words()


async def test_a_screen_reader_is_told(chat: Chat) -> None:
    log = chat.page.get_by_role("log", name="Cuộc trò chuyện")
    await expect(log).to_have_attribute("aria-live", "polite")
    await chat.ask("xin chào")
    await expect(log.get_by_role("heading", name="Bạn", exact=True)).to_have_count(1)
    await expect(chat.page.get_by_role("textbox", name="Tin nhắn của bạn")).to_be_visible()


async def test_large_text_settings_are_followed(browser: Browser, program: Program) -> None:
    context = await browser.new_context(base_url=program.address, viewport=PHONE)
    chat = Chat(await context.new_page())
    await chat.open()
    await chat.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await chat.overflow() <= 0
    await context.close()


async def test_nothing_typed_runs_or_reaches_out(chat: Chat) -> None:
    """Live, by the event stream, and again as the server writes the page."""
    for attack in ATTACKS[:18]:
        await chat.say(attack)
    await expect(chat.page.locator("article.mine:not(.pending)")).to_have_count(18)
    await expect(chat.bot.nth(18)).to_be_visible()
    await chat.page.reload()
    await expect(chat.mine).to_have_count(18)
    assert chat.complaints == []
