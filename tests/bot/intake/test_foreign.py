"""A stolen token shows: Telegram sends our updates elsewhere, or somebody else asks for them (T16). Clocks differ."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.alarms import Signals
from bot.alarms.signals import CONFLICT, FOREIGN_WEBHOOK, SKEW
from bot.clock import FixedClock
from bot.database import Database
from bot.intake import poller as polling
from bot.intake.foreign import ForeignWatch
from bot.intake.inbox import Inbox
from bot.intake.poller import Poller
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.botapi import BotApiServer
from tests.botapi.faults import conflict
from tests.botapi.server import TOKEN

EVIL = "https://evil.example/take/it"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def api(server: BotApiServer) -> AsyncIterator[TelegramApi]:
    async with TelegramApi(TOKEN, server.address) as api:
        yield api


@pytest.fixture
def signals(sqlite: Database, clock: FixedClock) -> Signals:
    clock.at = datetime.now(UTC)
    return Signals(sqlite, clock)


async def point_elsewhere(api: TelegramApi) -> None:
    await api.call("setWebhook", {"url": EVIL})


async def test_while_we_poll_no_address_may_be_set(
    server: BotApiServer, api: TelegramApi, signals: Signals, clock: FixedClock
) -> None:
    watch = ForeignWatch(api, clock, "", signals.leave)
    await watch.look()
    assert await signals.fresh() == {}
    await point_elsewhere(api)
    await watch.look()
    assert await signals.fresh() == {FOREIGN_WEBHOOK: "evil.example"}


@pytest.mark.parametrize("ours", ["https://motcua.example/webhook/telegram"])
async def test_with_a_webhook_it_must_be_ours(api: TelegramApi, signals: Signals, clock: FixedClock, ours: str) -> None:
    watch = ForeignWatch(api, clock, ours, signals.leave)
    await api.call("setWebhook", {"url": ours})
    await watch.look()
    assert await signals.fresh() == {}
    await point_elsewhere(api)
    await watch.look()
    assert await signals.fresh() == {FOREIGN_WEBHOOK: "evil.example"}
    await api.delete_webhook()
    await watch.look()
    assert await signals.fresh() == {FOREIGN_WEBHOOK: "-"}


async def test_a_clock_that_is_off_is_told_and_nothing_is_refused(
    api: TelegramApi, signals: Signals, clock: FixedClock
) -> None:
    clock.at += timedelta(minutes=3)
    await ForeignWatch(api, clock, "", signals.leave).look()
    assert set(await signals.fresh()) == {SKEW}


async def test_telegram_being_out_says_nothing(
    server: BotApiServer, api: TelegramApi, signals: Signals, clock: FixedClock
) -> None:
    server.faults.once("getWebhookInfo", conflict())
    await ForeignWatch(api, clock, "", signals.leave).look()
    assert await signals.fresh() == {}


async def test_an_answer_of_another_shape_says_nothing(
    api: TelegramApi, signals: Signals, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def odd(*_: object) -> bool:
        return True

    monkeypatch.setattr(api, "call", odd)
    await ForeignWatch(api, clock, "", signals.leave).look()
    assert await signals.fresh() == {}


@pytest.mark.parametrize("somebody", ["polls", "takes it by webhook"])
async def test_the_poller_tells_who_else_has_our_updates(
    server: BotApiServer,
    api: TelegramApi,
    sqlite: Database,
    key: ServerKey,
    clock: FixedClock,
    wake: Wake,
    signals: Signals,
    somebody: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "CONFLICT_PAUSE_S", 0.01)
    left = asyncio.Event()

    async def leave(kind: str, detail: str) -> None:
        await signals.leave(kind, detail)
        left.set()

    poller = Poller(sqlite, clock, api, Inbox(sqlite, key, clock, wake), poll_s=1, leave=leave)
    if somebody == "polls":
        server.faults.once("getUpdates", conflict())
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        await server.wait_for(lambda: server.called("getUpdates"))
        if somebody != "polls":
            await point_elsewhere(api)
        kind = CONFLICT if somebody == "polls" else FOREIGN_WEBHOOK
        await asyncio.wait_for(left.wait(), 10)
        task.cancel()
    assert kind in await signals.fresh()
