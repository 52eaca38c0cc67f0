"""A rate per 1,000 with how sure it is: three reports of an office say less than three hundred."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from bot.dossiers.interval import Z


@dataclass(frozen=True, slots=True)
class Rate:
    """``low`` and ``high``: the 95 % interval of a Poisson count (Byar's approximation); each per 1,000."""

    per_1000: float
    low: float
    high: float


def rate_of(count: int, n: int) -> Rate | None:
    """``count`` for ``n``; None when n is 0. Not a share: there can be more reports than dossiers."""
    if n <= 0:
        return None
    low = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return Rate(count * 1000 / n, low * 1000 / n, high * 1000 / n)
