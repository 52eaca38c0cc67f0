"""Reading keyboard leftovers: Telex and VNI key strokes that no input method turned into marks."""

from __future__ import annotations

import re
from collections.abc import Container

_DOUBLE = re.compile(r"aa|ee|oo|dd")
_VNI = re.compile(r"^[a-z]+(?:[1-9][a-z]*)+$")


def decode_telex(word: str, syllables: Container[str]) -> str | None:
    """The folded syllable that the Telex key strokes spell, or None when they spell none.

    The tone key may stand anywhere after the vowel ("maats", "masat"), so each removal is tried against the
    syllables that exist.
    """
    if not word.isascii() or not word.isalpha():
        return None
    plain = _DOUBLE.sub(lambda m: m.group()[0], word)
    for candidate in (plain, _without_late_shape(plain)):
        bare = (
            candidate[0] + candidate[1:].replace("w", "") if candidate.startswith("w") else candidate.replace("w", "")
        )
        if bare.startswith("w"):
            bare = "u" + bare[1:]
        if bare != word and bare in syllables:
            return bare
        for tone in "sfrxj":
            at = bare.rfind(tone, 1)
            if at > 0 and (shorter := bare[:at] + bare[at + 1 :]) in syllables:
                return shorter
    return None


def _without_late_shape(word: str) -> str:
    """Shape keys typed at the end of the syllable: "vietje" is việt, "duongdw" is đương."""
    for key in "aeod":
        first = word.find(key)
        last = word.rfind(key)
        if 0 <= first < last:
            return word[:last] + word[last + 1 :]
    return word


def decode_vni(word: str, syllables: Container[str]) -> str | None:
    """The folded syllable that the VNI key strokes spell ("d9o63i" is đổi), or None."""
    if not _VNI.match(word):
        return None
    bare = re.sub(r"[1-9]", "", word)
    # One letter and one digit is a class of driving licence or a section of a form, not a syllable.
    return bare if bare in syllables and len(word) > 2 else None
