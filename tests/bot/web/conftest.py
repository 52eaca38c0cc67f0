"""The web chat with everything real but the bot: what it would say, a test puts into the outbox itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies import models

from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.wake import Wake
from bot.web.chat import premises
from bot.web.chat.delivery import WebDelivery
from bot.web.chat.history import History
from bot.web.site import build_site
from tests.bot.web.visit import Desk, Visit


@pytest.fixture(autouse=True)
def _forget_sites() -> Iterator[None]:
    """FastAPI remembers, for the whole process, what kind of callable each of 4096 routes is: through its bound
    methods every site of a test, with its pages, databases and search index, would stay (4 GB by the last test)."""
    yield
    for each in vars(models).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts()


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.fixture
def history(database: Database, key: ServerKey) -> History:
    return History(database, key)


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> Desk:
    return Desk(database, key, clock, WebDelivery(database, key, clock, wake))


@pytest.fixture
def site(
    database: Database,
    key: ServerKey,
    clock: FixedClock,
    wake: Wake,
    texts: Texts,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> FastAPI:
    # No bot runs here: a page without scripts need not wait for its answer.
    monkeypatch.setattr(premises, "PATIENCE_S", 0.0)
    inbox = Inbox(database, key, clock, wake)
    return build_site(database=database, key=key, clock=clock, wake=wake, inbox=inbox, texts=texts, settings=settings)


@pytest.fixture
async def client(site: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        yield client


@pytest.fixture
async def visit(client: httpx.AsyncClient, key: ServerKey, clock: FixedClock) -> Visit:
    """A visitor who has opened the page."""
    await client.get("/")
    return Visit(client, key, clock)
