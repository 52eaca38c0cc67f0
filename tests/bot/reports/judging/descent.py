"""Softmax regression by stochastic descent, in plain Python and always with the same result."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.reports.judging.learned import softmax

#: Changes smaller than this are not worth the time.
SLIGHT = 1e-3
START_RATE = 0.05


@dataclass(frozen=True)
class Case:
    """:ivar found: features of a text; :ivar wanted: share of each label; :ivar weight: how much the text counts"""

    found: Mapping[str, float]
    wanted: tuple[float, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Fitted:
    """:ivar weights: by feature one value per label; :ivar start: one value per label"""

    weights: dict[str, list[float]]
    start: list[float]


def fit(cases: Sequence[Case], rate: float, decay: float, rounds: int) -> Fitted:
    """Learn.

    :param rate: length of the first step, falling evenly to none
    :param decay: share of every weight that each step takes away (keeps weights small)
    :param rounds: how often every case is seen
    """
    labels = len(cases[0].wanted)
    weights = {feature: [0.0] * labels for case in cases for feature in case.found}
    start = [0.0] * labels
    shrunk = 1.0
    order = list(range(len(cases)))
    shuffle = random.Random(0)
    steps = rounds * len(cases)
    done = 0
    for _ in range(rounds):
        shuffle.shuffle(order)
        for at in order:
            step = rate * (1 - done / steps) + 0.01
            done += 1
            case = cases[at]
            errors = _errors(case, weights, start, shrunk)
            shrunk *= 1 - step * decay
            _correct(case.found, errors, weights, step / shrunk)
            for label, error in errors:
                start[label] -= step * START_RATE * error
    return Fitted({feature: [w * shrunk for w in row] for feature, row in weights.items()}, start)


def _errors(
    case: Case, weights: Mapping[str, Sequence[float]], start: Sequence[float], shrunk: float
) -> list[tuple[int, float]]:
    sums = [0.0] * len(start)
    for feature, value in case.found.items():
        sums = [s + value * w for s, w in zip(sums, weights[feature], strict=True)]
    likely = softmax([s * shrunk + b for s, b in zip(sums, start, strict=True)])
    errors = [(at, case.weight * (p - w)) for at, (p, w) in enumerate(zip(likely, case.wanted, strict=True))]
    return [(at, error) for at, error in errors if abs(error) > SLIGHT]


def _correct(
    found: Mapping[str, float], errors: Sequence[tuple[int, float]], weights: Mapping[str, list[float]], step: float
) -> None:
    for feature, value in found.items():
        row = weights[feature]
        for label, error in errors:
            row[label] -= step * value * error
