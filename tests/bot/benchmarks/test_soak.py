"""What the soak calls growth, by series of which it is known."""

from __future__ import annotations

import pytest

from bot.benchmarks.soak import GROWTH, Watch


def watch(memory: list[float]) -> Watch:
    seen = Watch()
    seen.at = [5.0 * number for number in range(len(memory))]
    seen.seen = {"resident_mb": memory, "handles": [40.0] * len(memory)}
    return seen


def test_a_leak_is_growth() -> None:
    leaking = watch([250 + number * 0.05 for number in range(360)])  # 36 MB an hour
    assert leaking.growth("resident_mb") == pytest.approx(36 / 259, rel=0.01)
    assert leaking.growth("resident_mb") > GROWTH["resident_mb"]


def test_caches_that_fill_at_first_and_then_stand_are_none() -> None:
    filling = watch([200 + min(number, 150) * 0.5 + number % 3 for number in range(360)])
    assert abs(filling.growth("resident_mb")) < 0.01 < GROWTH["resident_mb"]


def test_handles_that_stand_still_do_not_grow() -> None:
    assert watch([250.0] * 20).growth("handles") == 0
