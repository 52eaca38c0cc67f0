"""Rows of page numbers: any page is one tap away."""

from __future__ import annotations

from collections.abc import Callable

from bot.outbox.message import Button, Row

#: Finger-sized on a 360-pixel screen.
A_ROW = 6


def page_rows(pages: int, current: int, data_of: Callable[[int], str]) -> tuple[Row, ...]:
    """Numbers 1 to ``pages``, the current one marked; nothing for a single page."""
    if pages < 2:
        return ()
    buttons = [Button(f"·{n}·" if n == current else str(n), data_of(n)) for n in range(1, pages + 1)]
    rows = max(1, -(-pages // A_ROW))
    width = -(-pages // rows)
    return tuple(tuple(buttons[start : start + width]) for start in range(0, pages, width))
