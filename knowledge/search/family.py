"""Level variants: one procedure that commune, province and ministry each carry out under its own code."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.search.text import fold, words

_LEVEL = re.compile(r"\((?:thực hiện )?(?:tại |ở )?cấp [^)]*\)", re.IGNORECASE)
_OPENING = re.compile(r"^thủ tục ", re.IGNORECASE)


def families(names: Iterable[str]) -> list[int]:
    """A number for each name; names that differ only in the level share one."""
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(_bare(name), len(numbers)) for name in names]


def _bare(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words(_OPENING.sub("", _LEVEL.sub(" ", name))))
