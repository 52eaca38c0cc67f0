"""Foreign text cannot break a message: whatever a record says, Telegram takes it and the page shows it as text."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind
from bot.outbox.telegram_courier import render
from bot.texts import Texts
from bot.turns.application import build_router
from bot.turns.turn import House
from bot.web.chat.rendering import message_html
from handlers import register
from knowledge.library import Library
from knowledge.model import PublicService
from tests.botapi.checks import check_keyboard, check_text
from tests.shelves import ReadOnce, shipped
from tests.walk import IDENTITY, Walker

HOSTILE = (
    '<a href="javascript:alert(1)">',
    "</b></blockquote><script>alert(1)</script>",
    "<b <i>& &amp; &#60;img src=x onerror=alert(1)>",
    "\u202eđảo ngược\u2066\u200b\ufeff",
    "a\r\nb\x00\x07\x1b[31m",
    "{{ 7 * 7 }}{% raw %} %(x)s {0}",
    "😀👨‍👩‍👧" * 700,
    "]]><!--<![CDATA[",
)
CODE = "1.001193"
ADDRESS = Address("telegram", "42", 7)


def hostile(service: PublicService, words: str) -> PublicService:
    """The same procedure with ``words`` wherever the portal writes free text."""
    record = service.model_dump()
    for name in ("title", "output", "conditions", "cost", "submission_place", "processing_time"):
        record[name] = f"{record[name] or ''} {words}"
    for name in ("steps", "forms"):
        record[name] = [*record[name], words]
    for evidence in record["evidences"]:
        evidence["name"] = f"{evidence['name']} {words}"
    return PublicService.model_validate(record)


async def walker(service: PublicService) -> Walker:
    library = Library(ReadOnce([service]))
    await library.refresh()
    house = House(cast(Any, None), Texts(), library, cast(Any, None))
    return Walker(await build_router(IDENTITY, register), house, "vi")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_whatever_a_record_says_is_only_text(words: str) -> None:
    walk = await walker(hostile(shipped()[CODE], words))
    seen = 0
    async for _, message in walk.everything(CODE):
        seen += 1
        text = accepted_by_telegram(message)
        assert not set(text) & set("\u202e\u2066\u200b\ufeff\x00\x07\x1b\r")
        page = str(message_html(message.text))
        assert "<script" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
    assert seen > 5


def accepted_by_telegram(message: Message) -> str:
    method, params = render(Kind.SAY, ADDRESS, message.as_json(), plain=False)
    assert method == "sendMessage"
    check_keyboard(params.get("reply_markup"))
    return check_text(params)
