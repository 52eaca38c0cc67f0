"""Learning the logistic model behind the confidence from labelled questions, for the benchmark and for refitting."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

Features = Mapping[str, float]


def fit_logistic(samples: Sequence[tuple[Features, bool]], ridge: float = 1.0, rounds: int = 25) -> dict[str, float]:
    """Weights by feature name, and "bias": Newton's method on the ridge-penalised likelihood.

    :param samples: features of the first hit, and whether it was right; every sample has the same features.
    """
    names = ["bias", *sorted(samples[0][0])]
    rows = [[1.0, *(features[name] for name in names[1:])] for features, _ in samples]
    labels = [1.0 if right else 0.0 for _, right in samples]
    weights = [0.0] * len(names)
    for _ in range(rounds):
        gradient = [0.0 if i == 0 else -ridge * w for i, w in enumerate(weights)]
        curvature = [[0.0] * len(names) for _ in names]
        for i in range(len(names)):
            curvature[i][i] = ridge if i else 1e-6
        for row, label in zip(rows, labels, strict=True):
            guess = probability(sum(w * x for w, x in zip(weights, row, strict=True)))
            slope = max(guess * (1 - guess), 1e-6)
            for i, x in enumerate(row):
                gradient[i] += (label - guess) * x
                for j in range(i + 1):
                    curvature[i][j] += slope * x * row[j]
        step = _solve(curvature, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(abs(s) for s in step) < 1e-6:
            break
    return dict(zip(names, weights, strict=True))


def probability(total: float) -> float:
    """The logistic function, safe at both ends."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


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
