"""The page as the server writes it: complete without a script, and nothing on it that somebody else wrote as markup."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from bot.outbox.message import Button
from bot.texts import Texts
from bot.wake import Wake
from bot.web.chat import premises
from bot.web.chat.page import Notice, Page
from bot.web.static import StaticFiles
from tests.bot.web.test_rendering import ATTACKS
from tests.bot.web.visit import Desk, Visit

OWN_SCRIPTS = ["/static/chat.js", "/static/files.js", "/static/place.js"]


class Inventory(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def without_client_ids(page: str) -> str:
    """Each rendering brings its own, so that each of its forms counts once."""
    return re.sub(r'name="client_id" value="[^"]+"', "", page)


async def test_an_empty_page_has_the_bar_the_log_and_the_box(visit: Visit) -> None:
    page = Inventory(await visit.page())
    [log] = [attributes for attributes in page.named("div") if attributes.get("role") == "log"]
    assert log["aria-live"] == "polite"
    assert log["aria-label"]
    [box] = page.named("textarea")
    assert [label["for"] for label in page.named("label")] == [box["id"]]
    [picture] = [attributes for attributes in page.named("input") if attributes.get("type") == "file"]
    assert picture["aria-label"]
    assert page.named("a")[0]["href"] == f"#{box['id']}"  # the skip link comes first
    assert len(page.named("h1")) == 1


async def test_nothing_on_the_page_is_inline_or_from_elsewhere(visit: Visit, desk: Desk) -> None:
    await desk.say(visit.address, "<b>chào</b>", Button("Tiếp", data="v1:ask:more"))
    page = Inventory(await visit.page())
    for tag, attributes in page.elements:
        assert tag != "style"
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        if tag in {"script", "img", "link"}:
            assert str(attributes.get("src") or attributes.get("href")).startswith("/static/")


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_a_visitor_types_is_only_text(attack: str, visit: Visit) -> None:
    before = {tag for tag, _ in Inventory(await visit.page()).elements} | {"time", "article"}
    await visit.say(attack)
    page = Inventory(await visit.page())
    assert {tag for tag, _ in page.elements} <= before
    assert [(script["src"] or "").partition("?")[0] for script in page.named("script")] == OWN_SCRIPTS


async def test_a_message_with_its_buttons_is_a_form(visit: Visit, desk: Desk) -> None:
    number = await desk.say(
        visit.address,
        "chọn",
        Button('"> <i>Tiếp</i>', data='v1:"><script>'),
        Button("Cổng", url="https://dichvucong.gov.vn/?a=1&b=2"),
    )
    page = Inventory(await visit.page())
    [button] = [attributes for attributes in page.named("button") if attributes.get("name") == "data"]
    assert button["value"] == 'v1:"><script>'
    assert {"type": "hidden", "name": "message", "value": str(number)} in page.named("input")
    [link] = [attributes for attributes in page.named("a") if attributes.get("class") == "choice"]
    assert (link["href"], link["rel"]) == ("https://dichvucong.gov.vn/?a=1&b=2", "noopener noreferrer")


async def test_a_button_to_anything_but_the_web_is_not_shown(visit: Visit, desk: Desk) -> None:
    await desk.say(visit.address, "chọn", Button("Xấu", url="javascript:alert(1)"))
    assert "Xấu" not in await visit.page()


async def test_messages_survive_a_reload_and_show_their_latest_state(visit: Visit, desk: Desk) -> None:
    await visit.say("hỏi")
    number = await desk.say(visit.address, "trang 1")
    await desk.edit(visit.address, number, "trang 2")
    first, second = await visit.page(), await visit.page()
    assert without_client_ids(first) == without_client_ids(second)
    assert "trang 2" in first
    assert "trang 1" not in first


async def test_a_form_comes_back_to_the_answer(
    visit: Visit, desk: Desk, wake: Wake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(premises, "PATIENCE_S", 30.0)
    number = await desk.say(visit.address, "trang 1", Button("2", data="v1:page:2"))

    async def answer_meanwhile() -> None:
        async with wake.listen("inbox") as arrived:
            while not await desk.updates():
                await arrived.wait(1)
        await desk.edit(visit.address, number, "trang 2")
        await desk.answer(visit.address, "x", "Đây rồi")

    async with asyncio.TaskGroup() as group:
        posted = group.create_task(visit.submit("/chat/presses", message=str(number), data="v1:page:2"))
        group.create_task(answer_meanwhile())
    location = posted.result().headers["location"]
    assert location.endswith(f"#m{number}")
    page = await visit.page(location)
    assert "trang 2" in page
    assert '<p id="notice" class="notice" role="status">Đây rồi</p>' in page
    assert "Đây rồi" not in await visit.page()


async def test_without_an_answer_in_time_the_page_says_so(visit: Visit, desk: Desk) -> None:
    answer = await visit.submit("/chat/messages", text="hỏi")
    assert answer.headers["location"].endswith("#end")
    assert "Câu trả lời đang được gửi đến" in await visit.page(answer.headers["location"])
    await desk.say(visit.address, "đây")
    assert "Câu trả lời đang được gửi đến" not in await visit.page()


async def test_a_refused_form_comes_back_with_what_was_typed(visit: Visit) -> None:
    text = "</textarea><script>" + "x" * 4096
    answer = await visit.submit("/chat/messages", text=text)
    assert answer.status_code == 422
    assert "Tin nhắn quá dài" in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;xxx" in answer.text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "name",
    ["empty", "too_long", "too_fast", "not_offered", "unreachable", "no_session", "foreign", "malformed"],
)
def test_every_refusal_has_words_in_both_languages(name: str, language: str, texts: Texts) -> None:
    page = Page(texts, StaticFiles(), language, "")  # type: ignore[arg-type]
    words = page.notice(Notice(name, 7))
    assert len(words) > 20
    assert "&" not in words


def test_a_refusal_without_words_is_an_error(texts: Texts) -> None:
    with pytest.raises(UndefinedError):
        Page(texts, StaticFiles(), "vi", "").notice(Notice("unheard_of"))
