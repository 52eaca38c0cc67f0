"""Before the disk is full nothing more is taken in, on every channel, in words; with room again it goes on."""

from __future__ import annotations

from pathlib import Path

from bot.abuse_room import AbuseRoom
from bot.alarms import Disk
from bot.alarms.conditions import FULL_BYTES
from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from bot.watch_room import FULL_RETRY_S, shut_when_full


async def test_the_door_shuts_and_opens(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> None:
    free = [FULL_BYTES]
    abuse = AbuseRoom(sqlite, key, clock, unlimited=False)
    shut_when_full(abuse, Disk(tmp_path, lambda _: free[0]))
    doorway = abuse.entrance.doorway
    assert await doorway.shut("web") is None
    free[0] = FULL_BYTES - 1
    for channel in ("web", "telegram"):
        shut = await doorway.shut(channel)
        assert shut is not None
        assert (shut.reason, shut.retry_after) == ("full", FULL_RETRY_S)
    free[0] = FULL_BYTES
    assert await doorway.shut("telegram") is None
