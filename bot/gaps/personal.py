"""Personal data are taken out of a question before it is kept: numbers, addresses, and names that are told as names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.board.masking import COVER, masked
from bot.places import gazetteer
from knowledge.search.text import fold, set_aside_personal

WORDS = Path(__file__).with_name("names.txt")
#: Syllables of a name after the family name.
_MOST = 4
_SYLLABLE = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(
    r"\b(?:số nhà|so nha|nhà số|nha so|ngõ|ngo|ngách|ngach|hẻm|hem|thôn|tổ dân phố|to dan pho|đường|duong)\s+"
    r"(?=\S*\d|[A-ZĐÀ-Ỹ])[\w/.-]+(?:\s+[A-ZĐÀ-Ỹ][\w]*)*"
)


def cleaned(question: str) -> str:
    """The question in one line, with ▮ where something personal stood."""
    text = " ".join(set_aside_personal(question).split())
    text = _ADDRESS.sub(COVER, masked(text))
    return " ".join(_without_names(text).split())


def _without_names(text: str) -> str:
    """A name is a family name and what follows it: after a word that introduces it, or written with capitals."""
    spans: list[tuple[int, int]] = []
    syllables = list(_SYLLABLE.finditer(text))
    folded = [fold(each[0]) for each in syllables]
    place = 0
    while place < len(syllables):
        length = _name_at(text, syllables, folded, place)
        if length:
            spans.append((syllables[place].start(), syllables[place + length - 1].end()))
        place += length or 1
    for start, end in reversed(spans):
        text = f"{text[:start]}{COVER}{text[end:]}"
    return text


def _name_at(text: str, syllables: list[re.Match[str]], folded: list[str], place: int) -> int:
    """How many syllables of a name begin here; 0: none."""
    families, middles, introducers = _words()
    if folded[place] not in families:
        return 0
    capitals = 0
    for each in syllables[place : place + _MOST]:
        if not each[0].istitle() or (capitals and not _adjoins(text, syllables, place + capitals)):
            break
        capitals += 1
    if capitals > 1:
        return 0 if _is_province(folded[place : place + capitals]) else capitals
    if not 0 < place < len(syllables) - 1:
        return 0
    told = folded[place - 1] in introducers and folded[place + 1] in middles
    joined = _adjoins(text, syllables, place) and _adjoins(text, syllables, place + 1)
    return min(_MOST - 1, len(syllables) - place) if told and joined else 0


def _adjoins(text: str, syllables: list[re.Match[str]], place: int) -> bool:
    """Whether only a blank stands before this syllable."""
    return text[syllables[place - 1].end() : syllables[place].start()] == " "


def _is_province(name: list[str]) -> bool:
    """Some provinces have the names of people."""
    return any(tuple(name[:length]) in gazetteer().province_names for length in (2, 3))


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lists: dict[str, list[str]] = {}
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, words = line.partition(":")
            lists.setdefault(kind, []).extend(words.split())
    return frozenset(lists["family"]), frozenset(lists["middle"]), frozenset(lists["introducer"])
