"""The learned part: two linear models over the same features, as one table of small whole numbers.

The first tells plain texts, praise or ideas, and grievances apart; the second the categories of a grievance. Weights
come from labelled texts by tests/bot/reports/judging/learn.py; one character holds one weight, so that the table stays
small on disk and in memory and only what a text needs is ever turned into numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from bot.errors import KnowledgeRejected
from bot.reports.taxonomy import PRAISE_OR_IDEA, categories
from knowledge.search.files import read_table

NO_GRIEVANCE, PRAISE, GRIEVANCE = range(3)
KINDS = 3
#: Rows that are no features: the columns, the scale of each model, the start values.
LABELS, SCALE, START = "(labels)", "(scale)", "(start)"
#: Characters for -HALF to +HALF, neither blank nor tab nor "#" among them.
DIGITS = "".join(chr(code) for code in range(0x30, 0x7F)) + "".join(chr(code) for code in range(0xC0, 0x100))
HALF = len(DIGITS) // 2
_VALUE = {digit: at - HALF for at, digit in enumerate(DIGITS)}


@dataclass(frozen=True, slots=True)
class Opinion:
    """:ivar kind: probabilities of no grievance, praise or idea, grievance
    :ivar category: probability of each category, given that it is a grievance
    """

    kind: tuple[float, ...]
    category: Mapping[str, float]


class Learned:
    """Probabilities from weights."""

    def __init__(
        self, labels: Sequence[str], weights: Mapping[str, str], start: Sequence[float], scale: tuple[float, float]
    ) -> None:
        """Take over the weights.

        :param labels: categories, in the order of the columns after the three kinds
        :param weights: by feature one character per column
        :param start: one value per column
        :param scale: what one step is worth in the first and in the second model
        """
        self._labels = tuple(labels)
        self._weights = weights
        self._start = tuple(start)
        self._scale = scale

    def opinion(self, found: Mapping[str, float]) -> Opinion:
        """What the features speak for; those never seen say nothing."""
        sums = [0.0] * len(self._start)
        for feature, value in found.items():
            row = self._weights.get(feature)
            if row is not None:
                sums = [s + value * _VALUE[digit] for s, digit in zip(sums, row, strict=True)]
        kinds, named = self._scale
        scaled = [
            start + total * (kinds if at < KINDS else named)
            for at, (start, total) in enumerate(zip(self._start, sums, strict=True))
        ]
        of_category = softmax(scaled[KINDS:])
        return Opinion(tuple(softmax(scaled[:KINDS])), dict(zip(self._labels, of_category, strict=True)))


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities that add up to 1."""
    highest = max(scores)
    raised = [exp(score - highest) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def grievance_categories() -> tuple[str, ...]:
    """The columns of the second model: praise is no grievance."""
    return tuple(code for code in categories() if code != PRAISE_OR_IDEA)


@cache
def shipped_model(path: Path = Path(__file__).parent / "data" / "model.tsv") -> Learned:
    """The shipped weights. :raises KnowledgeRejected: naming what is malformed."""
    rows = {row["feature"]: row["weights"] for row in read_table(path, ("feature", "weights"))}
    labels = rows.pop(LABELS, "").split()
    scale = [float(value) for value in rows.pop(SCALE, "").split()]
    start = [float(value) for value in rows.pop(START, "").split()]
    columns = KINDS + len(labels)
    problems = [
        f"{path.name}: {feature!r} has not {columns} weights"
        for feature, digits in rows.items()
        if len(digits) != columns or not _VALUE.keys() >= set(digits)
    ]
    if tuple(labels) != grievance_categories() or len(scale) != 2 or len(start) != columns:
        problems.append(f"{path.name}: {LABELS}, {SCALE} or {START} does not fit the taxonomy; learn anew")
    if problems:
        raise KnowledgeRejected(problems)
    return Learned(labels, rows, start, (scale[0], scale[1]))
