"""From a question as typed to the concepts it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from knowledge.search.concepts import Concepts
from knowledge.search.lexicon import Lexicon, Match, Syllable
from knowledge.search.spelling import Speller, english_stem, is_syllable
from knowledge.search.telex import decode_telex, decode_vni
from knowledge.search.text import fold, set_aside_personal, words

LONGEST_QUESTION = 4096
MOST_SYLLABLES = 400
NEGATION = "not"
#: Fillers that say who asks, politely, and for which part: no example needs to have them.
ASKING = frozenset({"f_pron", "f_polite", "f_docs", "f_time", "f_fee", "f_where", "f_form", "f_thanks"})
_FORM = re.compile(r"^[a-zđ]{1,3}\d{1,2}[a-z]?$")
_AGE = re.compile(r"^(\d{1,3})(t|tuoi)?$")
_YEARS = ("tuoi", "years", "year")
_REACHED = ("tron", "du", "len")
_ABOUT = ("ngoai", "tren", "hon", "gan", "over")
_BANDS = ((6, "age_0_5"), (14, "age_6_13"), (18, "age_14_17"), (60, "age_18_59"), (75, "age_60_74"), (130, "age_75"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A question understood as far as the tables go.

    :ivar syllables: after abbreviations, key strokes and spelling.
    :ivar tokens: concepts, and the syllables that belong to none (written "_syllable").
    :ivar order: the tokens in the order of the question, repeated ones included.
    :ivar wording: folded syllables without those that only say which part is asked for ("nộp ở đâu").
    """

    syllables: tuple[Syllable, ...]
    tokens: frozenset[str]
    order: tuple[str, ...]
    english: bool
    wording: tuple[str, ...]


