"""Token buckets in memory, one a person (address, process) and rate: the generic cell rate algorithm.

Each process counts for itself. With n processes behind one address somebody is heard up to n times as often, which
still bounds what one can cost; a bucket in the database would make every refusal a write.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from bot.abuse.figures import Figures
from bot.abuse.rates import Rate
from bot.clock import Clock

#: Buckets kept before the full ones are thrown away.
MOST_BUCKETS = 50_000


@dataclass(slots=True)
class Cell:
    """One bucket, in seconds. ``due``: when it is full again; ``at``: the latest moment it knows of."""

    due: float = 0.0
    at: float = float("-inf")

    def take(self, now: float, spacing: float, burst: float) -> float:
        """Take one. :returns: 0 when that is allowed, otherwise in how many seconds it is."""
        now = self.at = max(now, self.at)  # clocks of other machines run behind; that gives nothing away
        wait = self.due - (burst - 1) * spacing - now
        # Sums of the spacing are off by a rounding: who keeps the pace exactly is not refused for it.
        if wait > spacing * 1e-9:
            return wait
        self.due = max(self.due, now) + spacing
        return 0.0

    def is_full(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        return self.due <= now


class Buckets:
    """:param figures: the numbers in force; None: those that ship. :param lifted: nobody is held (benchmarks)."""

    def __init__(self, clock: Clock, *, lifted: bool, figures: Figures | None = None) -> None:
        self._clock = clock
        self._lifted = lifted
        self._figures = figures or Figures()
        self._cells: dict[tuple[Rate, Hashable], Cell] = {}

    def take(self, rate: Rate, who: Hashable, at: float | None = None) -> int | None:
        """Take one. :param at: epoch seconds, where that is not now.

        :returns: None when that is allowed, otherwise after how many seconds to come back.
        """
        if self._lifted:
            return None
        now = self._clock.now().timestamp() if at is None else at
        cell = self._cells.get((rate, who))
        if cell is None:
            self._make_room(now)
            cell = self._cells[rate, who] = Cell()
        wait = cell.take(now, *self._figures.pace(rate))
        return int(wait) + 1 if wait else None

    def _make_room(self, now: float) -> None:
        if len(self._cells) < MOST_BUCKETS:
            return
        self._cells = {name: cell for name, cell in self._cells.items() if not cell.is_full(now)}
        # Still too many are in use: the oldest go, which forgives them early. Memory stays bounded.
        for name in list(self._cells)[: max(0, len(self._cells) - MOST_BUCKETS // 2)]:
            del self._cells[name]
