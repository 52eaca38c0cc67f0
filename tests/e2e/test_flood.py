"""Two hundred people burst at once, one floods: nothing accepted is lost, everybody is answered in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from bot.abuse.rates import MESSAGES
from bot.database import open_database
from bot.database.operator_tables import flood_mark
from bot.database.tables import inbox
from tests.bot.outbox.desk import until
from tests.botapi import BotApiServer
from tests.program import Program

PEOPLE, BURST = 200, 3
FLOODER, FIRST = 900_000, 100_000


async def kept(folder: Path) -> tuple[Counter[str], list[int]]:
    """Updates by state; how often each who floods was told to wait."""
    database = open_database(None, folder)
    try:
        async with database.read() as connection:
            states = Counter((await connection.execute(select(inbox.c.state))).scalars())
            return states, list((await connection.execute(select(flood_mark.c.minutes))).scalars())
    finally:
        await database.close()


async def test_everybody_is_answered_and_nothing_accepted_is_lost(
    at_home: Path, api: BotApiServer, telegram: Callable[..., dict[str, str]]
) -> None:
    async with Program(at_home, telegram(MOTCUA_SEND_RATE="1000")):
        for number in range(BURST):
            api.say(FLOODER, "lũ")
            for person in range(PEOPLE):
                api.say(FIRST + person, f"xin chào {number}")
            for _ in range(MESSAGES.burst):
                api.say(FLOODER, "lũ")
        sent = BURST * (PEOPLE + MESSAGES.burst + 1)

        def all_heard() -> bool:
            return len({said.chat_id for said in api.sent}) == PEOPLE + 1

        await api.wait_for(all_heard, patience=60)
        await api.wait_for(lambda: len(api.pending.confirmed) == sent, patience=60)

        async def marked() -> bool:
            return bool((await kept(at_home / "data"))[1])

        await until(marked, patience=60)
    found, marks = await kept(at_home / "data")
    assert sum(found.values()) == sent
    assert set(found) <= {"done", "new"}
    assert marks == [1], "who floods is told once, not once a message"
