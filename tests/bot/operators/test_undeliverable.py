"""Messages that could not be delivered, with a real sender: put right and sent again in order; how the sender does."""

from __future__ import annotations

import pytest

from bot.operators.letters import Chosen, Letters
from bot.operators.standing import OperatorsView
from bot.outbox import telling, weather
from tests.bot.outbox.desk import Desk, until
from tests.botapi.faults import unauthorized
from tests.botapi.refused import bad_request


async def test_sent_again_in_the_old_order(desk: Desk) -> None:
    desk.server.faults.in_chat(1, bad_request("have no rights"), bad_request("have no rights"))
    await desk.say(1, "một", "hai", "ba")
    letters = Letters(desk.database, desk.clock)
    async with desk.sending():
        rows = await desk.settled()
        assert [row.state for row in rows] == ["dead", "dead", "sent"]
        (group,) = await letters.groups()
        assert (group.way, group.many, group.can_retry) == ("out", 2, 2)
        assert "rights" in group.why
        async with desk.database.write() as connection:
            chosen = Chosen("out", group.channel, group.why, group.last_at)
            assert await letters.retry(connection, chosen) == 2
        await desk.settled()
    assert desk.said(1) == ["ba", "một", "hai"]
    assert await letters.groups() == []


async def test_discarded_nothing_is_left(desk: Desk) -> None:
    desk.server.faults.in_chat(1, bad_request("have no rights"))
    await desk.say(1, "một")
    async with desk.sending():
        await desk.settled()
    letters = Letters(desk.database, desk.clock)
    (group,) = await letters.groups()
    async with desk.database.write() as connection:
        chosen = Chosen("out", group.channel, group.why, group.last_at)
        assert await letters.discard(connection, chosen) == 1
    (row,) = await desk.rows()
    assert (row.state, row.payload, row.address) == ("dropped", None, None)


async def test_the_sender_tells_how_it_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weather, "TOKEN_PAUSE_S", 0.5)
    monkeypatch.setattr(telling, "LOOK_S", 0.02)
    view = OperatorsView(desk.database, desk.clock)

    async def told(why: str | None) -> bool:
        return [(each.channel, each.bot, each.why) for each in await view.senders()] == [("telegram", desk.bot, why)]

    async with desk.sending():
        await until(lambda: told(None))
        desk.server.faults.down = unauthorized()
        await desk.say(1, "một")
        await until(lambda: told("token"))
        (state,) = await view.senders()
        assert state.until is not None
        desk.server.faults.down = None
        await desk.settled()
        await until(lambda: told(None))
