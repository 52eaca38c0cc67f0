"""What is said of each procedure on the whole: over all its examples together, beside the single nearest one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

#: Concepts that fewer of the examples have are no mark of the procedure.
TYPICAL = 0.3
#: The same for things: most questions name one of several.
TYPICAL_THING = 0.6
#: Somebody or something from abroad: a procedure that never speaks of it is hardly meant.
FOREIGN = ("yeu_to_nuoc_ngoai", "nuoc_ngoai_noi", "viet_kieu", "dai_su_quan")


def terms_of(syllables: Sequence[str]) -> list[str]:
    """Folded syllables and pairs of neighbours, each once, in order."""
    return list(dict.fromkeys([*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))]))


@dataclass(slots=True)
class Profile:
    """How many examples of a procedure have each concept, and each term of their wording."""

    examples: int = 0
    concepts: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)

    def add(self, concepts: Iterable[str], terms: Iterable[str]) -> None:
        """Take up one example."""
        self.examples += 1
        self.concepts.update(concepts)
        self.terms.update(terms)

    def without(self, concepts: Iterable[str], terms: Iterable[str]) -> Profile:
        """The profile as it would be had one example never been written."""
        return Profile(
            self.examples - 1, self.concepts - Counter(dict.fromkeys(concepts, 1)), self.terms - Counter(terms)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question, weighed once for all candidates.

    :ivar concepts: weight by concept, in a fixed order. :ivar terms: rarity of the terms that any procedure uses.
    :ivar kinds: kind by concept. :ivar asked: :ivar squared: sums of the weights and of their squares.
    :ivar possible: sum of the rarities. :ivar foreign: whether anything from abroad is spoken of.
    """

    concepts: Mapping[str, float]
    terms: Mapping[str, float]
    kinds: Mapping[str, str]
    asked: float
    squared: float
    possible: float
    foreign: bool


class Profiles:
    """Likeness of a question to procedures as a whole."""

    def __init__(self, profiles: Sequence[Profile], weight: Callable[[str], float], kind: Callable[[str], str]) -> None:
        """:param weight: what a concept says, by rarity. :param kind: kind of a concept."""
        self.profiles = profiles
        self._weight = weight
        self._kind = kind
        spread = Counter(term for profile in profiles for term in profile.terms)
        count = len(profiles)
        self._rarity = {term: math.log(1 + (count - n + 0.5) / (n + 0.5)) for term, n in spread.items()}
        self._marks = [self._typical(profile) for profile in profiles]

    def wanted(self, concepts: Iterable[str], syllables: Sequence[str]) -> Wanted:
        """Weigh a question."""
        rarity = self._rarity
        weights = {concept: self._weight(concept) for concept in sorted(concepts)}
        terms = {term: rarity[term] for term in terms_of(syllables) if term in rarity}
        return Wanted(
            weights,
            terms,
            {concept: self._kind(concept) for concept in weights},
            sum(weights.values()),
            sum(weight * weight for weight in weights.values()),
            sum(terms.values()),
            any(concept in weights for concept in FOREIGN),
        )

    def likeness(self, number: int, wanted: Wanted, changed: Profile | None = None) -> dict[str, float]:
        """Features of a candidate, each about 0 to 1.

        ``vocabulary`` and ``wording``: share of the question's concepts and terms that any of its examples has;
        ``profile``: cosine with its typical concepts; ``*_missing``: what the question says and no example does,
        by weight; ``*_expected``: what its examples typically say and the question does not.

        :param changed: the profile to use instead of the candidate's own.
        """
        profile = self.profiles[number] if changed is None else changed
        squares, marks = self._marks[number] if changed is None else self._typical(changed)
        examples = profile.examples or 1
        known = dot = 0.0
        held = profile.concepts
        missing: defaultdict[str, float] = defaultdict(float)
        for concept, weight in wanted.concepts.items():
            times = held.get(concept, 0)
            if times:
                known += weight
                dot += weight * weight * math.sqrt(times / examples)
            else:
                missing[wanted.kinds[concept]] += weight
        expected: defaultdict[str, float] = defaultdict(float)
        for kind, concept, weight in marks:
            if concept not in wanted.concepts:
                expected[kind] += weight
        used = profile.terms
        covered = sum([rarity for term, rarity in wanted.terms.items() if term in used])
        total = wanted.asked or 1.0
        return {
            "vocabulary": known / total,
            "profile": dot / math.sqrt(wanted.squared * squares) if dot else 0.0,
            "wording": covered / wanted.possible if covered else 0.0,
            "action_missing": missing["action"] / 3,
            "object_missing": missing["object"] / 3,
            "variant_missing": missing["variant"] / 3,
            "other_missing": (missing["raw"] + missing["person"] + missing["age"]) / total,
            "foreign_missing": float(wanted.foreign and not any(concept in held for concept in FOREIGN)),
            "action_expected": expected["action"],
            "variant_expected": expected["variant"],
            "object_expected": expected["object"],
        }

    def _typical(self, profile: Profile) -> tuple[float, list[tuple[str, str, float]]]:
        """The squared length of a profile, and the actions, variants and things that mark it, weighed."""
        squares = 0.0
        marks = []
        for concept, times in sorted(profile.concepts.items()):
            share, weight = times / (profile.examples or 1), self._weight(concept)
            squares += share * weight * weight
            kind = self._kind(concept)
            if (share > TYPICAL and kind in ("action", "variant")) or (share > TYPICAL_THING and kind == "object"):
                marks.append((kind, concept, share * weight / 3))
        return squares, marks
