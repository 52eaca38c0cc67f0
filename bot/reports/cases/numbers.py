"""Public numbers of cases: PA + year + "-" + five random symbols + one that checks them, e.g. PA26-7K3M9Q.

The check finds every single wrong symbol and every swap of neighbours: 31 is prime, no weight is 0 and no two
neighbours have the same one. A number opens nothing; it may be read aloud and shown to anybody.
"""

from __future__ import annotations

import re
import secrets

#: 31 symbols, so that the arithmetic is in a field. I, L, O, U and Z are read as the symbols they look like.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_LOOKS_LIKE = str.maketrans("OILUZ", "011V2")
#: Of the two digits of the year and the five random symbols; the check symbol's own weight is 1.
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
_RANDOM = 5
_FORM = re.compile(rf"PA([0-9]{{2}})([{ALPHABET}]{{6}})")
#: What stands between the symbols when a number is dictated, copied or typed on a phone.
_BETWEEN = re.compile(r"[\s\-–—_.:#]+")


def new_number(year: int) -> str:
    """A random number of ``year``. Numbers can meet: whoever stores one makes sure that it is new."""
    return numbered(year, "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM)))


def numbered(year: int, symbols: str) -> str:
    """:param symbols: five of the alphabet."""
    digits = f"{year % 100:02d}"
    return f"PA{digits}-{symbols}{_check(digits + symbols)}"


def read_number(text: str) -> str | None:
    """``text`` as a number is written, however it was typed; None when it is none, or was mistyped."""
    found = _FORM.fullmatch(_plain(text))
    if found is None:
        return None
    digits, symbols = found.groups()
    number = numbered(int(digits), symbols[:_RANDOM])
    return number if number[-1] == symbols[-1] else None


def looks_like_number(text: str) -> bool:
    """Whether somebody meant a number, even a mistyped one."""
    return _FORM.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    # In the first two places only letters stand, so that a 0 or 1 there means nothing.
    return _BETWEEN.sub("", text).upper().translate(_LOOKS_LIKE)


def _check(symbols: str) -> str:
    total = sum(weight * ALPHABET.index(symbol) for weight, symbol in zip(_WEIGHTS, symbols, strict=True))
    return ALPHABET[-total % len(ALPHABET)]
