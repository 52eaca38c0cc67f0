"""Must and goal are judged from the right side."""

from __future__ import annotations

import pytest

from bot.benchmarks.targets import TARGETS, Figure, judged, missed


@pytest.mark.parametrize(
    ("name", "value", "reached"),
    [
        ("press_to_echo_httpx", 1.5, "goal"),
        ("press_to_echo_httpx", 1.49, "must"),
        ("press_to_echo_httpx", 0.69, "missed"),
        ("p99_to_echo_aiohttp", 2.0, "goal"),
        ("p99_to_echo_aiohttp", 3.9, "must"),
        ("p99_to_echo_aiohttp", 4.1, "missed"),
    ],
)
def test_a_ratio_is_judged(name: str, value: float, reached: str) -> None:
    assert judged(Figure(name, value))["reached"] == reached


def test_what_could_not_be_measured_is_not_called_reached() -> None:
    assert judged(Figure("memory_to_echo", None))["reached"] == "not measured"


def test_a_goal_is_never_easier_than_its_must() -> None:
    for target in TARGETS.values():
        assert target.verdict(target.goal) == "goal"
        assert target.verdict(target.must) in ("must", "goal")


def test_what_is_missed_is_named_whichever_benchmark_says_so() -> None:
    runs = {
        "pipeline": {"figures": [judged(Figure("lost", 0)), judged(Figure("memory_to_echo", None))]},
        "readers": {"figures": [judged(Figure("readers_refused", 1))]},
        "workers": {},
    }
    assert missed(runs) == ["memory_to_echo", "readers_refused"]
