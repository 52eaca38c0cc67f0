"""Whether a message asks about one's own data, in words instead of the command."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.search.text import fold, words

WORDINGS = Path(__file__).with_name("asking.txt")
#: Words besides the wording itself; more of them tell of something else.
MOST_BESIDES = 5
_NOT = "not "


def asks_for_own_data(text: str) -> bool:
    wordings, others = _known()
    joined = _folded(text)
    length = len(joined.split())
    if any(f" {other} " in f" {joined} " for other in others):
        return False
    return any(
        f" {wording} " in f" {joined} " and length <= len(wording.split()) + MOST_BESIDES for wording in wordings
    )


@cache
def _known() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Wordings that ask, and words that make it a story about somebody else."""
    lines = [line for line in WORDINGS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    others = tuple(_folded(line.removeprefix(_NOT)) for line in lines if line.startswith(_NOT))
    return tuple(_folded(line) for line in lines if not line.startswith(_NOT)), others


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in words(text))
