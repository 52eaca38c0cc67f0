"""Must and goal are judged from the right side."""

from __future__ import annotations

from typing import Any

import pytest

from bot.benchmarks.targets import TARGETS, Figure, judged, missed
from bot.commands.bench import BENCHMARKS


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


def reached(benchmark: str) -> list[dict[str, Any]]:
    """Every figure of a benchmark, at its goal."""
    return [judged(Figure(name, each.goal)) for name, each in TARGETS.items() if each.benchmark == benchmark]


def test_what_is_missed_is_named_whichever_benchmark_says_so() -> None:
    good = [each for each in reached("pipeline") if each["name"] != "memory_to_echo"]
    refused = [each for each in reached("readers") if each["name"] != "readers_refused"]
    runs = {
        "pipeline": {"figures": [*good, judged(Figure("memory_to_echo", None))]},
        "readers": {"figures": [*refused, judged(Figure("readers_refused", 1))]},
        "workers": {},
    }
    assert missed(runs) == ["memory_to_echo", "readers_refused"]


@pytest.mark.parametrize("benchmark", sorted({each.benchmark for each in TARGETS.values()}))
def test_what_a_benchmark_does_not_tell_is_missed(benchmark: str) -> None:
    whole = reached(benchmark)
    assert missed({benchmark: {"figures": whole}}) == []
    assert missed({benchmark: {"figures": whole[1:]}}) == [whole[0]["name"]]
    assert missed({benchmark: {}}) == missed({benchmark: {"figures": []}}) == [each["name"] for each in whole]


def test_who_was_not_asked_for_misses_nothing() -> None:
    assert missed({"soak": {}}) == []


def test_targets_name_benchmarks_that_can_be_asked_for() -> None:
    assert {each.benchmark for each in TARGETS.values()} <= set(BENCHMARKS)
