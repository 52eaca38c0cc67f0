"""A share with how sure it is: few answers say little, and the reader must see that."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

#: Two-sided 95 % of the normal distribution.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``n``; ``low`` and ``high``: Wilson's 95 % interval. All None but the counts when n is 0 ("N/A")."""

    count: int
    n: int
    share: float | None
    low: float | None
    high: float | None


def share_of(count: int, n: int) -> Share:
    if n == 0:
        return Share(0, 0, None, None, None)
    p, z2 = count / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # At the ends rounding would put the share itself a hair outside.
    return Share(count, n, p, min(p, max(0.0, middle - half)), max(p, min(1.0, middle + half)))
