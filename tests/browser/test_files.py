"""Files in the web chat: the button beside the box, what happens when it goes wrong, and what the bot sends."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Route, expect

from bot.reports.evidence.limits import MOST_TOGETHER
from tests.bot.reports.evidence import samples
from tests.browser.chat import Chat

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def file(name: str, body: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="image/jpeg", buffer=body)


async def begin_report(chat: Chat) -> None:
    await chat.ask("/phananh")
    count = await chat.bot.count()
    await chat.page.locator("article.bot button", has_text="Đồng ý").last.click()
    await expect(chat.bot.nth(count)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
async def test_several_files_at_once_are_answered_once(scripts: bool, chat: Chat, chat_without_scripts: Chat) -> None:
    seen = chat if scripts else chat_without_scripts
    await begin_report(seen)
    await seen.attach(
        file("chị Lan.jpg", samples.located()),
        file("phiếu.pdf", samples.pdf()),
        file("the.jpg", samples.with_code(samples.CARD)),
    )
    answer = seen.page.locator("article.bot", has_text="Đã nhận")
    await expect(answer).to_have_count(1)
    await expect(answer).to_contain_text("căn cước")
    await expect(seen.mine.last).to_contain_text("📎 × 3")
    assert not any("Lan.jpg" in words for words in await seen.words()), "names are not kept"
    assert await seen.overflow() <= 0
    assert seen.complaints == []


async def test_an_upload_that_fails_says_so_and_can_be_repeated(chat: Chat) -> None:
    await begin_report(chat)
    addresses: list[str] = []

    async def cut(route: Route) -> None:
        addresses.append(route.request.url)
        await route.abort("connectionreset")

    await chat.page.route("**/chat/files", cut)
    await chat.attach(file("phiếu.pdf", samples.pdf()))
    state = chat.page.locator(".failed .state")
    await expect(state).to_contain_text("chưa gửi được", ignore_case=True)
    await chat.page.unroute("**/chat/files")
    await chat.page.locator(".failed .resend").click()
    await expect(chat.page.locator("article.bot", has_text="Đã nhận")).to_have_count(1)
    await expect(chat.page.locator(".failed")).to_have_count(0)
    await expect(chat.mine.last.locator(".text")).to_have_text("📎")
    assert len(addresses) == 1


async def test_too_much_is_told_before_it_is_sent(chat: Chat, tmp_path: Path) -> None:
    await begin_report(chat)
    posts: list[str] = []
    chat.page.on("request", lambda request: posts.append(request.method) if request.method == "POST" else None)
    half, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (half, other):
        path.write_bytes(samples.pdf(bytes(MOST_TOGETHER // 2 + 1)))
    await chat.attach(half, other)
    await expect(chat.page.locator(".failed .state")).to_contain_text("25 MB")
    await expect(chat.page.locator(".failed .resend")).to_have_count(0)
    assert posts == []


async def test_what_the_page_refuses_is_told_in_the_talk(chat: Chat) -> None:
    """No report is being written: a PDF is no photo of a receipt."""
    await chat.attach(file("phiếu.pdf", samples.pdf()))
    await expect(chat.page.locator(".failed .state")).to_contain_text("JPEG, PNG")
    await expect(chat.page.locator(".failed .text")).to_have_text("📎 phiếu.pdf")
