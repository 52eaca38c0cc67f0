"""Whether a message asks for the papers that were written down, in words instead of the command."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.search.text import fold, words

WORDINGS = Path(__file__).with_name("asking.txt")


def asks_for_lists(text: str) -> bool:
    return _folded(text) in _wordings()


@cache
def _wordings() -> frozenset[str]:
    lines = WORDINGS.read_text(encoding="utf-8").splitlines()
    return frozenset(_folded(line) for line in lines if line and not line.startswith("#"))


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in words(text))
