"""Ranking in two steps: a quick choice of candidates by their nearest example, then all evidence about each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.search.concepts import Concepts
from knowledge.search.confidence import Evidence
from knowledge.search.entry import CatalogueName, SearchEntry
from knowledge.search.exemplars import Exemplar, ExemplarIndex, Near
from knowledge.search.family import distance, families, nearest_first
from knowledge.search.logistic import softmax
from knowledge.search.names import NameIndex
from knowledge.search.profiles import Profile, Profiles, terms_of
from knowledge.search.quick import First, QuickLook
from knowledge.search.reading import Reader, Reading
from knowledge.search.text import fold, words

#: Actions that the examples of more procedures than this speak of do not say which thing is meant, one of them of more
#: than the second.
MANY, VERY_MANY = 20, 36
#: Concepts that name an office further off: who says one of these has chosen the level.
LEVELS = frozenset({"cap_tinh_v", "cap_bo_v", "dai_su_quan"})
#: A thing named alone that comes so seldom in the examples of the first procedure is no name for it ("mẫu ct01").
BESIDE = 0.37
#: So much of what marks the first procedure was not said that a thing named alone does not mean it.
UNSAID = 0.33
#: Likeness from which a question and an example say the same.
SAME = 0.99
FEATURES = (
    "example",
    "covers_question",
    "covers_example",
    "second",
    "name",
    "prior",
    "vocabulary",
    "profile",
    "wording",
    "action_missing",
    "object_missing",
    "variant_missing",
    "other_missing",
    "foreign_missing",
    "action_expected",
    "variant_expected",
    "object_expected",
)
#: Scores are logits; a tenth of them is about the scale of the margins that administrators set.
_SCALE = 0.1


@dataclass(frozen=True, slots=True)
class Ranked:
    """Everything the verdict needs about one question: entries by number, best first, with their scores.

    :ivar shared: the entries that the example nearest to the question was written for, when it says just the same.
    :ivar too_little: whether the question cannot be answered surely, however well the first fits what was said of it.
    """

    scores: list[tuple[float, int]]
    evidence: Evidence
    not_held: tuple[CatalogueName, ...]
    too_little: bool
    shared: frozenset[int]


class Ranker:
    """Immutable after it is built."""

    def __init__(
        self, entries: Sequence[SearchEntry], concepts: Concepts, catalogue: Sequence[CatalogueName], reader: Reader
    ) -> None:
        """:param catalogue: names that are not among the entries."""
        self._entries = entries
        self._catalogue = catalogue
        self._weights = concepts.weights
        self._feature_weights = [_SCALE * concepts.weights[f"rank.{name}"] for name in FEATURES]
        self._reader = reader
        self._number = {entry.code: number for number, entry in enumerate(entries)}
        self._family = families(entry.name_vi for entry in entries)
        self._distance = [distance(entry.level) for entry in entries]
        self._prior = [concepts.priors.get(e.code, 1.0 if e.priority == 1 else 0.0) for e in entries]
        self.owners: list[tuple[int, ...]] = []
        self.examples = ExemplarIndex(self._exemplars(concepts), reader.kind)
        #: What is not ours competes like a procedure: a subject a profile.
        profiles = [Profile() for _ in range(len(entries) + len({group for _, group in concepts.not_ours}))]
        for exemplar in self.examples.exemplars:
            for number in self.owners[exemplar.owner]:
                profiles[number].add(exemplar.tokens, exemplar.terms)
        #: Numbers of the subjects that are not ours.
        self.foreign = set(range(len(entries), len(profiles)))
        spoken = {concept for profile in profiles[: len(entries)] for concept in profile.concepts}
        self._abroad = {concept for profile in profiles[len(entries) :] for concept in profile.concepts} - spoken
        self._profiles = Profiles(profiles, self.examples.weight, reader.kind)
        named = (*(entry.name_vi for entry in entries), *(row.name for row in catalogue))
        names = NameIndex([[fold(word) for word in words(name)] for name in named], all_of=len(entries))
        self._quick = QuickLook(
            names, self.examples, self.owners, self._profiles, reader, self._weights, self._prior, len(entries)
        )

    def rank(self, reading: Reading, last: Reading | None = None, left_out: int | None = None) -> Ranked:
        """Order the entries.

        :param last: the closing request of a story, which has a say of its own.
        :param left_out: number of an example that is treated as never written, for measuring.
        """
        first = self._quick.look(reading, last, left_out)
        changed = self._without(left_out)
        seen = {number: self._features(number, first, changed.get(number)) for number in first.chosen}
        scores = [(self._score(features), number) for number, features in seen.items()]
        scores.sort(key=lambda pair: (-pair[0], self._distance[pair[1]], pair[1]))
        if not reading.tokens & LEVELS:
            scores = nearest_first(scores, self._family, self._distance)
        foreign = max((self._score(self._features(number, first)) for number in first.foreign), default=0.0)
        unheld = first.unheld[0][0] if first.unheld else 0.0
        not_held = tuple(self._catalogue[n] for s, n in first.unheld if s >= self._weights["not_held"])
        too_little = bool(scores) and self._says_too_little(reading, seen[scores[0][1]])
        shared = self._shared(first.best.get(scores[0][1])) if scores else frozenset()
        return Ranked(scores, self._evidence(reading, scores, seen, foreign, unheld), not_held, too_little, shared)

    def candidates(
        self, reading: Reading, last: Reading | None = None, left_out: int | None = None
    ) -> list[tuple[int, dict[str, float]]]:
        """Entries looked at closely with their features, as for :meth:`rank`; what the ranking is fitted on."""
        first = self._quick.look(reading, last, left_out)
        changed = self._without(left_out)
        return [(n, self._features(n, first, changed.get(n))) for n in first.chosen]

    def _score(self, features: dict[str, float]) -> float:
        weights = self._feature_weights
        # Rounded, so that equal evidence ties and the ties are broken below, not by the last bit.
        return round(sum([weight * features[name] for weight, name in zip(weights, FEATURES, strict=True)]), 9)

    def _without(self, left_out: int | None) -> dict[int, Profile]:
        if left_out is None:
            return {}
        gone = self.examples.exemplars[left_out]
        return {n: self._profiles.profiles[n].without(gone.tokens, gone.terms) for n in self.owners[gone.owner]}

    def _shared(self, near: Near | None) -> frozenset[int]:
        if near is None or near.score < SAME:
            return frozenset()
        return frozenset(self.owners[self.examples.exemplars[near.exemplar].owner])

    def speaks_of(self, number: int, concepts: Collection[str]) -> bool:
        """Whether the examples of an entry have all these concepts."""
        return all(concept in self._profiles.profiles[number].concepts for concept in concepts)

    def _says_too_little(self, reading: Reading, first: dict[str, float]) -> bool:
        """Whether only somebody was named ("con"), only what is done with very many things ("mất rồi"), or only a thing
        with which the first procedure does something in particular that nobody asked for ("giấy thông hành").
        """
        kinds = {self._reader.kind(token) for token in reading.tokens}
        if kinds == {"object"} and len(reading.tokens) == 1:
            return first["action_expected"] + first["variant_expected"] > UNSAID or first["profile"] < BESIDE
        if kinds == {"action"}:
            spoken_of = [self.examples.owners(token) for token in reading.tokens]
            return min(spoken_of) > MANY and max(spoken_of) > VERY_MANY
        return kinds == {"person"} and len(reading.tokens) == 1

    def nearest_of(self, reading: Reading, numbers: set[int]) -> int | None:
        """The example that speaks most for any of these entries, for measuring without it."""
        near = self.examples.near(reading.tokens, self._weights["missing"], self._weights["extra"])
        mine = [(fit.score, fit.exemplar) for owner, fit in near.items() if numbers & set(self.owners[owner])]
        return max(mine)[1] if mine else None

    def _exemplars(self, concepts: Concepts) -> Iterator[Exemplar]:
        """Curated aliases, the entries' own, their names, and what is not ours (owned by numbers past the entries)."""
        by_owner: dict[tuple[int, ...], int] = {}
        for alias in concepts.aliases:
            numbers = tuple(self._number[code] for code in alias.codes if code in self._number)
            if numbers:
                yield self._exemplar(alias.phrase, numbers, by_owner)
        for number, entry in enumerate(self._entries):
            for phrase in (entry.name_vi, *entry.aliases, *entry.examples):
                yield self._exemplar(phrase, (number,), by_owner)
        groups: dict[str, int] = {}
        for phrase, group in concepts.not_ours:
            number = groups.setdefault(group, len(self._entries) + len(groups))
            yield self._exemplar(phrase, (number,), by_owner)

    def _exemplar(self, phrase: str, numbers: tuple[int, ...], by_owner: dict[tuple[int, ...], int]) -> Exemplar:
        owner = by_owner.get(numbers)
        if owner is None:
            owner = by_owner[numbers] = len(self.owners)
            self.owners.append(numbers)
        reading = self._reader.read_written(phrase)
        return Exemplar(reading.tokens, owner, tuple(terms_of([s.folded for s in reading.syllables])))

    def _features(self, number: int, first: First, changed: Profile | None = None) -> dict[str, float]:
        features = self._profiles.likeness(number, first.wanted, changed)
        if first.closing is not None:
            share = self._weights["closing"]
            closing = self._profiles.likeness(number, first.closing, changed)
            features = {name: (1 - share) * value + share * closing[name] for name, value in features.items()}
        near = first.best.get(number)
        features["example"] = near.score if near else 0.0
        features["second"] = near.second if near else 0.0
        features["covers_question"] = near.covers_question if near else 0.0
        features["covers_example"] = near.covers_example if near else 0.0
        held = number < len(self._entries)
        features["name"] = first.named.get(number, 0.0) if held else 0.0
        features["prior"] = self._prior[number] if held else 0.0
        return features

    def _elsewhere(self, reading: Reading) -> float:
        weight = self.examples.weight
        asked = sum(weight(concept) for concept in sorted(reading.tokens))
        return sum(weight(c) for c in sorted(reading.tokens) if c in self._abroad) / asked if asked else 0.0

    def _evidence(
        self,
        reading: Reading,
        scores: list[tuple[float, int]],
        seen: dict[int, dict[str, float]],
        foreign: float,
        unheld: float,
    ) -> Evidence:
        if not scores:
            return Evidence()
        top_score, top = scores[0]
        rival = next((score for score, n in scores if self._family[n] != self._family[top]), 0.0)
        shares = softmax([score / _SCALE for score, _ in scores])
        features = seen[top]
        return Evidence(
            example=features["example"],
            covers_question=features["covers_question"],
            covers_example=features["covers_example"],
            second=features["second"],
            name=features["name"],
            vocabulary=features["vocabulary"],
            profile=features["profile"],
            wording=features["wording"],
            action_missing=features["action_missing"],
            object_missing=features["object_missing"],
            object_expected=features["object_expected"],
            score=top_score,
            margin=min(top_score - rival, 0.5),
            share=sum(s for s, (_, n) in zip(shares, scores, strict=True) if self._family[n] == self._family[top]),
            foreign=foreign,
            unheld=unheld,
            elsewhere=self._elsewhere(reading),
            strange=self.examples.strange(reading.tokens),
            said=min(len(reading.tokens), 8) / 8,
        )
