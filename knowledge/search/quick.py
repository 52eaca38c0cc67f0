"""The quick choice of candidates: by their nearest example and by their names, before anything is looked at closely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from knowledge.search.exemplars import ExemplarIndex, Near
from knowledge.search.names import NameIndex
from knowledge.search.profiles import Profiles, Wanted
from knowledge.search.reading import Reader, Reading

#: As many are looked at closely; the right one is among them for 98 of 100 wordings that no example has.
CANDIDATES = 14
NAMED_AS_NOT_HELD = 3
FOREIGN = 2


@dataclass(slots=True)
class First:
    """What the quick look gives.

    :ivar best: nearest example, :ivar named: name score, by number. :ivar foreign: subjects not ours that come near.
    :ivar unheld: scores and positions in the catalogue of its best names. :ivar chosen: the candidates.
    """

    wanted: Wanted
    closing: Wanted | None
    best: dict[int, Near]
    named: dict[int, float]
    foreign: list[int]
    unheld: list[tuple[float, int]]
    chosen: list[int]


class QuickLook:
    """Immutable after it is built."""

    def __init__(
        self,
        names: NameIndex,
        examples: ExemplarIndex,
        owners: Sequence[tuple[int, ...]],
        profiles: Profiles,
        reader: Reader,
        weights: Mapping[str, float],
        prior: Sequence[float],
        held: int,
    ) -> None:
        """:param owners: numbers of the entries that an example speaks for, by its owner. :param held: so many numbers
        are entries; names beyond are the catalogue's, examples beyond are of subjects that are not ours.
        """
        self._names = names
        self._examples = examples
        self._owners = owners
        self._profiles = profiles
        self._reader = reader
        self._weights = weights
        self._prior = prior
        self._held = held

    def look(self, reading: Reading, last: Reading | None, left_out: int | None = None) -> First:
        """See :meth:`knowledge.search.ranking.Ranker.rank`."""
        best = self._best(self._near(reading, last, left_out))
        syllables = reading.wording
        telling = [self._reader.telling(syllable) for syllable in syllables]
        named, others = self._names.scores(syllables, telling, NAMED_AS_NOT_HELD)
        foreign = nlargest(FOREIGN, ((best[n].score, -n) for n in best if n >= self._held))
        wanted = self._profiles.wanted(reading.tokens, syllables)
        closing = self._profiles.wanted(last.tokens, last.wording) if last is not None and last.tokens else None
        unheld = [(score, number - self._held) for score, number in others]
        return First(wanted, closing, best, named, [-n for _, n in foreign], unheld, self._chosen(best, named))

    def _best(self, near: Mapping[int, Near]) -> dict[int, Near]:
        best: dict[int, Near] = {}
        for owner, fit in near.items():
            for number in self._owners[owner]:
                known = best.get(number)
                if known is None:
                    best[number] = fit
                elif fit.score > known.score:
                    best[number] = fit._replace(second=max(fit.second, known.score))
                elif fit.score > known.second:
                    best[number] = known._replace(second=fit.score)
        return best

    def _chosen(self, best: Mapping[int, Near], named: Mapping[int, float]) -> list[int]:
        held, weights, prior = self._held, self._weights, self._prior
        of_example, of_name, of_prior = weights["example"], weights["name"], weights["prior"]
        quick = [
            (of_example * best[n].score + of_name * named.get(n, 0.0) + of_prior * prior[n], -n)
            for n in best
            if n < held
        ]
        quick += [(of_name * s + of_prior * prior[n], -n) for n, s in named.items() if n not in best]
        return [-n for _, n in nlargest(CANDIDATES, quick)]

    def _near(self, reading: Reading, last: Reading | None, left_out: int | None) -> dict[int, Near]:
        missing, extra, share = self._weights["missing"], self._weights["extra"], self._weights["closing"]
        near = self._examples.near(reading.tokens, missing, extra, left_out)
        if last is None or not last.tokens:
            return near
        asked = self._examples.near(last.tokens, missing, extra, left_out)
        return {
            owner: fit._replace(score=(1 - share) * fit.score + share * (asked[owner].score if owner in asked else 0.0))
            for owner, fit in near.items()
        }
