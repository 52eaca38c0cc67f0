"""The search itself: question in, verdict out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from knowledge.search.codes import codes_in
from knowledge.search.concepts import Concepts
from knowledge.search.confidence import decide
from knowledge.search.entry import CatalogueName, SearchEntry
from knowledge.search.lexicon import Lexicon
from knowledge.search.ranking import Ranker
from knowledge.search.reading import LONGEST_QUESTION, Reader, Reading
from knowledge.search.result import Facet, Hit, NearMiss, Outside, SearchResult
from knowledge.search.story import closing
from knowledge.search.text import fold, words

#: A code that stands in the question is what is meant, but for a slip of the finger.
SURE = 0.99
CODE_SCORE = 9.0


class SearchEngine:
    """Immutable after it is built, so any number of threads may search at once."""

    def __init__(self, entries: list[SearchEntry], concepts: Concepts, catalogue: list[CatalogueName]) -> None:
        """Use :meth:`build`."""
        self._entries = entries
        self._concepts = concepts
        self._weights = concepts.weights
        self._number = {entry.code: number for number, entry in enumerate(entries)}
        self._catalogue = [row for row in catalogue if row.code not in self._number]
        self._reader = Reader(concepts, _pairs(entries, concepts))
        #: The ranking behind the verdicts; for measuring and fitting.
        self.ranker = Ranker(entries, concepts, self._catalogue, self._reader)
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
        return self._by_code(question, limit) or self._by_words(question, limit)

    def _by_words(self, question: str, limit: int) -> SearchResult:
        reading = self._reader.read(question)
        outside = self._outside_kind(reading)
        ranked = self.ranker.rank(reading, self._closing(question))
        action, confidence = decide(ranked.evidence, outside, self._weights)
        if action == "answer" and (ranked.too_little or self._is_several(ranked.shared)):
            action, confidence = "offer", min(confidence, self._weights["band.answer"] - 0.01)
        hits = tuple(Hit(self._entries[n].code, round(score, 4)) for score, n in ranked.scores[:limit])
        return SearchResult(
            action=action if hits else "decline",
            hits=hits,
            confidence=confidence if hits else 0.0,
            facet=self._facet(reading, hits[0].code if hits else None),
            outside=outside if action == "decline" or outside in ("emergency", "self_harm") else None,
            not_held=ranked.not_held if action == "decline" else (),
            bare=self._is_bare(reading),
            english=reading.english and question.isascii(),
        )

    def read(self, question: str) -> Reading:
        """How a question is understood; for administrators who wonder why."""
        return self._reader.read(question)

    def kind(self, token: str) -> str:
        """Kind of a concept of a reading."""
        return self._reader.kind(token)

    def spoken(self, concept: str, *, english: bool) -> str:
        """How a concept is said, in the first of its phrases."""
        phrases = {
            word.concept: word.english if english and word.english else word.phrases for word in self._concepts.words
        }
        return phrases[concept][0] if phrases.get(concept) else ""

    def speaks_of(self, code: str, concepts: Collection[str]) -> bool:
        """Whether the examples of a procedure speak of all these concepts."""
        return self.ranker.speaks_of(self._number[code], concepts)

    def understand(self, question: str) -> tuple[Reading, Reading | None]:
        """The reading of a question, and that of its closing request when there is a story around it."""
        return self._reader.read(question), self._closing(question)

    def examples(self) -> Iterator[tuple[int, str, frozenset[str]]]:
        """The curated examples: number, wording, and the codes that are right; for measuring without each of them."""
        curated = (alias for alias in self._concepts.aliases if any(code in self._number for code in alias.codes))
        for number, alias in enumerate(curated):
            yield number, alias.phrase, frozenset(alias.codes)

    def refusals(self) -> Iterator[tuple[int, str]]:
        """The curated wordings of what is not ours, numbered as :meth:`examples`."""
        last = len(self.ranker.examples.exemplars) - len(self._concepts.not_ours)
        for number, (phrase, _) in enumerate(self._concepts.not_ours, last):
            yield number, phrase

    def weigh(self, question: str, left_out: int | None = None) -> tuple[dict[str, float], str | None]:
        """The evidence behind the confidence and the code it is about; what the logistic model is fitted on.

        :param left_out: number of an example that is treated as never written.
        """
        reading, last = self.understand(question)
        ranked = self.ranker.rank(reading, last, left_out)
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

    def _closing(self, question: str) -> Reading | None:
        part = closing(question[:LONGEST_QUESTION])
        return None if part is None else self._reader.read(part)

    def _by_code(self, question: str, limit: int) -> SearchResult | None:
        """The verdict on a question that gives a procedure's code: nothing is left to guess."""
        codes = codes_in(question)
        held = [code for code in codes if code in self._number]
        if held:
            others = [hit for hit in self._by_words(question, limit).hits if hit.code not in held]
            hits = (*(Hit(code, CODE_SCORE) for code in held), *others)[:limit]
            return SearchResult("answer", hits, SURE, facet=self._facet(self._reader.read(question), None))
        named = tuple(row for code in codes for row in self._catalogue if row.code == code)
        if named:
            return replace(self._by_words(question, limit), action="decline", confidence=0.0, not_held=named)
        return None

    def _is_several(self, numbers: Collection[int]) -> bool:
        """Whether they are told apart by a curated question, so that what fits them all decides for none of them."""
        codes = {self._entries[number].code for number in numbers}
        return any(
            len({option.code for code in codes if (option := group.option_of(code)) is not None}) > 1
            for group in self._concepts.confusables
        )

    def _is_bare(self, reading: Reading) -> bool:
        kinds = [self._reader.kind(token) for token in reading.tokens]
        return "object" in kinds and all(kind in ("object", "person") for kind in kinds)

    def _facet(self, reading: Reading, first: str | None) -> Facet | None:
        """The part asked for; words that belong to the name of the first hit ask for nothing ("đủ điều kiện ...")."""
        name = _padded(self._entries[self._number[first]].name_vi) if first is not None else ""
        asked = [syllable.folded for syllable in reading.syllables]
        found = [
            match.meaning
            for match in self._facets.find(reading.syllables)
            if _padded(" ".join(asked[match.start : match.end + 1])) not in name
        ]
        return next((facet for facet in self._facet_order if facet in found), None)

    def _outside_kind(self, reading: Reading) -> Outside | None:
        found = {match.meaning for match in self._outside.find(reading.syllables)}
        for kind in ("self_harm", "emergency"):
            if kind in found:
                return kind
        return next((kind for _, kind in self._concepts.outside if kind in found), None)


def _padded(text: str) -> str:
    return f" {' '.join(fold(word) for word in words(text))} "


def _pairs(entries: Iterable[SearchEntry], concepts: Concepts) -> Iterator[tuple[str, str]]:
    """Syllables that stand side by side in names and examples, as written."""
    for written in (*(entry.name_vi for entry in entries), *(alias.phrase for alias in concepts.aliases)):
        yield from pairwise(words(written))
