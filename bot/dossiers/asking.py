"""Whether a message asks where a dossier stands without naming its code: the code is then asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from knowledge.search.text import fold, words

WORDINGS = Path(__file__).with_name("asking.txt")
#: Words besides the wording itself; more of them make another question ("tra cứu hồ sơ … cần giấy tờ gì").
MOST_BESIDES = 4


def asks_for_dossier(text: str) -> bool:
    said = [fold(word) for word in words(text)]
    joined = f" {' '.join(said)} "
    return any(f" {wording} " in joined and len(said) <= wording.count(" ") + 1 + MOST_BESIDES for wording in _known())


@cache
def _known() -> tuple[str, ...]:
    lines = WORDINGS.read_text(encoding="utf-8").splitlines()
    return tuple(" ".join(fold(word) for word in words(line)) for line in lines if line and not line.startswith("#"))
