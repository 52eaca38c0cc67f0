"""The judgement of one text: grievance or not, its categories best first, and whether it reads like a denunciation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, pow

from bot.reports.judging.features import features
from bot.reports.judging.identified import People, load_people
from bot.reports.judging.learned import GRIEVANCE, NO_GRIEVANCE, PRAISE, Learned, Opinion, shipped_model
from bot.reports.judging.listening import Listener, marks_of
from bot.reports.judging.phrases import Phrases
from bot.reports.judging.tables import Tables, tables
from bot.reports.taxonomy import PRAISE_OR_IDEA, RETALIATION
from knowledge.search.lexicon import Syllable
from knowledge.search.text import fold

MOST_CATEGORIES = 3
#: Keeps the odds finite.
_LEAST = 1e-9
_INSIDE = re.compile(r"(?<=[\w,] )[^\W\d_]{2,}")
#: Somebody gains: asked for money, took it, sent to a broker.
_GAIN = ("cat-A1", "cat-A2", "cat-A3")
#: Somebody may gain: then money has to be spoken of, too.
_MAYBE_GAIN = ("cat-A4", "cat-C6", "cat-E1", "cat-E2")
_MONEY = ("bribe", "amount", "overcharge", "noreceipt", "pocketed")
Places = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """:ivar categories: codes of the taxonomy, best first, the first is the primary one; at most three
    :ivar strengths: by category how likely it is the primary one, if the text is a grievance; they add up to 1
    :ivar confidence: how likely the first of `categories` is right, 0 to 1, as measured; 0 when there is none
    """

    grievance: bool
    categories: tuple[str, ...]
    denunciation_like: bool
    strengths: Mapping[str, float]
    confidence: float = 0.0


class Judge:
    """Judges by tables and learned weights; holds no text."""

    def __init__(self, known: Tables, people: People, learned: Callable[[], Learned]) -> None:
        """:param learned: asked at the first text, so that making a judge reads no weights."""
        self._learned = learned
        self._weights = known.weights
        self._people = people
        self._phrases = Phrases(known.wordings, known.negatable, known.syllables)
        self._listener = Listener((w for w, _ in known.wordings), known.abbreviations, known.syllables)

    def judge(self, text: str) -> Judgement:
        """Judge what a citizen wrote, in any spelling."""
        syllables = self.hear(text)
        if not syllables:
            return Judgement(False, (), False, {})
        signals = self._signals(syllables)
        opinion = self._learned().opinion(features(syllables, signals, "?" in text))
        if not self._is_grievance(opinion):
            praised = opinion.kind[PRAISE] > opinion.kind[NO_GRIEVANCE]
            return Judgement(
                False,
                (PRAISE_OR_IDEA,) if praised else (),
                False,
                opinion.category,
                opinion.kind[PRAISE] if praised else 0.0,
            )
        named = self._named(opinion.category)
        return Judgement(
            True,
            named,
            self._denounces(text, syllables, signals, opinion),
            opinion.category,
            self._sure(opinion.category),
        )

    def _is_grievance(self, opinion: Opinion) -> bool:
        """Even odds do when one category is clear; a text that fits everywhere a little needs better ones."""
        likely = opinion.kind[GRIEVANCE]
        odds = log(max(likely, _LEAST) / max(1 - likely, _LEAST))
        return odds + self._weights["clearness"] * max(opinion.category.values()) >= self._weights["grievance"]

    def hear(self, text: str) -> tuple[Syllable, ...]:
        """The text as it is understood, with figures as marks."""
        return self._listener.hear(text)

    def seen(self, text: str) -> dict[str, float]:
        """The features of a text, as the weights are learned from them."""
        syllables = self.hear(text)
        return features(syllables, self._signals(syllables), "?" in text) if syllables else {}

    def _signals(self, syllables: Sequence[Syllable]) -> Places:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for found in (*self._phrases.find(syllables), *self._people.two_bodies_speak(syllables)):
            places[found.signal].append((found.start, found.end))
        for at, signal in marks_of(syllables):
            places[signal].append((at, at + 1))
        return places

    def _named(self, category: Mapping[str, float]) -> tuple[str, ...]:
        """The likeliest, and up to two more that are likely enough to be worth a button."""
        ranked = sorted(category, key=lambda code: (-category[code], code))[:MOST_CATEGORIES]
        return (ranked[0], *(code for code in ranked[1:] if category[code] >= self._weights["further"]))

    def _sure(self, category: Mapping[str, float]) -> float:
        """How often the first category was right where it stood out as far as here (texts that were not learned)."""
        raised = [pow(likely, self._weights["sharpness"]) for likely in category.values()]
        return max(raised) / sum(raised)

    def _denounces(self, text: str, syllables: Sequence[Syllable], signals: Places, opinion: Opinion) -> bool:
        """Retaliation; or gain, and somebody who can be told from others."""
        likely = opinion.category
        first = max(likely, key=lambda code: (likely[code], code))
        if first == RETALIATION or likely[RETALIATION] >= self._weights["retaliation"]:
            return True
        gain = sum(likely[code] for code in _GAIN)
        if first in (*_GAIN, *_MAYBE_GAIN) and any(signal in signals for signal in _MONEY):
            gain += sum(likely[code] for code in _MAYBE_GAIN)
        if gain < self._weights["gain"]:
            return False
        capitals = frozenset(fold(word) for word in _INSIDE.findall(text) if word[0].isupper())
        return self._people.identified(syllables, capitals)


@cache
def shipped_judge() -> Judge:
    """The judge of the shipped tables, made once."""
    return Judge(tables(), load_people(), shipped_model)
