"""Letters: folding Vietnamese, cutting into syllables, and comparing marks that were typed with those expected."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+", re.UNICODE)
# Set aside before anything else looks at the text: they are personal, and they only mislead the ranking.
PERSONAL = re.compile(
    r"\S+@\S+\.\S+"  # e-mail
    r"|https?://\S+"
    r"|\b[A-Za-z]\d{2}(?:\.\d+)*-\d{6}-\d{3,}\b"  # dossier codes such as H57.132-260804-0583
    r"|(?:\+?84|\b0)(?:[ .-]?\d){8,10}\b"  # telephone
    r"|\b\d{9}(?:\d{3})?\b"  # identity numbers, old and new
    r"|\b\d{10,16}\b"  # insurance, tax, account numbers
)
_TONES = {"\u0300": 1, "\u0301": 2, "\u0303": 3, "\u0309": 3, "\u0323": 4}  # hỏi and ngã count as one: half the country
_SHAPES = {"\u0302", "\u0306", "\u031b"}


#: Longer is a sentence, not a syllable: what people type does not come again, and would only fill the memory.
_LONGEST_KEPT = 24


def fold(text: str) -> str:
    """Lower case without marks, đ as d."""
    if text.isascii():
        return text.lower()
    return _folded(text) if len(text) <= _LONGEST_KEPT else _folded.__wrapped__(text)


@lru_cache(maxsize=16384)  # the syllables in use are some 7,000
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def words(text: str) -> list[str]:
    """Runs of letters and digits as typed, lower case, NFC."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def set_aside_personal(text: str) -> str:
    """The text without e-mail addresses, telephone, identity and dossier numbers."""
    return PERSONAL.sub(" ", text)


@lru_cache(maxsize=8192)
def marks(word: str) -> tuple[int, str]:
    """Tone of a syllable (0 none) and the shape of each of its letters ('.' where none was typed)."""
    tone = 0
    shapes: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES:
            shapes[-1:] = [char]
        else:
            shapes.append("-" if char == "đ" else ".")
    return tone, "".join(shapes)


@lru_cache(maxsize=16384)
def marks_agree(typed: str, expected: str) -> bool:
    """Whether what was typed can mean the expected syllable: a missing mark never contradicts, one too many does."""
    if typed.isascii() or typed == expected:
        return True
    (tone, shapes), (want_tone, want_shapes) = marks(typed), marks(expected)
    if tone and tone != want_tone:
        return False
    return all(a in (".", b) for a, b in zip(shapes, want_shapes, strict=False))
