"""From a text as typed to syllables in which sums, spans of time and dates stand as marks of their own.

Not the search's reader: that mends towards the words of procedures ("giam doc noi" would become "giảm đội nơi"), while
a complaint is about people. Here a possible syllable is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.reports.demands.amounts import find_amounts
from knowledge.search.concepts import load_concepts
from knowledge.search.lexicon import Syllable
from knowledge.search.spelling import Speller, is_syllable
from knowledge.search.telex import decode_telex, decode_vni
from knowledge.search.text import fold, set_aside_personal, words

LONGEST_TEXT = 4096
MOST_SYLLABLES = 600
#: So many words that only make sense as key strokes ("phuwowngf") mean that the whole text is typed so.
TELEX_FROM = 2
#: Shorter words are not mended: one slip away lies everything.
SHORTEST_MENDED = 4
#: Marks hold a digit, so that spelling repair leaves them alone. Each is the signal it raises.
MARKS = {
    "0tien0": "amount",
    "0lau0": "duration",
    "0ngay0": "date",
    "0lan0": "manytimes",
    "0gio0": "clock",
    "0ma0": "code",
}
_FEW = r"(?:\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nua|ca|gan|hon|nhieu|hang)"
_DURATION = re.compile(
    rf"(?<!\w)(?:{_FEW}\s+)+(?:chuc\s+)?(?:ngay|tuan|thang|nam|hom|bua|ngay lam viec)(?:\s+(?:troi|nay|roi))?(?!\w)"
    r"(?!\s+(?:\d|sinh|tuoi|truoc))|(?<!\w)\d+\s?(?:thang|tuan|ngay)(?!\w)|\b(?:\w+ )?(?:weeks|months)\b"
)
_DATE = re.compile(
    r"(?<!\w)(?:ngay\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?(?!\w)|(?<!\w)thang\s+\d{1,2}(?!\w)"
    r"|(?<!\w)ngay\s+\d{1,2}(?!\w)"
)
_CODE = re.compile(
    r"\b(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Za-z]\d{2}(?:\.\d{1,3}){0,3}-\d{6}-\d{3,6}\b|\bPA\d{2}-[0-9A-Za-z]{6}\b"
)
_TIMES = re.compile(r"(?<!\w)(?:\d+|hai|ba|bon|nam|sau|bay|may|nhieu|may chuc)(?:\s+\d+)?\s+(?:lan|luot|bua)(?!\w)")
_CLOCK = re.compile(r"(?<!\w)\d{1,2}\s?(?:h|g|gio)(?:\s?\d{1,2})?(?!\w)")


class Listener:
    """Expands abbreviations, reads key strokes, and mends what is no syllable at all."""

    def __init__(self, wordings: Iterable[str], abbreviations: Iterable[tuple[str, str]], spelled: dict[str, int]):
        """:param wordings: phrases whose words are spelled right and whose neighbours belong together.
        :param spelled: further folded syllables with how often they occur.
        """
        shipped = load_concepts()
        phrases = [[fold(word) for word in words(phrase)] for phrase in dict.fromkeys(wordings)]
        self._known = {**spelled, **shipped.syllables}
        for phrase in phrases:
            for word in phrase:
                self._known.setdefault(word, 2)
        self._english = shipped.english
        pairs = [pair for phrase in phrases for pair in pairwise(phrase)]
        self._speller = Speller(self._known, pairs, pairs)
        self._abbreviations = {
            short: tuple(words(long)) for short, long in {**shipped.abbreviations, **dict(abbreviations)}.items()
        }

    def hear(self, text: str) -> tuple[Syllable, ...]:
        """Syllables after abbreviations, key strokes and spelling; figures as :data:`MARKS`."""
        typed = words(set_aside_personal(_marked(text[:LONGEST_TEXT])))[:MOST_SYLLABLES]
        telex = sum(self._decoded(word) is not None for word in typed) >= TELEX_FROM
        heard: list[Syllable] = []
        for at, word in enumerate(typed):
            after = fold(typed[at + 1]) if at + 1 < len(typed) else None
            heard += self._understood(word, heard[-1].folded if heard else None, after, telex)
        return tuple(heard)

    def _understood(self, word: str, before: str | None, after: str | None, telex: bool) -> Sequence[Syllable]:
        expansion = self._abbreviations.get(word)
        if expansion is not None:
            return [Syllable(part, fold(part)) for part in expansion]
        folded = fold(word)
        decoded = self._decoded(word) if telex else None
        if decoded is not None:
            return [Syllable(decoded, fold(decoded))]
        if folded in self._known or not folded.isalpha() or is_syllable(folded) or folded in self._english:
            return [Syllable(word, folded)]
        mended = self._speller.mend(folded, before, after) if len(folded) >= SHORTEST_MENDED else None
        return [Syllable(part, part) for part in mended] if mended else [Syllable(word, folded)]

    def _decoded(self, word: str) -> str | None:
        """What key strokes stand for, where the word means nothing as it is."""
        if not word.isascii() or word in self._abbreviations or word in self._known or is_syllable(word):
            return None
        return decode_vni(word, self._known) or decode_telex(word, self._known)


def _marked(text: str) -> str:
    text = _CODE.sub(" 0ma0 ", text)
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
