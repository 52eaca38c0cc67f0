"""Typing as it goes wrong: the same question without marks, in Telex or VNI keys, with slips, run together."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

_TELEX_TONE = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_VNI_TONE = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
_VNI_SHAPE = {"\u0302": "6", "\u0306": "8", "\u031b": "7"}


def plain(text: str) -> str:
    """No marks at all."""
    bare = unicodedata.normalize("NFD", text)
    return "".join(c for c in bare if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def telex(text: str) -> str:
    """Key strokes of the Telex method, the tone at the end of the word."""
    return " ".join(_telex_word(word) for word in text.split())


def _telex_word(word: str) -> str:
    keys: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TELEX_TONE:
            tone = _TELEX_TONE[char]
        elif char == "\u0302":
            keys.append(keys[-1])
        elif char in ("\u0306", "\u031b"):
            keys.append("w")
        else:
            keys.append("dd" if char == "đ" else char)
    end = len(keys)
    while end and not keys[end - 1].isalpha():
        end -= 1
    return "".join([*keys[:end], tone, *keys[end:]])


def vni(text: str) -> str:
    """Key strokes of the VNI method."""
    return " ".join(_vni_word(word) for word in text.split())


def _vni_word(word: str) -> str:
    keys: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _VNI_TONE:
            tone = _VNI_TONE[char]
        else:
            keys.append(_VNI_SHAPE.get(char, "d9" if char == "đ" else char))
    return "".join(keys) + tone


def slips(text: str, random_: random.Random, share: float = 0.18) -> str:
    """A dropped, doubled, swapped or neighbouring letter in about one word of six."""
    return " ".join(_slip(w, random_) if len(w) > 2 and random_.random() < share else w for w in text.split())


def _slip(word: str, random_: random.Random) -> str:
    at = random_.randrange(len(word) - 1)
    kind = random_.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[: at + 1] + word[at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    near = {
        "a": "s",
        "s": "a",
        "e": "r",
        "n": "b",
        "m": "n",
        "o": "p",
        "u": "i",
        "i": "u",
        "t": "y",
        "h": "g",
        "c": "v",
    }
    return word[:at] + near.get(word[at], word[at]) + word[at + 1 :]


def run_together(text: str, random_: random.Random) -> str:
    """One blank in five left out."""
    parts = text.split()
    return "".join(word + ("" if random_.random() < 0.2 else " ") for word in parts).strip()


def styles(seed: int) -> dict[str, Callable[[str], str]]:
    """The ways of typing by name, repeatable for a seed."""
    random_ = random.Random(seed)
    return {
        "plain": plain,
        "telex": telex,
        "vni": vni,
        "slips": lambda text: slips(text, random_),
        "plain_slips": lambda text: slips(plain(text), random_),
        "run_together": lambda text: run_together(text, random_),
        "capitals": str.upper,
    }
