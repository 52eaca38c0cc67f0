"""Ten thousand digests due at once, through the whole program: made by its schedule, sent at its rate, to a server that
refuses what Telegram would refuse; meanwhile citizens press buttons and wait for their replies.

The digests take as long as the rate asks for, some seven minutes at 25 a second.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, text

from bot.benchmarks import digest
from bot.benchmarks.botapi import BotApi
from bot.benchmarks.crowd import Crowd
from bot.benchmarks.desk import Desk, Illness
from bot.benchmarks.dossiers import Progress, percentile
from bot.benchmarks.processes import import_knowledge, product_arguments, product_environment, running
from bot.benchmarks.targets import Figure, judged
from bot.clock import FixedClock, SystemClock, epoch_ms
from bot.commands.open import opened_database
from bot.database.staff_tables import digest_setting, staff, staff_chat, staff_scope
from bot.digests.times import DAILY
from bot.people import ChatRef
from bot.places import gazetteer
from bot.schedule.due import Due, plan
from bot.sealing import load_or_create
from bot.settings import Settings

READERS, RATE, REPORTS = 10_000, 25.0, 10_000
BOT_ID = "1"
FIRST_CHAT = 500_000_000
DAY_MS = 86_400_000
#: Telegram's own limit for a bot, messages a second.
TELEGRAM_RATE = 30
#: Between two citizens who press a button.
PRESS_S = 1.0
PATIENCE = 1.5


class Limit(Illness):
    """Refuses with 429 what comes beyond Telegram's limit, over any second."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: deque[float] = deque()

    def refuses(self) -> int | None:
        now = asyncio.get_running_loop().time()
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if len(self._taken) >= TELEGRAM_RATE:
            return 429
        self._taken.append(now)
        return None


class Counter(Desk):
    """``sent``: when each message was taken, with the chat."""

    def __init__(self, token: str) -> None:
        super().__init__(token, illness=Limit())
        self.sent: list[tuple[float, int]] = []

    def replied(self, chat_id: int, text: str, now: float) -> None:
        self.sent.append((now, chat_id))
        super().replied(chat_id, text, now)

    def digests(self) -> list[float]:
        return [at for at, chat in self.sent if chat >= FIRST_CHAT]


def run(progress: Progress, readers: int = READERS, rate: float = RATE) -> dict[str, Any]:
    """:param readers: whose digests are due at once. :param rate: MOTCUA_SEND_RATE."""
    return asyncio.run(_run(progress, readers, rate))


async def _run(progress: Progress, readers: int, rate: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        desk, data = Counter(f"{BOT_ID}:benchmark"), Path(folder) / "data"
        async with BotApi(desk) as api:
            environment = product_environment(data, api.address, desk.token) | {"MOTCUA_SEND_RATE": str(rate)}
            progress("knowledge base")
            await import_knowledge(Path(folder) / "import", environment)
            progress(f"{readers} readers")
            await _fill(data, readers)
            async with running(product_arguments(), environment, Path(folder) / "run") as program, program.must_live():
                await _watch(desk, readers, rate, progress)
        return {**_figures(desk, readers, rate), "made_s": await _made_s(data)}


async def _fill(data: Path, readers: int) -> None:
    """Reports, and inspectors in each province who have chats, and digests that are due."""
    settings, clock = Settings(data_dir=data), FixedClock(SystemClock().now())
    key, now = load_or_create(settings.keys), epoch_ms(clock.at)
    provinces = list(gazetteer().provinces)
    async with opened_database(settings) as database:
        await digest.fill(database, REPORTS, clock)
        names = [f"reader-{number}" for number in range(readers)]
        chats = [ChatRef("telegram", BOT_ID, FIRST_CHAT + number, FIRST_CHAT + number) for number in range(readers)]
        rows: dict[Table, list[dict[str, Any]]] = {
            staff: [
                {"id": name, "name": name, "role": "inspector", "state": "active", "language": "vi", "created_at": now}
                for name in names
            ],
            staff_chat: [
                {
                    "staff_id": name,
                    "channel": chat.channel,
                    "bot": chat.bot,
                    "person": chat.person_lookup(key),
                    "address": key.seal(str(chat.chat_id).encode(), f"staff_chat|address|{name}"),
                    "bound_at": now,
                }
                for name, chat in zip(names, chats, strict=True)
            ],
            staff_scope: [
                {"staff_id": name, "province": provinces[number % len(provinces)]} for number, name in enumerate(names)
            ],
            digest_setting: [
                {"staff_id": name, "schedule": DAILY.cron, "quiet_from": 20, "quiet_to": 7, "last_to": now - DAY_MS}
                for name in names
            ],
        }
        due = [
            Due(f"digest|{name}|{now}|{DAILY.stamp}", "digest", clock.at, {"staff": name, "rhythm": DAILY.stamp})
            for name in names
        ]
        async with database.write() as connection:
            for table, some in rows.items():
                await connection.execute(insert(table), some)
            await plan(connection, key, due)


async def _watch(desk: Counter, readers: int, rate: float, progress: Progress) -> None:
    """Citizens press until the last digest has come. :raises TimeoutError: long after it should have."""
    crowd, told = Crowd(200), 0
    async with asyncio.timeout(60 + PATIENCE * readers / rate):
        while len(done := desk.digests()) < readers:
            if done:
                desk.ask(crowd.fee_presses(1), asyncio.get_running_loop().time())
            if len(done) >= told + 1000:
                told = len(done)
                progress(f"{told} digests")
            await asyncio.sleep(PRESS_S)
    await desk.answered(10)


def _figures(desk: Counter, readers: int, rate: float) -> dict[str, Any]:
    """``to_rate``: the time all messages took against what the rate asks for."""
    times, digests = sorted(at for at, _ in desk.sent), sorted(desk.digests())
    within = [at for at in times if digests[0] <= at <= digests[-1]]
    took = digests[-1] - digests[0]
    waits = sorted(desk.waits)
    return {
        "readers": readers,
        "rate": rate,
        "digests": len(digests),
        "chats": len({chat for _, chat in desk.sent if chat >= FIRST_CHAT}),
        "took_s": round(took, 1),
        "to_rate": round(took / ((len(within) - 1) / rate), 4),
        "refused_429": desk.refused,
        "replies": len(waits),
        "reply_ms": {f"p{share}": round(percentile(waits, share) * 1000, 1) for share in (50, 99)},
        "slowest_reply_ms": round(waits[-1] * 1000, 1),
        "figures": [
            judged(Figure("readers_to_rate", took / ((len(within) - 1) / rate))),
            judged(Figure("readers_refused", desk.refused)),
            judged(Figure("readers_slowest_reply_ms", waits[-1] * 1000)),
        ],
    }


async def _made_s(data: Path) -> float:
    """From the first digest that the schedule queued to the last."""
    query = "SELECT max(created_at) - min(created_at) FROM outbox WHERE dedup LIKE 'digest|%'"
    async with opened_database(Settings(data_dir=data)) as database, database.read() as connection:
        return float((await connection.execute(text(query))).scalar_one()) / 1000
