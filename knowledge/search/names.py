"""BM25 over official names: folded syllables and pairs of neighbours."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

K1, B = 1.2, 0.4
#: Sums of the same scores in another order differ by less.
_ROUNDING = 1e-9


@dataclass(slots=True)
class _Rest:
    """For a term: the scores of the names of which only the best are asked for, and the highest of them."""

    scores: dict[int, float] = field(default_factory=dict)
    highest: float = 0.0


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
        self._rest: defaultdict[str, _Rest] = defaultdict(_Rest)
        for number, count in enumerate(counted):
            norm = K1 * (1 - B + B * lengths[number] / average)
            for term, times in count.items():
                score = self._rarity[term] * times * (K1 + 1) / (times + norm)
                if number < all_of:
                    self._postings[term].append((number, score))
                else:
                    rest = self._rest[term]
                    rest.scores[number], rest.highest = score, max(rest.highest, score)

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
            for number, score in term.scores.items():
                sums[number] += score
        # Anew in the order of the question: the sum of floats depends on it. A few more than asked for: what was left
        # out may still change the places among them.
        reached = nlargest(most, sums.values())[-1] - left - _ROUNDING if sums else 0.0
        exact = [(sum(t.scores.get(n, 0.0) for t in terms), -n) for n, s in sums.items() if s >= reached]
        return [(score, -number) for score, number in nlargest(most, exact)]


def _terms(syllables: Sequence[str]) -> list[str]:
    return [*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))]
