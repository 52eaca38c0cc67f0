"""The search itself: question in, verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise

from knowledge.search.concepts import Concepts
from knowledge.search.confidence import Evidence, decide
from knowledge.search.entry import CatalogueName, SearchEntry
from knowledge.search.exemplars import Exemplar, ExemplarIndex, Near
from knowledge.search.family import families
from knowledge.search.lexicon import Lexicon
from knowledge.search.names import NameIndex
from knowledge.search.reading import LONGEST_QUESTION, Reader, Reading
from knowledge.search.result import Facet, Hit, NearMiss, Outside, SearchResult
from knowledge.search.story import closing
from knowledge.search.text import fold, words

NAMED_AS_NOT_HELD = 3


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Everything the verdict needs about one question."""

    scores: list[tuple[float, int]]
    evidence: Evidence
    not_held: tuple[CatalogueName, ...]


class SearchEngine:
    """Immutable after it is built, so any number of threads may search at once."""

    def __init__(self, entries: list[SearchEntry], concepts: Concepts, catalogue: list[CatalogueName]) -> None:
        """Use :meth:`build`."""
        self._entries = entries
        self._concepts = concepts
        self._weights = concepts.weights
        self._number = {entry.code: number for number, entry in enumerate(entries)}
        self._catalogue = [row for row in catalogue if row.code not in self._number]
        self._family = families(entry.name_vi for entry in entries)
        held = [[fold(w) for w in words(entry.name_vi)] for entry in entries]
        known = [[fold(w) for w in words(row.name)] for row in self._catalogue]
        self._names = NameIndex([*held, *known])
        self._reader = Reader(concepts, _pairs(held, concepts))
        self._owners: list[tuple[int, ...]] = []
        self._aliases = ExemplarIndex(self._exemplars(), self._reader.kind)
        self._facets = Lexicon(concepts.facets)
        self._outside = Lexicon(concepts.outside)
        self._facet_order = [facet for _, facet in concepts.facets]

    @classmethod
    def build(
        cls, entries: Iterable[SearchEntry], concepts: Concepts, catalogue: Iterable[CatalogueName] = ()
    ) -> SearchEngine:
        """Index the entries.

        :param catalogue: procedures known by name only; those that are also entries are passed over.
        """
        return cls(list(entries), concepts, list(catalogue))

    @property
    def entries(self) -> tuple[SearchEntry, ...]:
        """What the index holds."""
        return tuple(self._entries)

    def search(self, question: str, limit: int = 10) -> SearchResult:
        """Rank, and say how sure we are. Never raises, whatever the text."""
        reading = self._reader.read(question)
        outside = self._outside_kind(reading)
        ranked = self._rank(reading, self._closing(question))
        action, confidence = decide(ranked.evidence, outside, self._weights)
        hits = tuple(Hit(self._entries[n].code, round(score, 4)) for score, n in ranked.scores[:limit])
        return SearchResult(
            action=action if hits else "decline",
            hits=hits,
            confidence=confidence if hits else 0.0,
            facet=self._facet(reading),
            outside=outside if action == "decline" or outside in ("emergency", "self_harm") else None,
            not_held=ranked.not_held if action == "decline" else (),
            bare=self._is_bare(reading),
        )

    def read(self, question: str) -> Reading:
        """How a question is understood; for administrators who wonder why."""
        return self._reader.read(question)

    def weigh(self, question: str) -> tuple[dict[str, float], str | None]:
        """The evidence behind the confidence and the code it is about; what the logistic model is fitted on."""
        reading = self._reader.read(question)
        ranked = self._rank(reading, self._closing(question))
        features = ranked.evidence.features() | {"outside": float(self._outside_kind(reading) is not None)}
        return features, self._entries[ranked.scores[0][1]].code if ranked.scores else None

    def confusables(self, code: str) -> tuple[str, ...]:
        """The procedures that people take this one for."""
        return tuple(
            option.code
            for group in self._concepts.confusables
            if code in group.codes()
            for codes, option in group.options
            if code not in codes and option.code in self._number
        )

    def near_misses(self, result: SearchResult) -> NearMiss | None:
        """The question that tells the top hits apart, when they belong to one curated group and nothing decided."""
        if len(result.hits) < 2 or result.action == "decline":
            return None
        first = result.hits[0]
        margin = self._weights["near_miss_margin_bare" if result.bare else "near_miss_margin"]
        for group in self._concepts.confusables:
            chosen = group.option_of(first.code)
            if chosen is None:
                continue
            rivals = [h for h in result.hits[1:] if (o := group.option_of(h.code)) is not None and o != chosen]
            if rivals and first.score - rivals[0].score < margin:
                return NearMiss(group.question_vi, group.question_en, tuple(option for _, option in group.options))
        return None

    def _exemplars(self) -> Iterator[Exemplar]:
        """Curated aliases, the entries' own, their names, and what is not ours (owners past the entries)."""
        by_owner: dict[tuple[int, ...], int] = {}
        for alias in self._concepts.aliases:
            numbers = tuple(self._number[code] for code in alias.codes if code in self._number)
            if numbers:
                yield self._exemplar(alias.phrase, numbers, by_owner)
        for number, entry in enumerate(self._entries):
            for phrase in (entry.name_vi, *entry.aliases, *entry.examples):
                yield self._exemplar(phrase, (number,), by_owner)
        for phrase, _ in self._concepts.not_ours:
            yield self._exemplar(phrase, (), by_owner)

    def _exemplar(self, phrase: str, numbers: tuple[int, ...], by_owner: dict[tuple[int, ...], int]) -> Exemplar:
        owner = by_owner.get(numbers)
        if owner is None:
            owner = by_owner[numbers] = len(self._owners)
            self._owners.append(numbers)
        return Exemplar(self._reader.read_written(phrase).tokens, owner)

    def _closing(self, question: str) -> Reading | None:
        part = closing(question[:LONGEST_QUESTION])
        return None if part is None else self._reader.read(part)

    def _near(self, reading: Reading, last: Reading | None) -> dict[int, Near]:
        """The best examples; of a story, its closing request has a say of its own."""
        missing, extra, share = self._weights["missing"], self._weights["extra"], self._weights["closing"]
        near = self._aliases.near(reading.tokens, missing, extra)
        if last is None or not last.tokens:
            return near
        asked = self._aliases.near(last.tokens, missing, extra)
        return {
            owner: replace(fit, score=(1 - share) * fit.score + share * (asked[owner].score if owner in asked else 0.0))
            for owner, fit in near.items()
        }

    def _rank(self, reading: Reading, last: Reading | None = None) -> _Ranked:
        weights = self._weights
        near = self._near(reading, last)
        syllables = [s.folded for s in reading.syllables]
        kept = [self._reader.telling(s) for s in syllables]
        named = self._names.scores(syllables, kept)
        best: dict[int, Near] = {}
        foreign: Near | None = None
        for owner, fit in near.items():
            if not self._owners[owner]:
                foreign = fit
            for number in self._owners[owner]:
                known = best.get(number)
                if known is None or fit.score > known.score:
                    best[number] = fit
        held = len(self._entries)
        everyone = best.keys() | {n for n in named if n < held}
        scores = sorted(((self._score(n, best.get(n), named.get(n, 0.0)), n) for n in everyone), reverse=True)
        # Of thousands of names that share a word with the question a few are wanted: no need to sort them all.
        unheld = nlargest(NAMED_AS_NOT_HELD, ((s, n) for n, s in named.items() if n >= held))
        evidence = self._weigh_evidence(reading, scores, best, named, foreign, unheld[0][0] if unheld else 0.0)
        not_held = tuple(self._catalogue[n - len(self._entries)] for s, n in unheld if s >= weights["not_held"])
        return _Ranked(scores, evidence, not_held)

    def _score(self, number: int, near: Near | None, named: float) -> float:
        entry = self._entries[number]
        weights = self._weights
        prior = self._concepts.priors.get(entry.code, 1.0 if entry.priority == 1 else 0.0)
        return weights["example"] * (near.score if near else 0.0) + weights["name"] * named + weights["prior"] * prior

    def _weigh_evidence(
        self,
        reading: Reading,
        scores: list[tuple[float, int]],
        best: dict[int, Near],
        named: dict[int, float],
        foreign: Near | None,
        unheld: float,
    ) -> Evidence:
        if not scores:
            return Evidence()
        top_score, top = scores[0]
        rival = next((score for score, n in scores[1:20] if self._family[n] != self._family[top]), 0.0)
        near = best.get(top)
        return Evidence(
            example=near.score if near else 0.0,
            covers_question=near.covers_question if near else 0.0,
            covers_example=near.covers_example if near else 0.0,
            name=named.get(top, 0.0),
            margin=top_score - rival,
            foreign=foreign.score if foreign else 0.0,
            unheld=unheld,
            strange=self._aliases.strange(reading.tokens),
            said=min(len(reading.tokens), 8) / 8,
        )

    def _is_bare(self, reading: Reading) -> bool:
        kinds = [self._reader.kind(token) for token in reading.tokens]
        return "object" in kinds and all(kind in ("object", "person") for kind in kinds)

    def _facet(self, reading: Reading) -> Facet | None:
        found = [match.meaning for match in self._facets.find(reading.syllables)]
        return next((facet for facet in self._facet_order if facet in found), None)

    def _outside_kind(self, reading: Reading) -> Outside | None:
        found = {match.meaning for match in self._outside.find(reading.syllables)}
        for kind in ("self_harm", "emergency"):
            if kind in found:
                return kind
        return next((kind for _, kind in self._concepts.outside if kind in found), None)


def _pairs(names: list[list[str]], concepts: Concepts) -> Iterator[tuple[str, str]]:
    for name in names:
        yield from pairwise(name)
    for alias in concepts.aliases:
        phrase = [fold(w) for w in words(alias.phrase)]
        yield from pairwise(phrase)
