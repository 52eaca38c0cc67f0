"""A change from a chat on its whole way, on each database: the commit of a turn holds all of it, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.changes import Change, Overtaken
from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from knowledge.life import NotNow
from tests.changing import COPY, IDENTITY, Changing

TOLD = {"source": "NĐ 12/2026/NĐ-CP", "reason": "Phí mới"}


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Changing:
    return await Changing.open(database, key, clock, tmp_path)


def fee(amount: int, **more: object) -> Change:
    return Change.model_validate(
        {"code": COPY, "base": 1, "kind": "fee", "channel": "all", "fee": amount, **TOLD, **more}
    )


async def test_sent_decided_published(room: Changing) -> None:
    desk = room.deciding.desk
    an, binh = await desk.who_is("an"), await desk.who_is("binh")
    await room.committed(desk.send(an, fee(60_000)))
    (row,) = await room.life.drafts()
    draft = await room.deciding.waiting(row.id, row.revision)
    assert draft is not None
    await room.committed(room.deciding.publish(binh, draft, 0))
    assert (await room.life.entries.version(COPY, 2)).service.cost == "60.000 đồng (/văn bản)"
    with pytest.raises(Overtaken):
        await room.committed(room.deciding.publish(binh, draft, 0))
    assert await room.audit() == [("an", "knowledge.submit"), ("binh", "knowledge.publish")]


async def test_what_cannot_be_sent_any_more_leaves_nothing_behind(room: Changing) -> None:
    desk = room.deciding.desk
    an, binh = await desk.who_is("an"), await desk.who_is("binh")
    await room.committed(desk.send(an, fee(60_000)))
    with pytest.raises(Overtaken):  # a draft waits
        await room.committed(desk.send(binh, fee(70_000)))
    with pytest.raises(Overtaken):  # nothing would change
        await room.committed(desk.send(binh, Change.model_validate({**fee(50_000).model_dump(), "code": COPY})))
    assert len(await room.life.drafts()) == 1
    assert await room.audit() == [("an", "knowledge.submit")]


async def test_a_request_about_the_status_is_asked_once_and_decided_once(room: Changing) -> None:
    desk = room.deciding.desk
    an, binh = await desk.who_is("an"), await desk.who_is("binh")
    change = Change.model_validate({"code": IDENTITY, "base": 1, "kind": "archive", **TOLD})
    await room.committed(desk.send_request(an, change, "archive"))
    with pytest.raises(Overtaken):
        await room.committed(desk.send_request(binh, change, "archive"))
    (request,) = await room.deciding.requests()
    with pytest.raises(Overtaken):
        await room.committed(room.deciding.decide(an, request, granted=True))
    await room.committed(room.deciding.decide(binh, request, granted=True))
    assert (await room.life.entries.one(IDENTITY)).archived
    with pytest.raises(NotNow):
        await room.life.entries.archive(IDENTITY)