class Reader:
    """Reads questions, aliases and names alike."""

    def __init__(self, concepts: Concepts, pairs: Iterable[tuple[str, str]]) -> None:
        """:param pairs: syllables that stand side by side in names and examples, as written."""
        self._kinds = {word.concept: word.kind for word in concepts.words}
        self._implies = {word.concept: word.implies for word in concepts.words}
        self._abbreviations = {key: words(value) for key, value in concepts.abbreviations.items()}
        self._lexicon = Lexicon(
            (written, word.concept)
            for word in concepts.words
            for phrase in (*word.phrases, *word.english)
            for written in (dict.fromkeys((phrase, self._expand(phrase))) if len(words(phrase)) > 1 else (phrase,))
        )
        self._fillers = {p for w in concepts.words if w.kind == "filler" for p in map(fold, w.phrases) if " " not in p}
        #: Numbers of forms ("na5", "ct01"), which are no strokes of a keyboard.
        self._forms = {w for alias in concepts.aliases for w in words(alias.phrase) if _FORM.match(w)}
        self._alone = {p for w in concepts.words for p in w.phrases if " " not in p}
        self._english_terms = {w for word in concepts.words for phrase in word.english for w in words(phrase)}
        self._vietnamese = concepts.syllables
        self._english = concepts.english
        self._speller = Speller(
            concepts.syllables,
            chain(pairs, _neighbours(concepts, True)),
            self._lexicon.pairs,
            Counter(_neighbours(concepts, False)),
        )

    def kind(self, token: str) -> str:
        """Kind of a concept; "raw" for a bare syllable, "age" for an age band."""
        return self._kinds.get(token, "age" if token.startswith("age_") else "raw")

    def telling(self, syllable: str) -> bool:
        """Whether a syllable says anything when it stands alone."""
        return syllable not in self._fillers

    def read(self, question: str) -> Reading:
        """Understand a citizen's question, however it was typed."""
        typed = words(set_aside_personal(question[:LONGEST_QUESTION]))[:MOST_SYLLABLES]
        english = self._is_english(typed)
        syllables = self._mend_in_context(self._mend(typed, english), english)
        return self._understand(syllables, english)

    def read_written(self, text: str) -> Reading:
        """Understand a phrase that an administrator wrote: abbreviations are expanded, spelling is trusted."""
        return self._understand([Syllable(w, fold(w)) for w in words(self._expand(text))], False)

    def _expand(self, phrase: str) -> str:
        """A phrase with its abbreviations written out, as questions are read."""
        return " ".join(" ".join(self._abbreviations.get(word, (word,))) for word in words(phrase))

    def _is_english(self, typed: Sequence[str]) -> bool:
        only = sum(1 for w in typed if w in self._english and w not in self._vietnamese)
        return only >= 2 and only >= 0.35 * len(typed)

    def _mend(self, typed: Sequence[str], english: bool) -> list[Syllable]:
        telex = not english and self._looks_telex(typed)
        result: list[Syllable] = []
        for at, word in enumerate(typed):
            before = result[-1].folded if result else None
            after = fold(typed[at + 1]) if at + 1 < len(typed) else None
            result += self._mend_word(word, before, after, english, telex)
        return result

    def _looks_telex(self, typed: Sequence[str]) -> bool:
        return sum(1 for w in typed if w not in self._vietnamese and decode_telex(w, self._vietnamese)) >= 2

    def _mend_word(
        self, word: str, before: str | None, after: str | None, english: bool, telex: bool
    ) -> list[Syllable]:
        folded = fold(word)
        if english and word not in self._english_terms:
            word = folded = english_stem(folded, self._english_terms)
        expansion = None if english and word in self._english else self._abbreviations.get(word)
        if expansion is not None:
            return [Syllable(w, fold(w)) for w in expansion]
        if folded in self._vietnamese or folded.isdigit() or word in self._forms or _AGE.match(folded):
            return [Syllable(word, folded)]
        if folded in self._english and not telex:
            return [Syllable(word, folded)]
        decoded = decode_vni(word, self._vietnamese) or (None if english else decode_telex(word, self._vietnamese))
        if decoded is not None:
            return [Syllable(decoded, decoded)]
        if folded in self._abbreviations:
            return [Syllable(w, fold(w)) for w in self._abbreviations[folded]]
        if any(c.isdigit() for c in folded) or folded in self._english:
            return [Syllable(word, folded)]
        if is_syllable(folded):  # a word of the language that the base does not use; context may still mend it
            return [Syllable(word, folded)]
        mended = None if english else self._speller.mend(folded, before, after)
        return [Syllable(m, m) for m in mended] if mended else [Syllable(word, folded)]

    def _mend_in_context(self, syllables: list[Syllable], english: bool) -> list[Syllable]:
        """Real syllables that were meant to be others: "can coc" is căn cước."""
        if english:
            return syllables
        folded = [s.folded for s in syllables]
        for at, word in enumerate(folded):
            before = folded[at - 1] if at else None
            inside = at >= 2 and before is not None and self._speller.strong(folded[at - 2], before)
            if not syllables[at].typed.isascii():
                self._mend_marked(syllables, at)
                folded[at] = syllables[at].folded
                continue
            if word in self._english or (word in self._fillers and not inside):
                continue
            after = folded[at + 1] if at + 1 < len(folded) else None
            meant = self._speller.near_in_context(word, before, after) if len(word) >= 3 else None
            if meant is not None:
                folded[at] = meant
                syllables[at] = Syllable(meant, meant)
        return syllables

    def _mend_marked(self, syllables: list[Syllable], at: int) -> None:
        """A real syllable typed with its marks is seldom an accident, but "kết hôm" is one."""
        if syllables[at].typed in self._alone:
            return
        before = syllables[at - 1].typed if at else None
        after = syllables[at + 1].typed if at + 1 < len(syllables) else None
        meant = self._speller.near_with_marks(syllables[at].typed, before, after)
        if meant is not None:
            syllables[at] = Syllable(meant, fold(meant))

    def _understand(self, syllables: Sequence[Syllable], english: bool) -> Reading:
        order: list[str] = []
        negated: set[str] = set()
        at = 0
        denies = False
        asking: set[int] = set()
        matches: dict[int, list[Match]] = {}
        for match in self._lexicon.find(syllables):
            matches.setdefault(match.start, []).append(match)
        while at < len(syllables):
            found: list[Match] = matches.get(at, [])
            if found:
                for match in found:
                    if match.meaning == NEGATION:
                        denies = True
                        continue
                    if self._kinds[match.meaning] == "filler":
                        if match.meaning in ASKING:
                            asking.update(range(match.start, match.end))
                        continue
                    if denies:
                        negated.add(match.meaning)
                    else:
                        order += self._meant(match.meaning)
                denies = denies and found[-1].meaning == NEGATION
                at = found[0].end
                continue
            denies = False
            order += self._bare(syllables, at)
            at += 1
        kept = tuple(token for token in order if token not in negated)
        wording = tuple(syllable.folded for at, syllable in enumerate(syllables) if at not in asking)
        return Reading(tuple(syllables), frozenset(kept), kept, english, wording)

    def _meant(self, concept: str) -> list[str]:
        """A concept and what it implies; a bundle is only a short way of saying several."""
        implied = list(self._implies[concept])
        return implied if self._kinds[concept] == "bundle" else [concept, *implied]

    def _bare(self, syllables: Sequence[Syllable], at: int) -> list[str]:
        """A syllable that no phrase covers: an age band, or itself."""
        folded = syllables[at].folded
        age = _AGE.match(folded)
        if age is None:
            return [] if folded.isdigit() else ["_" + folded]
        before = syllables[at - 1].folded if at else ""
        after = syllables[at + 1].folded if at + 1 < len(syllables) else ""
        years = int(age.group(1))
        if (
            age.group(2)
            or after in _YEARS
            or (before in _ABOUT and 60 <= years < 110)
            or (before in _REACHED and years < 19)
        ):
            return [next((name for limit, name in _BANDS if years < limit), "age_75")]
        return []


def _neighbours(concepts: Concepts, fillers: bool) -> Iterator[tuple[str, str]]:
    """Syllables that stand side by side in the phrases of fillers or of all others, as written."""
    for word in concepts.words:
        if (word.kind == "filler") == fillers:
            for phrase in word.phrases:
                yield from pairwise(words(phrase))
