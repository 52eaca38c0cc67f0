"""BM25 over official names: folded syllables and pairs of neighbours."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

K1, B = 1.2, 0.4
#: Sums of the same scores in another order differ by less.
_ROUNDING = 1e-9


#: A term of fewer names is two tuples, of more a dict, which is faster. A dict for each of the 17,000 terms, most of
#: them of one or two names, took half as much again.
_FEW = 16


@dataclass(slots=True, frozen=True)
class _Rest:
    """For a term: the names of which only the best are asked for, their scores, and the highest of these."""

    numbers: tuple[int, ...]
    scores: tuple[float, ...]
    many: dict[int, float] | None
    highest: float

    @classmethod
    def of(cls, numbers: list[int], scores: list[float]) -> _Rest:
        if len(numbers) < _FEW:
            return cls(tuple(numbers), tuple(scores), None, max(scores))
        return cls((), (), dict(zip(numbers, scores, strict=True)), max(scores))

    def items(self) -> Iterable[tuple[int, float]]:
        return zip(self.numbers, self.scores, strict=True) if self.many is None else self.many.items()

    def add_to(self, sums: dict[int, float]) -> None:
        """For the names in ``sums`` only."""
        if self.many is None:
            for number, score in zip(self.numbers, self.scores, strict=True):
                if number in sums:
                    sums[number] += score
        else:
            for number in sums:
                sums[number] += self.many.get(number, 0.0)


class NameIndex:
    """Scores from 0 to 1: the share of the best score a question could get."""

    def __init__(self, names: Sequence[Sequence[str]], all_of: int | None = None) -> None:
        """:param names: folded syllables of each name. :param all_of: so many of them, from the first, are scored
        whenever they share a term; of the rest only the best are found. None: all.
        """
        all_of = len(names) if all_of is None else all_of
        counted = [Counter(_terms(name)) for name in names]
        lengths = [sum(c.values()) for c in counted]
        average = (sum(lengths) / len(lengths)) if lengths else 1.0
        frequency = Counter(term for c in counted for term in c)
        self._rarity = {t: math.log(1 + (len(names) - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}
        self._rarest = math.log(1 + 2 * (len(names) + 0.5))
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        rest: defaultdict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        equal: dict[float, float] = {}  # few different scores among a hundred thousand
        for number, count in enumerate(counted):
            norm = K1 * (1 - B + B * lengths[number] / average)
            for term, times in count.items():
                score = self._rarity[term] * times * (K1 + 1) / (times + norm)
                score = equal.setdefault(score, score)
                if number < all_of:
                    self._postings[term].append((number, score))
                else:
                    numbers, scores = rest[term]
                    numbers.append(number)
                    scores.append(score)
        self._rest = {term: _Rest.of(*found) for term, found in rest.items()}

    def scores(
        self, syllables: Sequence[str], keep: Sequence[bool], most: int = 0
    ) -> tuple[dict[int, float], list[tuple[float, int]]]:
        """Scores of the names that share a term; and of the rest the ``most`` best with their numbers, best first.

        :param keep: False for syllables that say nothing alone (they still count inside pairs).
        """
        # A dict, not a set: sums of floats depend on the order, and that of a set of strings on the process.
        terms = dict.fromkeys(s for s, kept in zip(syllables, keep, strict=True) if kept)
        terms.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(syllables)))
        known = [term for term in terms if term in self._rarity]
        possible = 0.0
        for term in terms:
            possible += self._rarity.get(term, 0.0 if " " in term else self._rarest)
        if not possible:
            return {}, []
        found: defaultdict[int, float] = defaultdict(float)
        for term in known:
            for number, score in self._postings.get(term, ()):
                found[number] += score
        best = self._best([self._rest[term] for term in known if term in self._rest], most)
        return (
            {number: score / possible / (K1 + 1) * 1.5 for number, score in found.items()},
            [(score / possible / (K1 + 1) * 1.5, number) for score, number in best],
        )

    def _best(self, terms: list[_Rest], most: int) -> list[tuple[float, int]]:
        """The highest sums over ``terms``. Thousands of names share a common term; they are looked at only as long as
        what is left could still bring a new name among the best."""
        if not most:
            return []
        sums: defaultdict[int, float] = defaultdict(float)
        by_worth = sorted(terms, key=lambda term: -term.highest)
        left = sum(term.highest for term in by_worth)
        for term in by_worth:
            if len(sums) >= most and left + _ROUNDING < nlargest(most, sums.values())[-1]:
                break
            left -= term.highest
            for number, score in term.items():
                sums[number] += score
        # Anew in the order of the question: the sum of floats depends on it. A few more than asked for: what was left
        # out may still change the places among them.
        reached = nlargest(most, sums.values())[-1] - left - _ROUNDING if sums else 0.0
        exact = {number: 0.0 for number, score in sums.items() if score >= reached}
        for term in terms:
            term.add_to(exact)
        return [(score, -number) for score, number in nlargest(most, ((score, -n) for n, score in exact.items()))]


def _terms(syllables: Sequence[str]) -> list[str]:
    return [*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))]
