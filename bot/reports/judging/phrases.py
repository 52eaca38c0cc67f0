"""Finding every wording of every signal in a row of syllables, overlapping ones included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.search.lexicon import Syllable
from knowledge.search.text import fold, marks_agree, words

LONGEST = 8
#: In a longer wording one wrong mark is a slip, in a short one it is another word ("bàn", "bản").
MARKS_MATTER_UP_TO = 3
#: Syllables that take back what follows them: "không hách dịch", "chưa bao giờ vòi vĩnh", "chẳng hề quát".
NEGATORS = frozenset({"khong", "chang", "chua", "dung"})
BETWEEN = frozenset({"he", "co", "bi", "bao", "gio", "ai", "phai", "con", "can", "mot", "chut", "nao"})
REACH = 3
#: "không có phong bì thì…" asks for one.
CONDITION = frozenset({"thi", "la", "moi", "khoi", "dung", "nen", "de"})
#: A lone syllable without marks means what it may mean only when few other words look like it ("quat", not "di").
SELDOM = 40
_Y = re.compile(r"^([bcdghklmnprstvx]+)y$")


@dataclass(frozen=True, slots=True)
class Found:
    """A signal at syllables start to end (exclusive)."""

    signal: str
    start: int
    end: int


class Phrases:
    """An index of wordings by their folded syllables."""

    def __init__(
        self, wordings: Iterable[tuple[str, str]], negatable: Iterable[str], counts: Mapping[str, int] | None = None
    ) -> None:
        """Index wordings.

        :param wordings: pairs of wording and signal.
        :param negatable: signals that "không" takes back.
        :param counts: how often each folded syllable occurs.
        """
        self._negatable = frozenset(negatable)
        self._counts = counts or {}
        self._known: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = {}
        self._starts: dict[str, int] = {}
        for wording, signal in wordings:
            written = tuple(words(wording))
            folded = tuple(_with_i(fold(word)) for word in written)
            self._known.setdefault(folded, []).append((written, signal))
            self._starts[folded[0]] = max(self._starts.get(folded[0], 0), len(folded))

    def find(self, syllables: Sequence[Syllable]) -> list[Found]:
        """Every signal, from left to right."""
        folded = [_with_i(syllable.folded) for syllable in syllables]
        found: list[Found] = []
        for start, first in enumerate(folded):
            for end in range(start + 1, min(len(folded), start + self._starts.get(first, 0)) + 1):
                for written, signal in self._known.get(tuple(folded[start:end]), ()):
                    if self._fits(signal, syllables[start:end], written) and not self._taken_back(
                        signal, folded, start, end
                    ):
                        found.append(Found(signal, start, end))
        return found

    def _fits(self, signal: str, typed: Sequence[Syllable], written: tuple[str, ...]) -> bool:
        if len(written) > MARKS_MATTER_UP_TO:
            return True
        if len(written) == 1 and signal in self._negatable and typed[0].typed != written[0]:
            return typed[0].typed.isascii() and self._counts.get(typed[0].folded, 0) < SELDOM
        return all(marks_agree(t.typed, w) for t, w in zip(typed, written, strict=True))

    def _taken_back(self, signal: str, folded: Sequence[str], start: int, end: int) -> bool:
        if signal not in self._negatable or (end < len(folded) and folded[end] in CONDITION):
            return False
        for at in range(start - 1, max(-1, start - 1 - REACH), -1):
            if folded[at] in NEGATORS:
                return True
            if folded[at] not in BETWEEN:
                return False
        return False


def _with_i(folded: str) -> str:
    """Both spellings of a final i: "kỳ thị" and "kì thị"."""
    return _Y.sub(r"\1i", folded)
