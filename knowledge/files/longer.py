"""Texts longer than a cell can hold (32,767 characters): they stand on a sheet of their own, in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator

TITLE = "Văn bản dài"
HEAD = ("Số", "Phần", "Nội dung")
#: UTF-16 units are what a cell counts; a character has two at most.
PIECE = 16_000
_MARK = re.compile(r"⟦…(\d{1,9})⟧$")


class LongTexts:
    """Collects while a workbook is written."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def kept(self, cell: str) -> str:
        """``cell`` as it is, or the mark that stands for it."""
        if len(cell) <= PIECE:
            return cell
        self._texts.append(cell)
        return f"⟦…{len(self._texts)}⟧"

    def rows(self) -> Iterator[tuple[int, int, str]]:
        for number, text in enumerate(self._texts, start=1):
            for part, start in enumerate(range(0, len(text), PIECE), start=1):
                yield number, part, text[start : start + PIECE]


def joined(rows: Iterator[tuple[object, ...]]) -> dict[int, str]:
    """The texts by number, of the rows of such a sheet below its head; rows that are none are passed over, for then
    the mark stays unresolved, and that is told where it stands."""
    pieces: dict[int, dict[int, str]] = {}
    for number, part, text in (row[:3] for row in rows if len(row) >= len(HEAD)):
        if isinstance(number, int) and isinstance(part, int) and isinstance(text, str):
            pieces.setdefault(number, {})[part] = text
    return {number: "".join(parts[key] for key in sorted(parts)) for number, parts in pieces.items()}


def marked(cell: object) -> int | None:
    """The number of the long text that a cell stands for."""
    found = _MARK.match(cell) if isinstance(cell, str) else None
    return int(found[1]) if found else None
