"""How often: token buckets in memory, per process. Cheap refusal before anything is read, stored or looked up.

Carriers put thousands of phones behind one address, so the limits by address are wide; those by person are the real
ones. Lifted as a whole for benchmarks (settings.unlimited).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, refilled at ``a_minute``."""

    a_minute: int
    burst: int


#: A person types slower than this; a script does not.
MESSAGES = Rate(a_minute=20, burst=20)
#: Unpacking a photo costs a hundred times what a message does.
PHOTOS = Rate(a_minute=6, burst=6)
#: Reading on is not flooding: paging through a long procedure is dozens of taps.
PRESSES = Rate(a_minute=60, burst=40)
ADDRESS = Rate(a_minute=300, burst=300)
NEW_VISITORS = Rate(a_minute=60, burst=120)
#: Opening streams; a page that reconnects in a loop must not cost much.
STREAMS = Rate(a_minute=30, burst=30)
#: Buckets kept before the full ones are thrown away.
MOST_BUCKETS = 50_000


class Limits:
    def __init__(self, clock: Clock, *, lifted: bool) -> None:
        self._clock = clock
        self._lifted = lifted
        self._buckets: dict[tuple[Rate, Hashable], _Bucket] = {}

    def take(self, rate: Rate, who: Hashable) -> int | None:
        """Take one. :returns: None when that is allowed, otherwise after how many seconds to come back."""
        if self._lifted:
            return None
        now = self._clock.now().timestamp()
        bucket = self._buckets.get((rate, who))
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[rate, who] = _Bucket(rate, rate.burst, now)
        return bucket.take(now)

    def _make_room(self, now: float) -> None:
        if len(self._buckets) < MOST_BUCKETS:
            return
        self._buckets = {name: bucket for name, bucket in self._buckets.items() if not bucket.is_full(now)}
        # Still too many are in use: the oldest go, which forgives them early. Memory stays bounded.
        for name in list(self._buckets)[: max(0, len(self._buckets) - MOST_BUCKETS // 2)]:
            del self._buckets[name]


@dataclass(slots=True)
class _Bucket:
    rate: Rate
    level: float
    at: float

    def take(self, now: float) -> int | None:
        self._refill(now)
        if self.level >= 1:
            self.level -= 1
            return None
        return int((1 - self.level) * 60 / self.rate.a_minute) + 1

    def is_full(self, now: float) -> bool:
        self._refill(now)
        return self.level >= self.rate.burst

    def _refill(self, now: float) -> None:
        gained = max(0.0, now - self.at) * self.rate.a_minute / 60
        self.level = min(float(self.rate.burst), self.level + gained)
        self.at = now
