"""Finding the curated phrases in a row of syllables, the longest at each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
        self.pairs.update(pairwise(folded))

    def find(self, syllables: Sequence[Syllable]) -> list[Match]:
        """The phrases that explain the row best: not overlapping, long ones before many, from left to right.

        A phrase counts the square of its length, so "đóng · bảo hiểm xã hội" beats "đóng bảo hiểm · xã · hội".
        """
        count = len(syllables)
        best = [0] * (count + 1)
        choice: list[list[Match]] = [[] for _ in range(count)]
        for at in range(count - 1, -1, -1):
            best[at] = best[at + 1]
            for matches in self._starting_at(syllables, at):
                worth = (matches[0].end - at) ** 2 + best[matches[0].end]
                if worth > best[at]:
                    best[at], choice[at] = worth, matches
        found: list[Match] = []
        at = 0
        while at < count:
            found += choice[at]
            at = choice[at][0].end if choice[at] else at + 1
        return found

    def _starting_at(self, syllables: Sequence[Syllable], start: int) -> Iterator[list[Match]]:
        node = self._root
        for at in range(start, len(syllables)):
            step = node.next.get(syllables[at].folded)
            if step is None:
                return
            node = step
            if node.meanings is not None:
                meanings = _fitting(syllables[start : at + 1], node.meanings)
                if meanings:
                    yield [Match(start, at + 1, meaning) for meaning in meanings]


def _fitting(typed: Sequence[Syllable], known: list[tuple[tuple[str, ...], str]]) -> list[str]:
    """Meanings whose marks fit; those written exactly so win over those that merely could be meant."""
    spelled = tuple(syllable.typed for syllable in typed)
    exact = [meaning for written, meaning in known if written == spelled]
    if exact or len(typed) > MARKS_MATTER_UP_TO:
        return exact or [meaning for _, meaning in known]
    return [m for written, m in known if all(marks_agree(t, w) for t, w in zip(spelled, written, strict=True))]
