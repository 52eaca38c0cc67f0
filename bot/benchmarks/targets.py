"""What each ratio must reach and is meant to reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """``must`` and ``goal`` are bounds: from below for speeds, from above (``at_most``) for what should be small.

    ``benchmark``: which one measures it, as `bot.py bench` names it.
    """

    benchmark: str
    meaning: str
    must: float
    goal: float
    at_most: bool = False

    def verdict(self, value: float) -> str:
        if self._reached(value, self.goal):
            return "goal"
        return "must" if self._reached(value, self.must) else "missed"

    def _reached(self, value: float, bound: float) -> bool:
        return value <= bound if self.at_most else value >= bound


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` is None where it cannot be measured."""

    name: str
    value: float | None


TARGETS = {
    "press_to_echo_httpx": Target(
        "pipeline", "a button press against python-telegram-bot's plain echo: updates a second", 0.7, 1.5
    ),
    "question_to_echo_httpx": Target("pipeline", "a typed question, search included, against the same", 0.25, 0.6),
    "press_to_echo_aiohttp": Target("pipeline", "a button press against the echo over aiohttp, 256 at once", 0.3, 0.75),
    "webhook_to_polling": Target("pipeline", "webhook against polling: updates a second", 0.7, 0.9),
    "p99_to_echo_aiohttp": Target(
        "pipeline", "p99 from update to reply at 200 a second, against the echo over aiohttp", 4, 2, True
    ),
    "flood_to_calm": Target("flood", "p95 of the others while one chat floods, against without it", 2.0, 1.25, True),
    "memory_after_flood": Target("flood", "resident memory after a flood, against before it", 1.25, 1.1, True),
    "memory_to_echo": Target("pipeline", "resident memory against the plain echo", 3.5, 2.5, True),
    "lost": Target(
        "pipeline", "updates, replies and state changes lost, chats out of order, through kills", 0, 0, True
    ),
    "doubled": Target("pipeline", "state changes doubled through kills and redelivery", 0, 0, True),
    "search_mean_ms": Target("search", "search among the 604, milliseconds a question", 3, 1, True),
    "search_p99_ms": Target("search", "the same, the slowest of a hundred", 30, 15, True),
    "search_10000_p99_ms": Target(
        "search", "the slowest of a hundred among 10,000 procedures, milliseconds", 60, 40, True
    ),
    "digest_sqlite": Target("digest", "a digest over a million reports against queries by hand, SQLite", 2, 1, True),
    "digest_postgresql": Target("digest", "the same, PostgreSQL", 2, 1, True),
    "readers_to_rate": Target(
        "readers", "ten thousand digests out, against messages by MOTCUA_SEND_RATE", 1.05, 1.01, True
    ),
    "readers_refused": Target("readers", "answers of 429 meanwhile", 0, 0, True),
    "readers_slowest_reply_ms": Target("readers", "the slowest reply meanwhile, milliseconds", 1000, 1000, True),
    "console_sqlite_ms": Target(
        "console", "p95 of the slowest page at a million cases, milliseconds, SQLite", 200, 200, True
    ),
    "console_postgresql_ms": Target("console", "the same, PostgreSQL", 200, 200, True),
}


def missed(runs: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What did not reach its ``must``, or was not measured although its benchmark was asked for.

    :param runs: what benchmarks returned, by name; their judged figures stand under ``figures``.
    """
    short = []
    for benchmark, run in runs.items():
        reached = {figure["name"]: figure["reached"] for figure in run.get("figures", ())}
        wanted = dict.fromkeys(name for name, target in TARGETS.items() if target.benchmark == benchmark)
        short += [name for name in wanted | reached if reached.get(name) not in ("must", "goal")]
    return short


def judged(figure: Figure) -> dict[str, Any]:
    """The figure beside its target."""
    target = TARGETS[figure.name]
    value = figure.value
    return {
        "name": figure.name,
        "meaning": target.meaning,
        "value": None if value is None else round(value, 2),
        "must": target.must,
        "goal": target.goal,
        "better": "smaller" if target.at_most else "larger",
        "reached": "not measured" if value is None else target.verdict(value),
    }
