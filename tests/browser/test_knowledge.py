"""Procedures from the console to the chat in a real browser: two administrators, the running program, a citizen."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Page, ViewportSize, expect
from sqlalchemy import insert

from bot.clock import SystemClock
from bot.database import open_database
from bot.database.staff_tables import staff
from bot.sealing import load_or_create
from bot.settings import Settings
from bot.staff.desk import StaffDesk
from bot.staff.member import Role
from tests.browser.chat import Chat
from tests.browser.console import DESKTOP, PHONE
from tests.browser.watched import Watched
from tests.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BIRTH = "1.001193"
FEE = "12.345 đồng, theo nghị quyết của tỉnh"
NAMES = ("An", "Bình")


@dataclass
class Base:
    """A program of this module's own, whose administrators are An and Bình."""

    program: Program
    secrets: dict[str, str]

    async def desk(self, browser: Browser, name: str, viewport: ViewportSize, *, scripts: bool = True) -> Watched:
        context = await browser.new_context(
            base_url=self.program.address, viewport=viewport, java_script_enabled=scripts
        )
        cookie = {"name": "motcua_staff", "value": self.secrets[name], "url": self.program.address}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        return Watched(await context.new_page())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def base(stocked_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Base]:
    home = tmp_path_factory.mktemp("knowledge")
    shutil.copytree(stocked_home / "data", home / "data")
    settings = Settings(data_dir=home / "data")
    database = open_database(None, home / "data")
    try:
        desk = StaffDesk(database, load_or_create(settings.keys), SystemClock(), settings.keys)
        secrets = {}
        async with database.write() as connection:
            for name in NAMES:
                row = {"id": name, "name": name, "role": Role.ADMINISTRATOR, "state": "active", "created_at": 0}
                await connection.execute(insert(staff), {**row, "language": "vi"})
                secrets[name] = await desk.sessions.open(connection, name, ())
    finally:
        await database.close()
    async with Program(home) as program:
        yield Base(program, secrets)


async def open_draft(page: Page, code: str = BIRTH) -> str:
    """:returns: the address of the draft."""
    await page.goto(f"/console/knowledge/entries/{code}")
    await page.get_by_role("button", name="Sửa").click()
    await page.wait_for_url(re.compile(r"/drafts/\d+$"))
    return page.url


async def decide(page: Page, draft: str) -> None:
    await page.goto(draft)
    await page.get_by_role("button", name="Duyệt và công bố").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã công bố")


async def submit(page: Page, draft: str, reason: str) -> None:
    await page.goto(draft)
    await page.get_by_label("Vì sao thay đổi").fill(reason)
    await page.get_by_label("Nguồn: số và ngày của văn bản").fill("Nghị quyết 12/2026/NQ-HĐND")
    await page.get_by_role("button", name="Gửi duyệt").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã gửi")


async def fee_in_chat(browser: Browser, base: Base, fee: str, *, there: bool = True) -> None:
    """A citizen asks until the answer says so, or no longer does: it takes some seconds, and is not counted here."""
    context = await browser.new_context(base_url=base.program.address, viewport=PHONE)
    chat = Chat(await context.new_page())
    await chat.open()
    for _ in range(20):
        answer = await chat.ask("le phi dang ky khai sinh")
        if (fee in await answer.inner_text()) is there:
            break
    else:
        pytest.fail(f"the chat goes on saying: {await answer.inner_text()}")
    await context.close()


async def test_what_one_writes_and_another_approves_the_chat_says_and_takes_back(browser: Browser, base: Base) -> None:
    an, binh = [await base.desk(browser, name, PHONE) for name in NAMES]
    draft = await open_draft(an.page)
    await an.page.goto(f"{draft}/edit/time")
    await an.page.get_by_label("Phí chung (lời văn)").fill(FEE)
    for box in await an.page.locator("textarea[name$='.description'][name*='.costs.']").all():
        await box.fill(FEE)
    await an.page.get_by_role("button", name="Lưu", exact=True).last.click()
    await expect(an.page.get_by_role("status")).to_contain_text("Đã lưu")
    await an.page.goto(f"{draft}/chat")
    await an.page.get_by_role("link", name="💰 Lệ phí").click()
    await expect(an.page.locator(".phone")).to_contain_text("12.345")
    await submit(an.page, draft, "Nghị quyết mới của tỉnh")
    await expect(an.page.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)
    await decide(binh.page, draft)
    await fee_in_chat(browser, base, "12.345")

    await an.page.goto(f"/console/knowledge/entries/{BIRTH}")
    await an.page.get_by_text("Trở lại phiên bản cũ").click()
    await an.page.locator("#rollback-reason").fill("Nhầm văn bản")
    await an.page.locator("form[action$='/rollback'] button").click()
    await expect(an.page.get_by_role("status")).to_contain_text("Phiên bản cũ đang được dùng lại")
    await fee_in_chat(browser, base, "12.345", there=False)
    assert an.complaints == []
    assert binh.complaints == []


