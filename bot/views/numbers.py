"""Rows of page numbers: any page is one tap away."""

from __future__ import annotations

from collections.abc import Callable

from bot.outbox.message import Button, Row

#: Finger-sized on a 360-pixel screen.
A_ROW = 6
#: Telegram refuses more than a hundred buttons, and others stand beside these. Beyond it: the ends and what is near.
MOST = 72


def page_rows(pages: int, current: int, data_of: Callable[[int], str]) -> tuple[Row, ...]:
    """Numbers 1 to ``pages`` (or as many as a message may have), the current one marked; nothing for a single page."""
    if pages < 2:
        return ()
    buttons = [Button(f"·{n}·" if n == current else str(n), data_of(n)) for n in _shown(pages, current)]
    rows = max(1, -(-len(buttons) // A_ROW))
    width = -(-len(buttons) // rows)
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _shown(pages: int, current: int) -> list[int]:
    first = max(1, min(current - MOST // 2, pages - MOST + 1))
    near = range(first, min(pages, first + MOST - 1) + 1)
    return sorted({1, *near, pages})
