"""Offering an update to fewer handlers changes nothing of who answers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.app import WEB_BOT
from bot.outbox.buttons import data, head_of, head_of_pattern, pattern
from bot.turns.application import build_router
from bot.turns.routing import Handler, StrictApplication
from handlers import register
from tests.botapi.people import People

PEOPLE = People(1)


def every(router: StrictApplication) -> list[Handler]:
    return [handler for group in router.handlers.values() for handler in group]


def takes(handler: Handler, update: Update) -> bool:
    return handler.check_update(update) not in (None, False)


def press(router: StrictApplication, pressed: str) -> Update:
    return Update.de_json(PEOPLE.presses(5001, 1, pressed), router.bot)


@pytest.fixture
async def router() -> StrictApplication:
    built: Any = await build_router(WEB_BOT, register)
    assert isinstance(built, StrictApplication)
    return built


def patterns(router: StrictApplication) -> list[str]:
    return [
        handler.pattern.pattern
        for handler in every(router)
        if isinstance(handler, CallbackQueryHandler) and isinstance(handler.pattern, re.Pattern)
    ]


async def test_every_press_reaches_the_handler_it_reached_before(router: StrictApplication) -> None:
    heads = {head for made in patterns(router) if (head := head_of_pattern(made)) is not None}
    assert len(heads) > 50
    shapes = [f"{head}{':7' * count}" for head in sorted(heads) for count in range(8)]
    for pressed in [*shapes, "v1:svc", "v0:svc:open:1", "nonsense", "v1:svc:open:", ":::", "v1:no:such:thing"]:
        update = press(router, pressed)
        expected = next(handler for handler in every(router) if takes(handler, update))
        assert next(handler for handler in router.offered(update) if takes(handler, update)) is expected, pressed


async def test_a_press_is_not_offered_to_the_buttons_of_others(router: StrictApplication) -> None:
    offered = router.offered(press(router, data("svc", "open", "1.004222")))
    buttons = [
        made for made in patterns(router) if any(getattr(h, "pattern", None) == re.compile(made) for h in offered)
    ]
    assert buttons == [pattern("svc", "open", 1)]


async def test_words_are_offered_to_everything_but_buttons_in_order(router: StrictApplication) -> None:
    update = Update.de_json(PEOPLE.says(5001, "khai sinh"), router.bot)
    assert router.offered(update) == [h for h in every(router) if not isinstance(h, CallbackQueryHandler)]


def test_heads() -> None:
    assert (
        head_of_pattern(pattern("svc", "sec", 4)) == head_of(data("svc", "sec", "1.0042", 0, "fee", 1)) == "v1:svc:sec"
    )
    assert head_of_pattern(r"^v1:svc:(open|card)$") is None
