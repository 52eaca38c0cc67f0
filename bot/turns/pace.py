"""How fast one person may go on: what is beyond it is told once a minute, and costs no handler.

Buckets in memory, one a lane, the least recently used forgotten first. Each worker counts for itself: with three of
them a person may be heard up to three times as often, which still bounds what one can cost.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum

#: A person types slower than this, a script does not; the web page's own limit is the same (bot.web.chat.limits).
MESSAGES_A_MINUTE = 20
#: Paging through a long procedure is dozens of taps, and a tap is cheap.
PRESSES_A_MINUTE = 60
#: One honest answer so often; more would double the flood.
TOLD_EVERY_MS = 60_000
#: Lanes remembered. A lane that was forgotten begins with a full bucket.
MOST_LANES = 20_000
_MINUTE_MS = 60_000


class Verdict(StrEnum):
    GO_ON = "go on"
    SLOW_DOWN = "slow down"  #: not heard, and to be told so
    PASS_OVER = "pass over"  #: not heard; was told a moment ago


@dataclass(slots=True)
class _Lane:
    """Tokens left, as of ``at`` (epoch ms)."""

    messages: float
    presses: float
    at: int
    told_at: int | None = None

    def refill(self, now: int) -> None:
        passed = max(0, now - self.at)
        self.messages = min(MESSAGES_A_MINUTE, self.messages + passed * MESSAGES_A_MINUTE / _MINUTE_MS)
        self.presses = min(PRESSES_A_MINUTE, self.presses + passed * PRESSES_A_MINUTE / _MINUTE_MS)
        self.at = max(now, self.at)  # clocks of other machines may run behind

    def take(self, press: bool) -> bool:
        left = self.presses if press else self.messages
        if left < 1:
            return False
        if press:
            self.presses -= 1
        else:
            self.messages -= 1
        return True


class Pace:
    """:param lifted: nobody is slowed down (benchmarks, tests)."""

    def __init__(self, *, lifted: bool = False, most_lanes: int = MOST_LANES) -> None:
        self._lifted = lifted
        self._most = most_lanes
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    def __len__(self) -> int:
        return len(self._lanes)

    def judge(self, lane: str, now: int, *, press: bool = False) -> Verdict:
        """Count one message or press of ``lane`` at ``now`` (epoch ms)."""
        if self._lifted:
            return Verdict.GO_ON
        known = self._of(lane, now)
        known.refill(now)
        if known.take(press):
            return Verdict.GO_ON
        if known.told_at is not None and now - known.told_at < TOLD_EVERY_MS:
            return Verdict.PASS_OVER
        known.told_at = now
        return Verdict.SLOW_DOWN

    def _of(self, lane: str, now: int) -> _Lane:
        known = self._lanes.get(lane)
        if known is None:
            known = self._lanes[lane] = _Lane(MESSAGES_A_MINUTE, PRESSES_A_MINUTE, now)
            if len(self._lanes) > self._most:
                self._lanes.popitem(last=False)
        self._lanes.move_to_end(lane)
        return known
