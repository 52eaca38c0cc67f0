"""From a text as typed to syllables in which sums, spans of time and dates stand as marks of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.reports.demands.amounts import find_amounts
from knowledge.search.concepts import Concepts, Word, load_concepts
from knowledge.search.lexicon import Syllable
from knowledge.search.reading import Reader
from knowledge.search.text import fold, words

#: Marks hold a digit, so that spelling repair leaves them alone. Each is the signal it raises.
MARKS = {"0tien0": "amount", "0lau0": "duration", "0ngay0": "date", "0lan0": "manytimes", "0gio0": "clock"}
_FEW = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nua|ca|gan|hon|nhieu|hang)"
_DURATION = re.compile(
    rf"(?<!\w)(?:{_FEW}\s+)+(?:chuc\s+)?(?:ngay|tuan|thang|nam|hom|bua|ngay lam viec)(?:\s+(?:troi|nay|roi))?(?!\w)"
    r"(?!\s+(?:\d|sinh|tuoi|truoc))|(?<!\w)\d+\s?(?:thang|tuan|ngay)(?!\w)|\b(?:\w+ )?(?:weeks|months)\b"
)
_DATE = re.compile(
    r"(?<!\w)(?:ngay\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?(?!\w)|(?<!\w)thang\s+\d{1,2}(?!\w)"
    r"|(?<!\w)ngay\s+\d{1,2}(?!\w)"
)
_TIMES = re.compile(r"(?<!\w)(?:\d+|hai|ba|bon|nam|sau|bay|may|nhieu|may chuc)(?:\s+\d+)?\s+(?:lan|luot|bua)(?!\w)")
_CLOCK = re.compile(r"(?<!\w)\d{1,2}\s?(?:h|g|gio)(?:\s?\d{1,2})?(?!\w)")


class Listener:
    """Reads texts with the search's own reader, taught the words that complaints need."""

    def __init__(self, wordings: Iterable[str], abbreviations: Iterable[tuple[str, str]], spelled: dict[str, int]):
        """:param wordings: phrases whose words are spelled right and whose neighbours belong together.
        :param spelled: further folded syllables with how often they occur.
        """
        shipped = load_concepts()
        phrases = tuple(dict.fromkeys(wordings))
        known = {**spelled, **shipped.syllables}
        for phrase in phrases:
            if not any(w in shipped.english for w in words(phrase)):
                for word in words(phrase):
                    known.setdefault(fold(word), 2)
        concepts = Concepts(
            abbreviations={**shipped.abbreviations, **dict(abbreviations)},
            words=[Word("wording", "object", phrases, (), ())],
            syllables=known,
            english=shipped.english,
        )
        self._reader = Reader(concepts, ())

    def hear(self, text: str) -> tuple[Syllable, ...]:
        """Syllables after abbreviations, key strokes and spelling; figures as :data:`MARKS`."""
        return self._reader.read(_marked(text)).syllables


def _marked(text: str) -> str:
    for amount in reversed(find_amounts(text)):
        text = f"{text[: amount.start]} 0tien0 {text[amount.end :]}"
    for pattern, mark in ((_TIMES, "0lan0"), (_DURATION, "0lau0"), (_DATE, "0ngay0"), (_CLOCK, "0gio0")):
        folded = fold(text)
        if len(folded) != len(text):
            text = folded
        for match in reversed(list(pattern.finditer(folded))):
            text = f"{text[: match.start()]} {mark} {text[match.end() :]}"
    return text


def marks_of(syllables: Iterable[Syllable]) -> list[tuple[int, str]]:
    """Where the marks stand, and what they signal."""
    return [(at, MARKS[s.folded]) for at, s in enumerate(syllables) if s.folded in MARKS]
