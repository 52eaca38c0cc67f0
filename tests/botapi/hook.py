"""Delivery to the bot's webhook as Telegram does it: chats side by side, one update of a chat after another, again
until it is taken."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.intake.update import person_of
from tests.botapi.updates import Pending

AGAIN_S = 0.05


@dataclass(slots=True)
class Hook:
    url: str
    secret: str | None
    most: int

    async def deliver(self, pending: Pending, statuses: list[int]) -> None:
        """For ever; ``statuses`` collects what the bot answered."""
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
            busy: set[object] = set()
            free = asyncio.Event()
            while True:
                await pending.arrival()
                for update in list(pending.waiting):
                    lane = person_of(update, update["update_id"])[0]
                    if lane not in busy and len(busy) < self.most:
                        busy.add(lane)
                        group.create_task(self._post(session, update, pending, statuses, lane, busy, free))
                free.clear()
                # New arrivals of idle chats must not wait for a busy one: look again soon in any case.
                with suppress(TimeoutError):
                    async with asyncio.timeout(AGAIN_S):
                        await free.wait()

    async def _post(
        self,
        session: aiohttp.ClientSession,
        update: Any,
        pending: Pending,
        statuses: list[int],
        lane: object,
        busy: set[object],
        free: asyncio.Event,
    ) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        while True:
            try:
                async with session.post(self.url, json=update, headers=headers) as response:
                    statuses.append(response.status)
                    if response.status == 200:
                        break
            except aiohttp.ClientError:
                statuses.append(0)
            await asyncio.sleep(AGAIN_S)
        pending.remove(update)
        busy.discard(lane)
        free.set()
