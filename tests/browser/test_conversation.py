"""The main job in a browser: type, tap, reload, English, another tab, a bad connection, a restart."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Route, expect

from tests.browser.chat import BACK, PROCEDURE, QUESTION, Chat
from tests.browser.conftest import PHONE
from tests.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_asking_gives_the_procedure_and_a_tap_its_papers(chat: Chat) -> None:
    answer = await chat.ask(QUESTION)
    await expect(answer).to_contain_text(PROCEDURE)
    number = await answer.get_attribute("id")
    await answer.locator("button", has_text="Giấy tờ").first.click()
    shown = chat.page.locator(f"#{number}")
    await expect(shown.get_by_role("button", name=BACK)).to_be_visible()
    await expect(shown).to_be_in_viewport()
    assert await chat.mine.count() == 1
    assert chat.complaints == []


async def test_the_answer_begins_on_the_screen_under_its_question(chat: Chat) -> None:
    answer = await chat.ask(QUESTION)
    await expect(answer.locator("b").first).to_be_in_viewport()
    await expect(chat.mine.last).to_be_in_viewport()


async def test_everything_said_survives_a_reload(chat: Chat) -> None:
    answer = await chat.ask("đổi bằng lái xe")
    await expect(answer.locator("button").first).to_be_visible()
    before = await chat.words()
    await chat.page.reload()
    assert await chat.words() == before
    await chat.ask("/trogiup")
    assert (await chat.words())[: len(before)] == before


async def test_english_by_one_tap_and_back(chat: Chat) -> None:
    await chat.page.get_by_role("button", name="English").first.click()
    await expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    await expect(chat.page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    answer = await chat.ask("/trogiup")
    await expect(answer).to_contain_text("you")
    await chat.page.get_by_role("button", name="Tiếng Việt").first.click()
    await expect(chat.page.locator("html")).to_have_attribute("lang", "vi")
    await expect(chat.box).to_have_attribute("placeholder", "Nhập câu hỏi")


async def test_the_language_chosen_under_a_message_is_the_pages_at_once(chat: Chat) -> None:
    """Whatever is typed stays; nothing is loaded anew."""
    page = chat.page
    await page.evaluate("window.unloaded = false")
    await chat.box.fill("đang gõ dở")
    await chat.bot.last.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(chat.box).to_have_attribute("placeholder", "Write your question")
    await expect(chat.box).to_have_value("đang gõ dở")
    await expect(page.locator(".bar").get_by_role("button", name="Tiếng Việt")).to_be_visible()
    await expect(page.get_by_role("button", name="Attach photos or files")).to_be_visible()
    await expect(page).to_have_title("Một Cửa · Questions about public services")
    answer = await chat.ask("/trogiup")
    await expect(answer).to_contain_text("you")
    await expect(chat.mine.last.locator("h2")).to_have_text("You")
    await expect(page.locator("#typing")).to_have_attribute("data-words", "Một Cửa is writing…")
    assert await page.evaluate("window.unloaded") is False
    assert chat.complaints == []
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_what_is_typed_in_one_tab_shows_in_the_other(chat: Chat, context: BrowserContext) -> None:
    other = Chat(await context.new_page())
    await other.open()
    await chat.ask("xin chào từ đây")
    await expect(other.mine.last).to_contain_text("xin chào từ đây")
    await expect(other.bot).to_have_count(await chat.bot.count())
    assert await other.words() == await chat.words()


async def test_a_message_that_could_not_be_sent_is_sent_again_by_a_tap(chat: Chat, context: BrowserContext) -> None:
    await context.set_offline(True)
    await chat.say(QUESTION)
    failed = chat.page.locator("article.failed")
    await expect(failed).to_contain_text("Chưa gửi được")
    await context.set_offline(False)
    count = await chat.bot.count()
    await failed.get_by_role("button", name="Gửi lại").click()
    await expect(chat.bot.nth(count)).to_contain_text(PROCEDURE)
    await expect(failed).to_have_count(0)
    assert await chat.mine.count() == 1


async def test_a_message_whose_answer_was_lost_on_the_way_is_not_doubled(chat: Chat) -> None:
    """The post arrives, its acknowledgement does not; the visitor sends again."""
    lost = 0

    async def lose_the_first(route: Route) -> None:
        nonlocal lost
        if lost == 0:
            lost += 1
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await chat.page.route("**/chat/events*", lambda route: route.abort())
    await chat.page.reload()
    await chat.page.route("**/chat/messages", lose_the_first)
    await chat.say("chỉ một lần")
    await chat.page.locator("article.failed").get_by_role("button", name="Gửi lại").click()
    await expect(chat.page.locator("article.failed")).to_have_count(0)
    await chat.page.reload()
    assert [words for words in await chat.words() if words == "chỉ một lần"] == ["chỉ một lần"]


@pytest.mark.parametrize(("status", "words"), [(429, "Chờ một chút"), (503, "Tạm thời chưa nhận được")])
async def test_a_refusal_is_shown_in_the_servers_words(status: int, words: str, chat: Chat) -> None:
    async def refuse(route: Route) -> None:
        await route.fulfill(status=status, json={"error": "x", "text": words})

    await chat.page.route("**/chat/messages", refuse)
    await chat.say("xin chào")
    await expect(chat.page.locator("article.failed")).to_contain_text(words)
    await chat.page.route("**/chat/presses", refuse)
    await chat.bot.last.locator("button").first.click()
    await expect(chat.page.get_by_role("alert")).to_contain_text(words)


async def test_after_a_crash_of_the_server_the_page_goes_on(
    browser: Browser, stocked_home: Path, tmp_path: Path
) -> None:
    shutil.copytree(stocked_home / "data", tmp_path / "data")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"MOTCUA_PORT": str(port)}
    context = await browser.new_context(base_url=f"http://127.0.0.1:{port}", viewport=PHONE)
    async with Program(tmp_path, environment):
        chat = Chat(await context.new_page())
        await chat.open()
        await chat.ask("đổi bằng lái xe")
    await chat.say("còn đó không")
    await expect(chat.page.locator("article.failed")).to_be_visible()
    await expect(chat.page.get_by_role("alert")).to_contain_text("Mất kết nối")
    async with Program(tmp_path, environment):
        await expect(chat.page.get_by_role("alert")).to_have_text("")
        count = await chat.bot.count()
        await chat.page.locator("article.failed").get_by_role("button", name="Gửi lại").click()
        await expect(chat.bot.nth(count)).to_be_visible()
        said = await chat.words()
        await chat.page.reload()
        assert await chat.words() == said
    await context.close()
