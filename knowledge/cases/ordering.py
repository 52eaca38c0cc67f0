"""The order of papers. The portal does not keep it inside a case, except where its own numbering shows that it did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.cases.items import PaperItem

LETTERS = "abcdđeghiklmnopqrstuvxy"
SHARE_NUMBERED = 0.3
FEWEST_NUMBERED = 4


def is_sequence(items: Sequence[PaperItem]) -> bool:
    """Whether the portal numbered these rows (1), (2), … and kept them in that order.

    Then rows between two numbers belong to the first of them, and the order must not be touched.
    """
    numbers = [number for item in items if (number := _leading_number(item)) is not None]
    if len(numbers) < FEWEST_NUMBERED or len(numbers) < SHARE_NUMBERED * len(items):
        return False
    return all(first <= second for first, second in pairwise(numbers)) and numbers[0] == 1


def in_order(items: Sequence[PaperItem]) -> list[PaperItem]:
    """Forms first (on paper, then online), then as the portal's numbering says, else as its table has them.

    Rows under a section heading that says whose or which papers they are stay together.
    """

    def place(item: PaperItem) -> tuple[object, ...]:
        return _section(item), not item.form, item.way == "online", _rank(item.enumerator), item.number

    return sorted(items, key=place)


def _section(item: PaperItem) -> int:
    heading = item.heading
    return heading.rank + 1 if heading and heading.kind == "section" and not heading.plain else 0


def without_repeats(items: Sequence[PaperItem]) -> list[PaperItem]:
    """The items, each text once under its heading; a row that differs only in its closing mark is the same text."""
    first: dict[tuple[object, ...], PaperItem] = {}
    for item in items:
        row = item.evidence
        words = " ".join(row.name.split()).rstrip(" .;,:")
        first.setdefault((words, row.heading, row.originals, row.copies, row.kind), item)
    return list(first.values())


def _leading_number(item: PaperItem) -> int | None:
    number = re.match(r"\d+", item.enumerator)
    return int(number[0]) if number else None


def _rank(enumerator: str) -> tuple[tuple[int, int], ...]:
    """Numbers by value, letters in the Vietnamese order, roman numerals by value; rows without any come after."""
    if not enumerator:
        return ((9, 0),)
    ranks: list[tuple[int, int]] = []
    for part in enumerator.split("."):
        if part.isdigit():
            ranks.append((0, int(part)))
        elif part in ROMAN:
            ranks.append((0, ROMAN.index(part) + 1))
        else:
            ranks.extend((1, LETTERS.find(letter)) if letter in LETTERS else (2, ord(letter)) for letter in part)
    return tuple(ranks)


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
