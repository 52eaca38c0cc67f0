"""The index of names finds what adding everything up would find."""

from __future__ import annotations

import random

import pytest

from knowledge.search.names import NameIndex

SYLLABLES = [f"s{number}" for number in range(40)]


def some_names(dice: random.Random, count: int) -> list[list[str]]:
    # A few syllables come in nearly every name, as "đăng ký" does.
    weights = [1 / (rank + 1) for rank in range(len(SYLLABLES))]
    return [dice.choices(SYLLABLES, weights, k=dice.randint(2, 9)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(25))
def test_the_best_of_the_rest_are_the_best_of_all(seed: int) -> None:
    dice = random.Random(seed)
    names = some_names(dice, 300)
    whole, split = NameIndex(names), NameIndex(names, all_of=50)
    for _ in range(10):
        asked = [*dice.choices(SYLLABLES, k=dice.randint(1, 8)), "unknown"]
        keep = [dice.random() < 0.8 for _ in asked]
        every, none = whole.scores(asked, keep, 3)
        first, rest = split.scores(asked, keep, 3)
        assert none == []
        assert first == {number: score for number, score in every.items() if number < 50}
        behind = sorted(((score, -number) for number, score in every.items() if number >= 50), reverse=True)[:3]
        assert rest == [(score, -number) for score, number in behind]


def test_nothing_known_is_nothing_found() -> None:
    index = NameIndex([["khai", "sinh"], ["ket", "hon"]], all_of=1)
    assert index.scores(["xyz"], [True], 3) == ({}, [])
    assert index.scores([], [], 3) == ({}, [])
    assert index.scores(["ket", "hon"], [True, True], 3)[1][0][1] == 1
