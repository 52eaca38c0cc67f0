"""Ranking by the nearest example: everyday names and questions, each a set of concepts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

# How much a concept of each kind says about which procedure is meant, before its rarity.
KIND_WEIGHT = {"object": 2.0, "action": 1.8, "variant": 1.5, "person": 0.8, "age": 0.8, "raw": 0.7, "filler": 0.0}


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One example.

    :ivar owner: who wins when it matches: an index of the caller's.
    :ivar terms: folded syllables and pairs of neighbours, as worded.
    """

    tokens: frozenset[str]
    owner: int
    terms: tuple[str, ...] = ()


class Near(NamedTuple):
    """How well the best example of an owner fits.

    :ivar second: score of the next best, which tells a habit of speech from a coincidence.

    A tuple, for hundreds are made for a question.
    """

    score: float
    second: float
    covers_question: float
    covers_example: float
    exemplar: int


class ExemplarIndex:
    """An inverted index over examples with Tversky's measure of likeness."""

    def __init__(self, exemplars: Iterable[Exemplar], kind: Callable[[str], str]) -> None:
        self.exemplars = list(exemplars)
        self._kind = kind
        owners: defaultdict[str, set[int]] = defaultdict(set)
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, exemplar in enumerate(self.exemplars):
            for token in exemplar.tokens:
                owners[token].add(exemplar.owner)
                self._postings[token].append(number)
        self._owner_of = [exemplar.owner for exemplar in self.exemplars]
        self._owners = {token: len(who) for token, who in owners.items()}
        everyone = len({exemplar.owner for exemplar in self.exemplars})
        self._log_all = math.log(1 + everyone)
        self.weights = {token: self._weigh(token, len(who)) for token, who in owners.items()}
        self.totals = [sum(self.weights[t] for t in sorted(e.tokens)) for e in self.exemplars]

    def _weigh(self, token: str, owners: int) -> float:
        rarity = math.log((1 + math.exp(self._log_all)) / (1 + owners)) / self._log_all
        return KIND_WEIGHT[self._kind(token)] * (0.3 + 0.7 * max(rarity, 0.0))

    def weight(self, token: str) -> float:
        """What a token of a question weighs; unknown ones weigh as the rarest of their kind."""
        known = self.weights.get(token)
        return KIND_WEIGHT[self._kind(token)] if known is None else known

    def owners(self, token: str) -> int:
        """How many owners have an example with this token."""
        return self._owners.get(token, 0)

    def strange(self, tokens: frozenset[str]) -> float:
        """The share of a question that no example speaks of, 0 to 1."""
        ordered = sorted(tokens)
        asked = sum(self.weight(token) for token in ordered)
        return sum(self.weight(t) for t in ordered if t not in self.weights) / asked if asked else 1.0

    def near(
        self, tokens: frozenset[str], missing: float, extra: float, left_out: int | None = None
    ) -> dict[int, Near]:
        """The best example of every owner that shares a token with the question.

        :param missing: cost of what the example has and the question lacks. :param extra: cost of the opposite.
        :param left_out: an example to pass over, for measuring.
        """
        shared: defaultdict[int, float] = defaultdict(float)
        asked = 0.0
        for token in sorted(tokens):  # sums of floats depend on the order, and that of a set on the process
            weight = self.weight(token)
            asked += weight
            for number in self._postings.get(token, ()):
                shared[number] += weight
        best: dict[int, tuple[float, float, float, int]] = {}
        owner_of, totals = self._owner_of, self.totals
        for number, common in shared.items():
            if number == left_out:
                continue
            total = totals[number]
            score = common / (common + missing * (total - common) + extra * (asked - common))
            owner = owner_of[number]
            held = best.get(owner)
            if held is None:
                best[owner] = (score, 0.0, common, number)
            elif score > held[0]:
                best[owner] = (score, held[0], common, number)
            elif score > held[1]:
                best[owner] = (held[0], score, held[2], held[3])
        return {
            owner: Near(score, second, common / asked, common / totals[number], number)
            for owner, (score, second, common, number) in best.items()
        }