async def test_two_people_edit_one_draft(browser: Browser, base: Base) -> None:
    an, binh = [await base.desk(browser, name, DESKTOP) for name in NAMES]
    draft = await open_draft(an.page, "1.000894")
    for desk in (an, binh):
        await desk.page.goto(f"{draft}/edit/main")
    await binh.page.get_by_label("Kết quả").fill("Giấy của Bình")
    await binh.page.get_by_role("button", name="Lưu", exact=True).last.click()
    await expect(binh.page.get_by_role("status")).to_contain_text("Đã lưu")
    await an.page.get_by_label("Kết quả").fill("Giấy của An")
    await an.page.get_by_role("button", name="Lưu", exact=True).last.click()
    await expect(an.page.get_by_role("alert")).to_contain_text("Bình đã lưu bản nháp này")
    await expect(an.page.locator("del")).to_contain_text("Bình")
    await expect(an.page.get_by_label("Kết quả")).to_have_value("Giấy của An")
    await an.page.get_by_role("button", name="Lưu", exact=True).last.click()
    await expect(an.page.get_by_role("status")).to_contain_text("Đã lưu")
    await expect(an.page.get_by_label("Kết quả")).to_have_value("Giấy của An")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
async def test_rows_are_added_with_scripts_and_without(browser: Browser, base: Base, scripts: bool) -> None:
    desk = await base.desk(browser, "An", PHONE, scripts=scripts)
    page = desk.page
    draft = await open_draft(page, "1.000656" if scripts else "1.004222")
    await page.goto(f"{draft}/edit/steps")
    rows = page.locator("#r-steps > .one")
    count = await rows.count()
    await page.get_by_role("button", name="+ Thêm: Trình tự").click()
    await expect(rows).to_have_count(count + 1)
    await rows.last.locator("textarea").fill("Bước mới")
    await rows.last.get_by_role("button", name=f"Đưa lên: {count + 1}").click()
    await expect(rows.nth(count - 1).locator("textarea")).to_have_value("Bước mới")
    await page.locator("p.save button").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    await expect(rows.nth(count - 1).locator("textarea")).to_have_value("Bước mới")
    assert desk.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_pages_fit_and_everybody_can_use_them(browser: Browser, base: Base, viewport: ViewportSize) -> None:
    desk = await base.desk(browser, "An", viewport)
    draft = await open_draft(desk.page, "1.000689" if viewport is PHONE else "1.001257")
    parts = [f"{draft}/edit/{part}" for part in ("main", "time", "papers", "steps", "legal", "local")]
    lists = [f"/console/knowledge{path}" for path in ("", "/drafts", "/doubts", "/new")]
    entry = f"/console/knowledge/entries/{BIRTH}"
    for path in [*lists, entry, f"{entry}/versions/1", f"{entry}/chat?lang=en", draft, *parts]:
        answer = await desk.page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert await desk.overflow() <= 0, path
        assert await desk.faults(contrast=viewport is PHONE) == [], path
    assert desk.complaints == []


async def test_a_form_uploaded_here_is_fetched_in_the_chat(browser: Browser, base: Base, tmp_path: Path) -> None:
    an, binh = [await base.desk(browser, name, PHONE) for name in NAMES]
    draft = await open_draft(an.page)
    await an.page.goto(f"{draft}/forms")
    await an.page.get_by_label("Tên hiện cho người dân").fill("Tờ khai của phường")
    form: FilePayload = {"name": "to khai.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 to khai"}
    await an.page.locator("#form").set_input_files(form)
    assert await an.overflow() <= 0
    assert await an.faults() == []
    await an.page.get_by_role("button", name="Thêm tệp").click()
    await expect(an.page.get_by_role("status")).to_contain_text("Đã lưu")
    await submit(an.page, draft, "Mẫu mới của phường")
    await decide(binh.page, draft)

    context = await browser.new_context(base_url=base.program.address, viewport=PHONE)
    chat = Chat(await context.new_page())
    await chat.open()
    for _ in range(20):
        answer = await chat.ask("dang ky khai sinh")
        if await answer.get_by_role("button", name="Mẫu đơn").count():
            break
    await chat.bot.last.get_by_role("button", name="Mẫu đơn").click()
    await chat.page.get_by_role("button", name="📎 Tờ khai của phường").click()
    async with chat.page.expect_download() as saved:
        await chat.page.locator("a.file").click()
    await (await saved.value).save_as(tmp_path / "form")
    assert (await saved.value).suggested_filename == "Tờ khai của phường.pdf"
    assert (tmp_path / "form").read_bytes() == b"%PDF-1.7 to khai"
    await context.close()
