"""Small numbers lead to persons: which cells of a table with a total may be shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping

#: As in bot.reports.cases.counts.
FEWEST = 5
#: Numbers of persons are told as "at least": two digests in a row then differ by no single one.
BANDS = (5, 10, 20, 50, 100, 200, 500, 1000)


def shown(cells: Mapping[str, int], fewest: int = FEWEST) -> dict[str, int | None]:
    """``cells`` with None where hidden. Hidden are those from 1 to ``fewest`` - 1, and the next smallest with them
    until neither the total nor the visible ones tell a hidden cell, or that the hidden together are few.
    """
    hidden = {name for name, count in cells.items() if 0 < count < fewest}
    others = sorted((count, name) for name, count in cells.items() if count >= fewest)
    while hidden and others and (len(hidden) < 2 or sum(cells[name] for name in hidden) < fewest):
        hidden.add(others.pop(0)[1])
    return {name: None if name in hidden else count for name, count in cells.items()}


def total_may_stand(cells: Mapping[str, int], fewest: int = FEWEST) -> bool:
    """Whether the sum of all may be told: not when it is small itself, or hides one cell alone."""
    hidden = [name for name, count in shown(cells, fewest).items() if count is None]
    total = sum(cells.values())
    return total >= fewest and len(hidden) != 1


def at_least(count: int) -> int | None:
    """The band of ``count``; None below the smallest."""
    reached = [band for band in BANDS if band <= count]
    return reached[-1] if reached else None
