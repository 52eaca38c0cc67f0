"""What each ratio must reach and is meant to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """``must`` and ``goal`` are bounds: from below for speeds, from above (``at_most``) for what should be small."""

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
        "a button press against python-telegram-bot's plain echo: updates a second", 0.7, 1.5
    ),
    "question_to_echo_httpx": Target("a typed question, search included, against the same", 0.25, 0.6),
    "press_to_echo_aiohttp": Target("a button press against the echo over aiohttp, 256 at once", 0.3, 0.75),
    "webhook_to_polling": Target("webhook against polling: updates a second", 0.7, 0.9),
    "p99_to_echo_aiohttp": Target(
        "p99 from update to reply at 200 a second, against the echo over aiohttp", 4, 2, True
    ),
    "flood_to_calm": Target("p95 of the others while one chat floods, against without it", 2.0, 1.25, True),
    "memory_after_flood": Target("resident memory after a flood, against before it", 1.25, 1.1, True),
    "memory_to_echo": Target("resident memory against the plain echo", 3.5, 2.5, True),
}


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
