"""Finding the curated phrases in a row of syllables, the longest at each place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.search.text import fold, marks_agree, words

# Longer phrases are told apart by their neighbours; only short ones are mistaken for each other when marks are ignored
# ("bán" and "bản", "mặt" and "mất").
MARKS_MATTER_UP_TO = 2


@dataclass(frozen=True, slots=True)
class Syllable:
    """One syllable of a question: as typed (or repaired), and folded."""

    typed: str
    folded: str


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found at syllables start to end (exclusive), and what it stands for."""

    start: int
    end: int
    meaning: str


class _Node:
    __slots__ = ("meanings", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.meanings: list[tuple[tuple[str, ...], str]] | None = None


class Lexicon:
    """A trie over folded syllables."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """:param phrases: pairs of phrase as written and what it stands for."""
        self._root = _Node()
        self.pairs: set[tuple[str, str]] = set()
        for phrase, meaning in phrases:
            self._add(words(phrase), meaning)

    def _add(self, written: list[str], meaning: str) -> None:
        node = self._root
        folded = [fold(word) for word in written]
        for word in folded:
            node = node.next.setdefault(word, _Node())
        if node.meanings is None:
            node.meanings = []
        node.meanings.append((tuple(written), meaning))
        self.pairs.update(zip(folded, folded[1:], strict=False))

    def find(self, syllables: Sequence[Syllable]) -> list[Match]:
        """Matches from left to right, not overlapping; several where one phrase has several meanings."""
        found: list[Match] = []
        at = 0
        while at < len(syllables):
            matches = self._longest_at(syllables, at)
            found += matches
            at = matches[0].end if matches else at + 1
        return found

    def _longest_at(self, syllables: Sequence[Syllable], start: int) -> list[Match]:
        node, best = self._root, []
        for at in range(start, len(syllables)):
            step = node.next.get(syllables[at].folded)
            if step is None:
                break
            node = step
            if node.meanings is not None:
                typed = syllables[start : at + 1]
                fits = [m for written, m in node.meanings if _marks_fit(typed, written)]
                if fits:
                    best = [Match(start, at + 1, meaning) for meaning in fits]
        return best


def _marks_fit(typed: Sequence[Syllable], written: tuple[str, ...]) -> bool:
    if len(written) > MARKS_MATTER_UP_TO:
        return True
    return all(marks_agree(t.typed, w) for t, w in zip(typed, written, strict=True))
