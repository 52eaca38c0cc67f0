"""Telegram is out while people write: what waited there is answered whole and in order, and the page never noticed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from bot.database import open_database
from tests.botapi import BotApiServer
from tests.botapi.faults import Fault, Silence, flood
from tests.crash import evidence
from tests.crash.crowd import CHATS, Crowd
from tests.crash.ledger import Ledger
from tests.program import Program

pytestmark = pytest.mark.e2e

#: Under way when it begins, and what comes while it lasts.
BEFORE, BACKLOG = 60, 2_000
PATIENCE_S = 180.0
Environment = Callable[..., dict[str, str]]


@asynccontextmanager
async def visitor(program: Program) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=program.address, trust_env=False, timeout=30) as client:
        await client.get("/")
        yield client


async def answered_on_the_page(client: httpx.AsyncClient) -> None:
    """A question from the page has its answer there."""
    before = (await client.get("/")).text.count("Cách dùng")
    posted = await client.post("/chat/messages", json={"text": "/trogiup", "client_id": str(uuid4())})
    assert posted.status_code < 300, posted.text
    async with asyncio.timeout(PATIENCE_S):
        while (await client.get("/")).text.count("Cách dùng") == before:  # noqa: ASYNC110 - as a page without scripts
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("illness", "backlog"),
    [(Silence.DROPPED, BACKLOG), (flood(1), 200)],
    ids=["cut", "429"],
)
async def test_a_backlog_is_answered_whole_and_in_order(
    at_home: Path, api: BotApiServer, telegram: Environment, illness: Fault, backlog: int
) -> None:
    crowd = Crowd(api, random.Random(5))
    ledger = Ledger(crowd)
    async with Program(at_home, telegram(MOTCUA_SEND_RATE="0")) as program, visitor(program) as page:
        await crowd.learn(PATIENCE_S)
        crowd.ask(BEFORE)
        await api.wait_for(lambda: any(api.chats.of(chat) for chat in CHATS))
        api.faults.down = illness
        crowd.ask(backlog)
        await answered_on_the_page(page)
        assert not ledger.all_answered()
        api.faults.down = None
        await api.wait_for(ledger.all_answered, PATIENCE_S)
        await answered_on_the_page(page)
        assert await program.stop() == 0
    assert {chat: ledger.answers[chat] for chat in CHATS} == {chat: crowd.expected(chat) for chat in CHATS}
    assert [double for double in ledger.doubles if not double.identical] == []
    database = open_database(None, at_home / "data")
    try:
        states = dict(await evidence.inbox(database))
        assert {update: states.get(update) for update in crowd.update_ids()} == dict.fromkeys(
            crowd.update_ids(), "done"
        )
    finally:
        await database.close()
