"""The event stream: everything once, also over reconnects and from other processes; few streams a visitor."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from bot.abuse import rates
from bot.clock import FixedClock
from bot.database import Database
from bot.outbox.message import Button
from bot.outbox.outgoing import Address, Kind
from bot.sealing import ServerKey
from bot.wake import Wake
from bot.web.chat import following, streams
from bot.web.chat.delivery import WebDelivery
from bot.web.chat.history import OVERLAP_MS
from tests.bot.web.stream import listening
from tests.bot.web.visit import Desk, Visit


async def test_each_kind_of_event_reaches_the_page(site: FastAPI, visit: Visit, desk: Desk) -> None:
    client_id = str(uuid4())
    async with listening(site, visit.client) as stream:
        assert (stream.status, stream.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        await visit.say("tôi <b>hỏi</b>", client_id)
        event = await stream.next_event()
        assert event is not None
        assert (event.name, event.data["client_id"]) == ("message", client_id)
        assert "tôi &lt;b&gt;hỏi&lt;/b&gt;" in event.data["html"]

        number = await desk.say(visit.address, "trả <b>lời</b>", Button("Tiếp", data="v1:ask:more"))
        event = await stream.next_event()
        assert event is not None
        assert (event.name, event.id) == ("message", number)
        assert "trả <b>lời</b>" in event.data["html"]
        assert 'value="v1:ask:more"' in event.data["html"]

        await desk.edit(visit.address, number, "trang 2")
        event = await stream.next_event()
        assert event is not None
        assert (event.name, event.data["target"]) == ("edit", number)
        assert "trang 2" in event.data["html"]
        assert f'id="m{number}"' in event.data["html"]

        await desk.answer(visit.address, client_id, "Đã ghi nhận")
        event = await stream.next_event()
        assert event is not None
        assert (event.name, event.data) == ("answer", {"query_id": client_id, "notice": "Đã ghi nhận"})

        await desk.queue(visit.address, Kind.DELETE, {"message_ids": [number]})
        await desk.delivery.deliver_batch()
        event = await stream.next_event()
        assert event is not None
        assert (event.name, event.data) == ("delete", {"message_ids": [number]})


async def test_a_stream_carries_nothing_of_others(site: FastAPI, visit: Visit, desk: Desk) -> None:
    async with listening(site, visit.client) as stream:
        await desk.say(Address("web", "web", 99), "của người khác")
        mine = await desk.say(visit.address, "của tôi")
        event = await stream.next_event()
        assert event is not None
        assert event.id == mine


@pytest.mark.parametrize("how", ["last-event-id", "after"])
async def test_a_reconnect_goes_on_where_it_was(
    how: str, site: FastAPI, visit: Visit, desk: Desk, clock: FixedClock
) -> None:
    first = await desk.say(visit.address, "một")
    clock.at += timedelta(milliseconds=OVERLAP_MS + 1)
    missed = [await desk.say(visit.address, text) for text in ("hai", "ba")]
    # A browser that reconnects sends both: the address of its first connection, and the last id it saw.
    resume = {"query": f"after={first}"} if how == "after" else {"query": "after=0", "last_event_id": first}
    async with listening(site, visit.client, **resume) as stream:
        got = [await stream.next_event() for _ in missed]
    assert [event.id for event in got if event] == missed


async def test_whatever_is_cut_off_nothing_is_lost_or_out_of_order(site: FastAPI, visit: Visit, desk: Desk) -> None:
    """Reconnecting after each event, with messages said in between: the page, which passes over known ids, has all."""
    said: list[int] = []
    seen: list[int] = []
    for number in range(6):
        said.append(await desk.say(visit.address, f"tin {number} a"))
        async with listening(site, visit.client, last_event_id=seen[-1] if seen else 0) as stream:
            said.append(await desk.say(visit.address, f"tin {number} b"))
            while said[-2] not in seen:
                event = await stream.next_event()
                assert event is not None
                assert event.id is not None
                if event.id not in seen:
                    seen.append(event.id)
    async with listening(site, visit.client, last_event_id=seen[-1]) as stream:
        while said[-1] not in seen:
            event = await stream.next_event()
            assert event is not None
            assert event.id is not None
            if event.id not in seen:
                seen.append(event.id)
    assert seen == said


@pytest.mark.parametrize("resume", ["after=abc", "after=-5", "after=99999999999999999999", "after=²", ""])
async def test_a_strange_place_to_resume_from_is_the_beginning(
    resume: str, site: FastAPI, visit: Visit, desk: Desk
) -> None:
    number = await desk.say(visit.address, "một")
    async with listening(site, visit.client, query=resume) as stream:
        event = await stream.next_event()
    assert event is not None
    assert event.id == number


async def test_what_another_process_says_arrives_without_a_call(
    site: FastAPI,
    visit: Visit,
    desk: Desk,
    database: Database,
    key: ServerKey,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "LOOK_S", 0.05)
    elsewhere = Desk(database, key, clock, WebDelivery(database, key, clock, Wake()), desk.numbers)
    async with listening(site, visit.client) as stream:
        for text in ("một", "hai"):
            number = await elsewhere.say(visit.address, text)
            event = await stream.next_event()
            assert event is not None
            assert event.id == number


async def test_a_silent_stream_beats(site: FastAPI, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK_S", 0.02)
    monkeypatch.setattr(following, "HEARTBEAT_S", 0.05)
    async with listening(site, visit.client) as stream:
        assert await stream.next_block() == "retry: 2000"
        assert [await stream.next_block() for _ in range(3)] == [": "] * 3


async def test_a_stream_ends_after_its_lifetime(site: FastAPI, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK_S", 0.02)
    monkeypatch.setattr(streams, "LIFETIME_S", 0.1)
    async with listening(site, visit.client) as stream:
        assert await stream.next_event() is None
    assert len(site.state.streams) == 0


async def test_the_newest_streams_of_a_visitor_live(site: FastAPI, visit: Visit, desk: Desk) -> None:
    async with (
        listening(site, visit.client) as oldest,
        listening(site, visit.client),
        listening(site, visit.client),
        listening(site, visit.client) as newest,
    ):
        event = await oldest.next_event()
        assert event is not None
        assert (event.name, event.id) == ("superseded", None)
        assert await oldest.next_event() is None
        number = await desk.say(visit.address, "mới")
        event = await newest.next_event()
        assert event is not None
        assert event.id == number
        assert len(site.state.streams) == streams.MOST_A_VISITOR
    assert len(site.state.streams) == 0


async def test_a_full_house_sends_away_and_tells_when_to_come_back(
    site: FastAPI, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST", 1)
    async with listening(site, visit.client):
        answer = await visit.client.get("/chat/events")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0


async def test_a_page_that_reconnects_in_a_loop_is_slowed_down(site: FastAPI, visit: Visit) -> None:
    for _ in range(rates.STREAMS.burst):
        async with listening(site, visit.client) as stream:
            assert stream.status == 200
    assert (await visit.client.get("/chat/events")).status_code == 429


async def test_closing_ends_all_streams_and_opens_no_more(site: FastAPI, visit: Visit) -> None:
    async with listening(site, visit.client) as stream:
        site.state.streams.close()
        assert await stream.next_event() is None
        assert (await visit.client.get("/chat/events")).status_code == 503


async def test_a_database_that_goes_away_ends_the_stream_quietly(
    site: FastAPI, visit: Visit, database: Database, wake: Wake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(**_: object) -> None:
        raise OSError("connection refused")

    async with listening(site, visit.client) as stream:
        assert await stream.next_block() == "retry: 2000"
        monkeypatch.setattr(database, "read", down)
        wake.call(f"history:{visit.lane}")
        assert await stream.next_event() is None
    assert len(site.state.streams) == 0


async def test_events_need_a_visitor(client: httpx.AsyncClient) -> None:
    assert (await client.get("/chat/events")).status_code == 403
