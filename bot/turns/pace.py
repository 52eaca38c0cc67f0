"""How fast one person may go on: what is beyond it is told once a minute, and costs no handler.

Buckets in memory, one a lane, the least recently used forgotten first; each worker counts for itself (bot.abuse).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum

from bot.abuse.buckets import Cell
from bot.abuse.figures import Figures
from bot.abuse.rates import MESSAGES, PRESSES

#: One honest answer so often; more would double the flood.
TOLD_EVERY_MS = 60_000
#: Lanes remembered. A lane that was forgotten begins with a full bucket.
MOST_LANES = 20_000


class Verdict(StrEnum):
    GO_ON = "go on"
    SLOW_DOWN = "slow down"  #: not heard, and to be told so
    PASS_OVER = "pass over"  #: not heard; was told a moment ago


@dataclass(slots=True)
class _Lane:
    messages: Cell = field(default_factory=Cell)
    presses: Cell = field(default_factory=Cell)
    told_at: int | None = None


class Pace:
    """:param lifted: nobody is slowed down (benchmarks, tests). :param figures: None: the numbers that ship."""

    def __init__(self, *, lifted: bool = False, most_lanes: int = MOST_LANES, figures: Figures | None = None) -> None:
        self._lifted = lifted
        self._most = most_lanes
        self._figures = figures or Figures()
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    def __len__(self) -> int:
        return len(self._lanes)

    def judge(self, lane: str, now: int, *, press: bool = False) -> Verdict:
        """Count one message or press of ``lane`` at ``now`` (epoch ms)."""
        if self._lifted:
            return Verdict.GO_ON
        known = self._of(lane)
        cell, rate = (known.presses, PRESSES) if press else (known.messages, MESSAGES)
        if not cell.take(now / 1000, *self._figures.pace(rate)):
            return Verdict.GO_ON
        if known.told_at is not None and now - known.told_at < TOLD_EVERY_MS:
            return Verdict.PASS_OVER
        known.told_at = now
        return Verdict.SLOW_DOWN

    def _of(self, lane: str) -> _Lane:
        known = self._lanes.get(lane)
        if known is None:
            known = self._lanes[lane] = _Lane()
            if len(self._lanes) > self._most:
                self._lanes.popitem(last=False)
        self._lanes.move_to_end(lane)
        return known
