"""BM25 over official names: folded syllables and pairs of neighbours."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

K1, B = 1.2, 0.4


class NameIndex:
    """Scores from 0 to 1: the share of the best score a question could get."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        """:param names: folded syllables of each name."""
        counted = [Counter(_terms(name)) for name in names]
        lengths = [sum(c.values()) for c in counted]
        average = (sum(lengths) / len(lengths)) if lengths else 1.0
        frequency = Counter(term for c in counted for term in c)
        self._rarity = {t: math.log(1 + (len(names) - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}
        self._rarest = math.log(1 + 2 * (len(names) + 0.5))
        self._postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counted):
            norm = K1 * (1 - B + B * lengths[number] / average)
            for term, times in count.items():
                self._postings[term].append((number, self._rarity[term] * times * (K1 + 1) / (times + norm)))

    def scores(self, syllables: Sequence[str], keep: Sequence[bool]) -> dict[int, float]:
        """Scores of the names that share a term.

        :param keep: False for syllables that say nothing alone (they still count inside pairs).
        """
        # A dict, not a set: sums of floats depend on the order, and that of a set of strings on the process.
        terms = dict.fromkeys(s for s, kept in zip(syllables, keep, strict=True) if kept)
        terms.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(syllables)))
        found: defaultdict[int, float] = defaultdict(float)
        possible = 0.0
        for term in terms:
            known = self._rarity.get(term)
            if known is None:
                possible += self._rarest * (0.0 if " " in term else 1.0)
                continue
            possible += known
            for number, score in self._postings[term]:
                found[number] += score
        return {number: score / possible / (K1 + 1) * 1.5 for number, score in found.items()} if possible else {}


def _terms(syllables: Sequence[str]) -> list[str]:
    return [*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))]
