"""The real program beside the tests' Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from tests.botapi.server import BotApiServer


@pytest.fixture
async def api() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
def telegram(api: BotApiServer) -> Callable[..., dict[str, str]]:
    """The environment that connects the program to the tests' Bot API server."""

    def environment(**more: str) -> dict[str, str]:
        return {"MOTCUA_TELEGRAM_TOKEN": api.token, "MOTCUA_TELEGRAM_API": api.address, **more}

    return environment
