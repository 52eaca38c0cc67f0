"""The Bot API server, and a desk that queues and sends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.bot.outbox.desk import Desk
from tests.botapi import BotApiServer


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def desk(
    database: Database, key: ServerKey, clock: FixedClock, wake: Wake, server: BotApiServer
) -> AsyncIterator[Desk]:
    async with TelegramApi(server.token, server.address) as api:
        yield Desk(database, key, clock, wake, server, api)
