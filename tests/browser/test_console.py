"""The console's pages in a real browser: nothing stored in them runs, everybody can use them, they fit a phone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from bot.staff.member import Role, Scope
from tests.browser.console import DESKTOP, PHONE, Running, running

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


DIGEST = ("/console/digest", "/console/digest/hours")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def console(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("console")) as console:
        yield console


def paths(console: Running) -> list[str]:
    cases = [f"/console/cases/{number}" for number in console.numbers]
    lists = ["/console/cases", "/console/cases?state=all&office=thue"]
    return [*lists, *cases, f"{cases[1]}/print", "/console/figures", *DIGEST]


async def test_nothing_that_is_stored_runs(console: Running, browser: Browser) -> None:
    watched = await console.watched(browser, DESKTOP)
    for path in paths(console):
        answer = await watched.page.goto(path)
        assert answer is not None
        assert answer.status == 200
        await watched.page.wait_for_load_state("networkidle")
        assert (
            await watched.page.evaluate("document.querySelectorAll('[onerror], [onload], iframe, object').length") == 0
        )
    assert watched.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_pages_fit_and_everybody_can_use_them(console: Running, browser: Browser, viewport: ViewportSize) -> None:
    watched = await console.watched(browser, viewport)
    for path in ("/console/cases?province=46", f"/console/cases/{console.numbers[1]}", "/console/figures", *DIGEST):
        await watched.page.goto(path)
        assert await watched.overflow() <= 0, path
        assert await watched.faults(contrast=viewport is PHONE) == [], path


async def test_filters_swap_the_list_and_the_page_stays(console: Running, browser: Browser) -> None:
    """The address follows, so that a view can be saved and gone back to; no case stays in the browser."""
    watched = await console.watched(browser, DESKTOP)
    page = watched.page
    await page.goto("/console/cases")
    await page.evaluate("window.stayed = true")
    await page.locator(".tabs a").last.click()
    await expect(page).to_have_url(re.compile("state=all"))
    await page.locator("#f-office").select_option("thue")
    await page.locator(".filters button.main").click()
    await expect(page).to_have_url(re.compile("office=thue"))
    await expect(page.locator("#f-office")).to_have_value("thue")
    assert await page.evaluate("window.stayed") is True
    await page.go_back()
    await expect(page).to_have_url(re.compile("state=all"))
    await expect(page.locator("#f-office")).to_have_value("")  # the address goes ahead of the list
    await page.keyboard.press("j")  # keys walk the list that was swapped in
    await expect(page.locator("#cases > li > a").first).to_be_focused()
    kept = await page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert kept == ["htmx-current-path-for-history"]  # the address alone
    assert watched.complaints == []


async def test_the_list_is_walked_with_keys(console: Running, browser: Browser) -> None:
    watched = await console.watched(browser, DESKTOP)
    page = watched.page
    await page.goto("/console/cases")
    links = page.locator("#cases > li > a")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(links.nth(1)).to_be_focused()
    await page.keyboard.press("k")
    await expect(links.nth(0)).to_be_focused()
    await page.keyboard.press("/")
    await expect(page.locator("#f-state")).to_be_focused()


async def test_a_ready_reply_goes_into_the_box(console: Running, browser: Browser) -> None:
    watched = await console.watched(browser, PHONE)
    page = watched.page
    await page.goto(f"/console/cases/{console.numbers[-2]}")
    await page.get_by_role("button", name="Nhận việc này").click()
    await page.locator("button[data-ready]").first.click()
    await expect(page.locator("#w-reply")).not_to_have_value("")


async def test_pictures_show_and_nothing_else_does(console: Running, browser: Browser, tmp_path: Path) -> None:
    watched = await console.watched(browser, DESKTOP)
    page = watched.page
    await page.goto(f"/console/cases/{console.numbers[0]}")
    image = page.locator("img.evidence")
    await image.scroll_into_view_if_needed()
    await expect(image).to_have_js_property("complete", True)
    assert await image.evaluate("image => image.naturalWidth") == 1
    async with page.expect_download() as saved:
        await page.locator("a[download]").first.click()
    target = tmp_path / "file"
    await (await saved.value).save_as(target)
    assert target.read_bytes().startswith(b"\x89PNG")


async def test_a_report_joins_a_group_and_leaves_it(console: Running, browser: Browser) -> None:
    """By keyboard; a number that is none says so."""
    watched = await console.watched(browser, PHONE)
    page = watched.page
    mine, other = console.numbers[-1], console.numbers[-4]
    await page.goto(f"/console/cases/{mine}")
    await page.get_by_role("button", name="Nhận việc này").click()
    for number, said in (("PA26-XXXXXX", "Không có phản ánh mang số này"), (other.lower(), "2 phản ánh của 2 người")):
        summary = page.locator("details", has=page.locator("#w-number")).locator("summary")
        await summary.focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(page.locator("#w-number")).to_be_focused()
        await page.keyboard.type(number)
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_contain_text(said)
    assert await watched.overflow() <= 0
    assert await watched.faults() == []
    await page.locator("details", has=page.locator("#w-number")).locator("summary").click()
    await page.get_by_role("button", name="Tách khỏi nhóm").click()
    await expect(page.locator("main")).not_to_contain_text("phản ánh của 2 người")


async def test_a_deputy_works_on_what_is_theirs_until_that_is_taken_back(console: Running, browser: Browser) -> None:
    deputy = await console.office.sign_in("bình", Role.INSPECTOR, (Scope("01"),))
    absent = (await console.watched(browser, PHONE)).page
    number = console.numbers[5]
    await absent.goto(f"/console/cases/{number}")
    await absent.get_by_role("button", name="Nhận việc này").click()
    assert (await deputy.get(f"/cases/{number}")).status_code == 403
    await absent.goto("/console")
    today = await absent.locator("#first").get_attribute("min")
    assert today is not None
    await absent.select_option("#deputy", label="bình")
    for day in ("#first", "#last"):
        await absent.fill(day, today)
    await absent.get_by_role("button", name="Ghi", exact=True).click()
    await expect(absent.get_by_role("status")).to_contain_text("Đã ghi người làm thay")
    other = await console.watched(browser, PHONE, deputy)
    await other.page.goto("/console/cases?whose=mine")
    await other.page.locator("#cases > li > a", has_text=number).click()
    await other.page.locator("#w-note").fill("Làm thay trong lúc nghỉ.")
    await other.page.get_by_role("button", name="Ghi", exact=True).click()
    await expect(other.page.locator("#s-notes ~ ol")).to_contain_text("Làm thay trong lúc nghỉ.")
    await absent.get_by_role("button", name=re.compile("Rút về: nghỉ")).click()
    await expect(absent.get_by_role("status")).to_contain_text("Đã bỏ lượt nghỉ")
    gone = await other.page.reload()
    assert gone is not None
    assert gone.status == 403


async def test_links_of_the_digest_open_what_they_name(console: Running, browser: Browser) -> None:
    """Without scripts too: the field they lead to lies folded away."""
    watched = await console.watched(browser, PHONE)
    page = watched.page
    await page.goto(f"/console/cases/{console.numbers[6]}")
    await page.get_by_role("button", name="Nhận việc này").click()
    for act in ("w-ask", "w-office"):
        await page.goto("/console/cases")
        await page.goto(f"/console/cases/{console.numbers[6]}#{act}")
        await expect(page.locator(f"#{act}")).to_be_visible()
