"""Whether two reports say the same in almost the same words, found without keeping the words.

A sketch is 64 min-hashes of the text's shingles, keyed, of which only 4 bits each are kept: 32 bytes. Two sketches
agree in as many places as their texts share shingles, and in a sixteenth of the others by chance; the text cannot be
made of them again. Whoever holds the server key can tell whether a text they have is like a filed one, no more.
"""

from __future__ import annotations

import hashlib
import struct

from bot.sealing import ServerKey
from knowledge.search.text import fold, words

PLACES = 64
_BITS = 4
SKETCH_BYTES = PLACES * _BITS // 8
#: Characters of a shingle: long enough to carry the order of words, short enough to outlive a changed word.
_SHINGLE = 6
#: Below so many shingles a text says too little to be recognised: two short ones are alike by themselves.
FEWEST_SHINGLES = 30
#: A sketch looks at the beginning; copies are copies from the first word on.
_LONGEST = 4_000
#: Equal places of 64 from which two texts count as one; docs/reports.md has how often that is wrong, either way.
ALIKE = 40
_HASHES_A_DIGEST = 16
_DIGESTS = PLACES // _HASHES_A_DIGEST
_LOWEST_BITS = int("1" * PLACES, 16)


class Sketcher:
    def __init__(self, key: ServerKey) -> None:
        self._key = key.lookup("case-sketch").encode()

    def sketch(self, text: str) -> bytes | None:
        """32 bytes; None for a text too short to be recognised."""
        shingles = shingles_of(text)
        if len(shingles) < FEWEST_SHINGLES:
            return None
        least = map(min, *(self._hashes(shingle) for shingle in shingles))
        packed = 0
        for value in least:
            packed = packed << _BITS | value & 0xF
        return packed.to_bytes(SKETCH_BYTES)

    def _hashes(self, shingle: str) -> tuple[int, ...]:
        # One digest gives 16 values of 32 bits: wide enough that the least one is hardly ever a tie.
        told = shingle.encode()
        digests = (
            hashlib.blake2b(told, key=self._key, salt=bytes([number]), digest_size=64).digest()
            for number in range(_DIGESTS)
        )
        return struct.unpack(f">{PLACES}I", b"".join(digests))


def shingles_of(text: str) -> set[str]:
    """Runs of characters of the folded words: without marks, case and punctuation."""
    # Word by word: fold keeps what it was given for a while, and a whole text shall not be kept.
    plain = " ".join(fold(word) for word in words(text[:_LONGEST]))
    return {plain[start : start + _SHINGLE] for start in range(max(0, len(plain) - _SHINGLE + 1))}


def equal_places(one: bytes, other: bytes) -> int:
    """Of 64."""
    differing = int.from_bytes(one) ^ int.from_bytes(other)
    differing |= differing >> 2
    differing |= differing >> 1
    return PLACES - (differing & _LOWEST_BITS).bit_count()


def alike(one: bytes | None, other: bytes | None) -> bool:
    return one is not None and other is not None and equal_places(one, other) >= ALIKE
