"""The two small models that are learned, without a library: Newton's method on ridge-penalised likelihoods."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Features = Mapping[str, float]
#: One question for the ranking: features of each candidate, and whether that candidate is right.
Choice = Sequence[tuple[Features, bool]]

_ENOUGH = 1e-6
_NEGLIGIBLE = 1e-3


def fit_logistic(samples: Sequence[tuple[Features, bool]], ridge: float = 1.0, rounds: int = 25) -> dict[str, float]:
    """Weights by feature name, and "bias", of the probability that a sample is true.

    :param samples: features of the first hit, and whether it was right; every sample has the same features.
    """
    names = ["bias", *sorted(samples[0][0])]
    rows = [[1.0, *(features[name] for name in names[1:])] for features, _ in samples]
    labels = [1.0 if right else 0.0 for _, right in samples]
    weights = [0.0] * len(names)
    for _ in range(rounds):
        gradient = [0.0 if i == 0 else -ridge * w for i, w in enumerate(weights)]
        curvature = _diagonal(len(names), ridge)
        curvature[0][0] = 1e-6
        for row, label in zip(rows, labels, strict=True):
            guess = probability(sum(w * x for w, x in zip(weights, row, strict=True)))
            for i, x in enumerate(row):
                gradient[i] += (label - guess) * x
            _add_outer(curvature, row, max(guess * (1 - guess), 1e-6))
        step = _solve(curvature, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(abs(s) for s in step) < _ENOUGH:
            break
    return dict(zip(names, weights, strict=True))


def fit_choice(samples: Sequence[Choice], ridge: float = 3.0, rounds: int = 8) -> dict[str, float]:
    """Weights by feature name of a conditional logit: a right candidate is to score above the wrong ones.

    Questions whose candidates are all right or all wrong teach nothing and are passed over.
    """
    taught = [sample for sample in samples if 0 < sum(right for _, right in sample) < len(sample)]
    names = sorted(taught[0][0][0])
    tables = [([[f[name] for name in names] for f, _ in sample], [right for _, right in sample]) for sample in taught]
    weights = [0.0] * len(names)
    for _ in range(rounds):
        gradient = [-ridge * w for w in weights]
        curvature = _diagonal(len(names), ridge)
        for rows, rights in tables:
            shares = softmax([sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows])
            won = max(sum(share for share, right in zip(shares, rights, strict=True) if right), 1e-12)
            middle = [sum(share * row[i] for share, row in zip(shares, rows, strict=True)) for i in range(len(names))]
            for row, share, right in zip(rows, shares, rights, strict=True):
                pull = (share / won if right else 0.0) - share
                for i, x in enumerate(row):
                    gradient[i] += pull * x
                if share > _NEGLIGIBLE:
                    _add_outer(curvature, [x - m for x, m in zip(row, middle, strict=True)], share)
        step = _solve(curvature, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(abs(s) for s in step) < _ENOUGH:
            break
    return dict(zip(names, weights, strict=True))


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that add up to one."""
    highest = max(scores)
    raised = [math.exp(score - highest) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]


def probability(total: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _diagonal(size: int, value: float) -> list[list[float]]:
    return [[value if i == j else 0.0 for j in range(size)] for i in range(size)]


def _add_outer(lower: list[list[float]], row: Sequence[float], scale: float) -> None:
    for i, x in enumerate(row):
        if x:
            scaled = scale * x
            for j in range(i + 1):
                lower[i][j] += scaled * row[j]


def _solve(lower: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric positive system of which the lower triangle is given (Cholesky)."""
    size = len(right)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = lower[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = math.sqrt(max(rest, 1e-12)) if i == j else rest / root[j][j]
    forward: list[float] = []
    for i in range(size):
        forward.append((right[i] - sum(root[i][k] * forward[k] for k in range(i))) / root[i][i])
    back = [0.0] * size
    for i in reversed(range(size)):
        back[i] = (forward[i] - sum(root[k][i] * back[k] for k in range(i + 1, size))) / root[i][i]
    return back
