"""The server that the ten thousand digests are sent to refuses what Telegram would; otherwise no 429 means nothing."""

from __future__ import annotations

from bot.benchmarks.botapi import BotApi
from bot.benchmarks.readers import FIRST_CHAT, TELEGRAM_RATE, Counter, Limit
from bot.telegram_api import TelegramApi


async def test_more_than_telegram_takes_in_a_second_is_refused() -> None:
    limit = Limit()
    assert [limit.refuses() for _ in range(TELEGRAM_RATE)] == [None] * TELEGRAM_RATE
    assert limit.refuses() == 429


async def test_digests_are_told_from_replies() -> None:
    desk = Counter("1:abc")
    async with BotApi(desk) as server, TelegramApi("1:abc", server.address) as api:
        for chat in (FIRST_CHAT, 7, FIRST_CHAT + 1):
            await api.call("sendMessage", {"chat_id": chat, "text": "x"})
    assert [chat for _, chat in desk.sent] == [FIRST_CHAT, 7, FIRST_CHAT + 1]
    assert len(desk.digests()) == 2
