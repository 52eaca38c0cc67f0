"""Reading number and secret out of what people type: together or apart, copied, dictated, with words between."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.reports.cases import looks_like_number, read_number
from bot.reports.cases.secrets import read_secret

#: A number inside a sentence: only where its six symbols stand together, or any word that begins with "pa" would do.
_INSIDE = re.compile(r"(?<![0-9A-Za-z])PA\s?[-–—.]?\s?\d{2}\s?[-–—.]?\s?[0-9A-Za-z]{6}(?![0-9A-Za-z])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s\-–—_.:#]+")
#: Symbols of a number, and of number and secret written into one another.
_NUMBER, _BOTH = 10, 36
#: With anything between its symbols.
_LONGEST_ALONE = 120
#: What somebody means as a secret, right or mistyped.
_MEANT = re.compile(r"[0-9A-Za-z\s\-–—_.]+")
_FEWEST, _MOST, _DIGITS = 20, 32, 3
#: Words of a message that are looked through for a secret.
_LOOKED_AT = 120


@dataclass(frozen=True, slots=True)
class Typed:
    """``number``: as it is written; None when there is none. ``mistyped``: a number was meant, but its check symbol
    does not fit. ``secret``: what can be a secret; ``meant_secret``: something was meant as one, and cannot be."""

    number: str | None
    secret: str | None
    mistyped: bool = False
    meant_secret: bool = False


def read(text: str) -> Typed:
    """A message that was asked for as number, secret or both."""
    named = number_in(text)
    if named is not None:
        number, rest = named
        return Typed(number, _secret_in(rest))
    secret = _secret_in(text)
    if secret is not None:
        return Typed(None, secret)
    return Typed(None, None, looks_like_number(text), _is_meant(text))


def number_in(text: str) -> tuple[str, str] | None:
    """(number, the text besides it): in a sentence, alone, or in one run with its secret. Asked of every message."""
    for match in _INSIDE.finditer(text):
        number = read_number(match[0])
        if number is not None:
            return number, f"{text[: match.start()]} {text[match.end() :]}"
    if len(text) > _LONGEST_ALONE:
        return None
    if (number := read_number(text)) is not None:
        return number, ""
    plain = _BETWEEN.sub("", text)
    number = read_number(plain[:_NUMBER]) if len(plain) == _BOTH else None
    return (number, plain[_NUMBER:]) if number is not None else None


def _secret_in(text: str) -> str | None:
    """A secret somewhere in ``text``, in one piece or in groups."""
    words = text.split()[:_LOOKED_AT]
    for start in range(len(words)):
        run = ""
        for word in words[start:]:
            run = f"{run} {word}".strip()
            plain = read_secret(run)
            # Words of a sentence can have as many letters together; digits they have not.
            if plain is not None and (" " not in run or any(symbol.isdigit() for symbol in run)):
                return plain
            if len(run) > 2 * _MOST:
                break
    return None


def _is_meant(text: str) -> bool:
    plain = _BETWEEN.sub("", text)
    enough = _FEWEST <= len(plain) <= _MOST and sum(symbol.isdigit() for symbol in plain) >= _DIGITS
    return enough and _MEANT.fullmatch(text) is not None
