"""The judgement of one text: grievance or not, its categories best first, and whether it reads like a denunciation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.reports.judging.identified import People, load_people
from bot.reports.judging.likeness import NO_GRIEVANCE, Likeness, shipped_likeness
from bot.reports.judging.listening import Listener, marks_of
from bot.reports.judging.phrases import Phrases
from bot.reports.judging.tables import Rule, Tables, tables
from bot.reports.taxonomy import OTHER, PRAISE_OR_IDEA, RETALIATION
from knowledge.search.lexicon import Syllable
from knowledge.search.text import fold

MOST_CATEGORIES = 3
#: In fewer syllables the words alone say too little.
ENOUGH = 9
_CONDUCT = frozenset(
    {"cat-A1", "cat-A3", "cat-A4", "cat-A5", "cat-D1", "cat-D2", "cat-D4", "cat-E1", "cat-E2", "cat-E3"}
)
_CAPITAL = re.compile(r"(?<=[\w,] )[A-ZĐÀ-Ỹ][^\W\d_]+")
#: What a text that tells of something holds, and one that asks seldom does.
_STORY = ("theysaid", "contrast", "duration", "date", "clock", "manytimes", "told", "setback")
_MONEY_TAKEN = ("bribe", "amount", "overcharge", "noreceipt")
Places = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """:ivar categories: codes of the taxonomy, best first, the first is the primary one; at most three
    :ivar strengths: how strongly the text speaks for each category that got anything
    """

    grievance: bool
    categories: tuple[str, ...]
    denunciation_like: bool
    strengths: Mapping[str, float]


class Judge:
    """Judges by the tables; holds no text."""

    def __init__(self, known: Tables, people: People, likeness: Callable[[], Likeness] | None = None) -> None:
        """:param likeness: asked where the rules find nothing; None: the rules stand alone."""
        self._likeness = likeness
        self._rules = known.rules
        self._weights = known.weights
        self._people = people
        self._phrases = Phrases(known.wordings, known.negatable, known.syllables)
        self._listener = Listener((w for w, _ in known.wordings), known.abbreviations, known.syllables)

    def judge(self, text: str) -> Judgement:
        """Judge what a citizen wrote, in any spelling."""
        syllables = self.hear(text)
        places = self._places(syllables)
        strengths = self._strengths(places)
        grievance = self._is_grievance(places, strengths)
        categories = self._named(grievance, strengths)
        asks = "question" in places and "told" not in places
        if self._likeness is not None and not asks and len(syllables) >= ENOUGH and categories in ((), (OTHER,)):
            grievance, categories = self._by_likeness(grievance, categories, syllables)
        return Judgement(
            grievance, categories, grievance and self._denounces(text, syllables, places, strengths), strengths
        )

    def hear(self, text: str) -> tuple[Syllable, ...]:
        """The text as it is understood, with figures as marks."""
        return self._listener.hear(text)

    def _by_likeness(
        self, grievance: bool, categories: tuple[str, ...], syllables: Sequence[Syllable]
    ) -> tuple[bool, tuple[str, ...]]:
        """What the words alone suggest, where they clearly suggest anything."""
        assert self._likeness is not None
        odds = self._likeness().odds(syllables)
        if not grievance and odds[NO_GRIEVANCE] > self._weights["unlike_a_question"]:
            return grievance, categories
        likeliest = max((c for c in odds if c not in (NO_GRIEVANCE, OTHER)), key=lambda c: (odds[c], c))
        if odds[likeliest] < self._weights["like_a_category"]:
            return (True, (OTHER,)) if grievance else (grievance, categories)
        return likeliest != PRAISE_OR_IDEA, (likeliest,)

    def _places(self, syllables: Sequence[Syllable]) -> Places:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for found in (*self._phrases.find(syllables), *self._people.two_bodies_speak(syllables)):
            places[found.signal].append((found.start, found.end))
        for at, signal in marks_of(syllables):
            places[signal].append((at, at + 1))
        return places

    def _strengths(self, places: Places) -> dict[str, float]:
        gained: dict[str, list[float]] = defaultdict(list)
        for rule in self._rules:
            if self._holds(rule, places):
                gained[rule.category].append(rule.weight)
        summed = {category: self._summed(weights) for category, weights in gained.items()}
        return {category: strength for category, strength in summed.items() if strength > 0}

    def _summed(self, weights: list[float]) -> float:
        """The best counts whole, the others, which often see the same words, in part; what speaks against, whole."""
        best, *others = sorted(weights, reverse=True)
        return best + sum(w if w < 0 else self._weights["further"] * w for w in others)

    def _holds(self, rule: Rule, places: Places) -> bool:
        if any(signal in places for signal in rule.without) or not all(signal in places for signal in rule.needs):
            return False
        return len(rule.needs) == 1 or _near([places[s] for s in rule.needs], rule.within or self._weights["window"])

    def _is_grievance(self, places: Places, strengths: Mapping[str, float]) -> bool:
        asks = "question" in places and "told" not in places
        worst = max(
            (s - asks * self._doubt(c) for c, s in strengths.items() if c != PRAISE_OR_IDEA),
            default=0.0,
        )
        worst += self._weights["anger"] if "anger" in places and worst else 0
        if not asks:
            worst += self._weights["story"] * sum(signal in places for signal in _STORY)
        praised = strengths.get(PRAISE_OR_IDEA, 0.0)
        if "anger" in places and not praised and not asks:
            return True
        return worst >= self._weights["grievance"] and (not praised or worst > praised + self._weights["praise_over"])

    def _doubt(self, category: str) -> float:
        """What asking speaks against: delays and papers are asked about every day, bribes and shouting are told."""
        return self._weights["question_of_conduct" if category in _CONDUCT else "question"]

    def _named(self, grievance: bool, strengths: Mapping[str, float]) -> tuple[str, ...]:
        if not grievance:
            return (PRAISE_OR_IDEA,) if PRAISE_OR_IDEA in strengths else ()
        ranked = sorted(
            ((s, c) for c, s in strengths.items() if c not in (PRAISE_OR_IDEA, OTHER)),
            key=lambda pair: (-pair[0], pair[1]),
        )
        if not ranked:
            return (OTHER,)
        least = max(self._weights["floor"], self._weights["second"] * ranked[0][0])
        return (ranked[0][1], *(c for s, c in ranked[1:MOST_CATEGORIES] if s >= least))

    def _denounces(
        self, text: str, syllables: Sequence[Syllable], places: Places, strengths: Mapping[str, float]
    ) -> bool:
        if strengths.get(RETALIATION, 0.0) >= self._weights["grievance"] * 2:
            return True
        capitals = frozenset(fold(word) for word in _CAPITAL.findall(text))
        money = any(signal in places for signal in _MONEY_TAKEN)
        return money and self._people.identified(syllables, capitals)


def _near(several: Sequence[Sequence[tuple[int, int]]], window: float) -> bool:
    """Whether one place of each can be taken so that all lie within the window, no two being the same words."""
    for start, end in several[0]:
        taken = [(start, end)]
        for places in several[1:]:
            fitting = [p for p in places if abs(p[0] - start) <= window and all(p != t for t in taken)]
            if not fitting:
                break
            taken.append(min(fitting, key=lambda p: abs(p[0] - start)))
        else:
            return True
    return False


@cache
def shipped_judge() -> Judge:
    """The judge of the shipped tables, made once."""
    return Judge(tables(), load_people(), shipped_likeness)
