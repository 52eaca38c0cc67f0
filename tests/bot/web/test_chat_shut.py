"""The web chat's door: shut in words, crowded in words, a blocked person in words; and nothing is half taken."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from bot.abuse import rates
from bot.abuse_room import AbuseRoom
from bot.clock import FixedClock
from bot.database import Database
from bot.intake.inbox import Inbox
from bot.operators.holds import FRESH_MS, INTAKE
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.texts import Texts
from bot.wake import Wake
from bot.web.chat import premises
from bot.web.site import build_site
from tests.bot.web.visit import Desk, Visit


@pytest.fixture
def abuse(database: Database, key: ServerKey, clock: FixedClock) -> AbuseRoom:
    return AbuseRoom(database, key, clock, unlimited=False)


@pytest.fixture
def site(
    database: Database,
    key: ServerKey,
    clock: FixedClock,
    wake: Wake,
    texts: Texts,
    settings: Settings,
    abuse: AbuseRoom,
    monkeypatch: pytest.MonkeyPatch,
) -> FastAPI:
    monkeypatch.setattr(premises, "PATIENCE_S", 0.0)
    return build_site(
        database=database,
        key=key,
        clock=clock,
        wake=wake,
        inbox=Inbox(database, key, clock, wake),
        texts=texts,
        settings=settings,
        entrance=abuse.entrance,
        figures=abuse.figures,
    )


@pytest.fixture
async def other(site: FastAPI, key: ServerKey, clock: FixedClock) -> AsyncIterator[Visit]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        await client.get("/")
        yield Visit(client, key, clock)


async def test_held_back_it_says_so_and_takes_nothing(
    visit: Visit, desk: Desk, abuse: AbuseRoom, database: Database, clock: FixedClock
) -> None:
    before = len(await desk.updates())
    async with database.write() as connection:
        assert await abuse.holds.set(connection, "web", INTAKE, True, "nâng cấp", "an", 0)
    clock.at += timedelta(milliseconds=FRESH_MS)
    answer = await visit.say("xin chào")
    assert (answer.status_code, answer.json()["error"]) == (503, "held")
    assert "bảo trì" in answer.json()["text"]
    assert int(answer.headers["retry-after"]) > 0
    visit.client.cookies.clear()
    assert (await visit.client.get("/")).status_code == 200, "the page itself stays"
    assert len(await desk.updates()) == before
    async with database.write() as connection:
        assert await abuse.holds.set(connection, "web", INTAKE, False, "xong", "an", 1)


async def test_a_full_queue_turns_away_and_loses_nothing(
    visit: Visit, desk: Desk, abuse: AbuseRoom, clock: FixedClock
) -> None:
    abuse.figures._values["queue_most"] = 3
    taken = []
    for number in range(5):
        clock.at += timedelta(seconds=1)
        taken.append((await visit.say(f"tin {number}")).status_code)
    waiting = len(await desk.updates())
    assert taken[-1] == 503
    assert taken.count(202) == waiting == 2, "the greeting waits too; what was accepted is there"


async def test_everybody_together_are_bounded(visit: Visit, abuse: AbuseRoom) -> None:
    abuse.figures._values["rate_everybody_minute"] = 20  # two at once
    taken = [await visit.say(f"tin {number}") for number in range(3)]
    assert [answer.status_code for answer in taken] == [202, 202, 503]
    assert taken[-1].json()["error"] == "crowded"
    assert "rất nhiều người" in taken[-1].json()["text"]


async def test_a_blocked_visitor_is_told_and_others_are_not_concerned(
    visit: Visit, other: Visit, abuse: AbuseRoom, database: Database, key: ServerKey, clock: FixedClock
) -> None:
    mine = key.lookup("lane", "web", "web", visit.chat_id)
    async with database.write() as connection:
        assert await abuse.desk.blocks.add(connection, mine, "web", 3, "thử", "an")
    clock.at += timedelta(seconds=5)
    taken = [(await visit.say(f"tin {number}")).status_code for number in range(rates.BLOCKED.burst + 2)]
    assert taken == [202] * rates.BLOCKED.burst + [403] * 2
    refused = await visit.say("nữa")
    assert "/khangnghi" in refused.json()["text"]
    assert (await visit.say("/phananh")).status_code == 202
    assert (await other.say("xin chào")).status_code == 202
