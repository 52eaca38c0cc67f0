"""The secret that opens a case from anywhere: 130 random bits, shown once, stored so that it cannot be read back.

Stored is an Argon2id hash of a keyed HMAC: a copy of the database alone gives nothing that could be tried, and one with
the server key still has 2**128 to try.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from bot.sealing import ServerKey

#: Crockford's base 32: no I, L, O, U. Five bits a symbol.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans("OILU", "011V")
SYMBOLS = 26
_GROUPS = (5, 5, 5, 5, 6)
_FORM = re.compile(rf"[{ALPHABET}]{{{SYMBOLS}}}")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one try: passes over ``memory`` KiB, in one lane."""

    passes: int
    memory: int


#: OWASP, Password Storage Cheat Sheet: Argon2id with at least 19 MiB, 2 passes, 1 lane. More would buy nothing against
#: 130 random bits and would hold up the chat.
COST = Cost(passes=2, memory=19_456)


def new_secret() -> str:
    """A random secret, grouped for reading."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS)))


def grouped(plain: str) -> str:
    """26 symbols as they are shown: ``7K3M9-…``."""
    starts = [sum(_GROUPS[:position]) for position in range(len(_GROUPS))]
    return "-".join(plain[start : start + size] for start, size in zip(starts, _GROUPS, strict=True))


def read_secret(text: str) -> str | None:
    """The 26 symbols, however they were typed; None when ``text`` cannot be a secret."""
    plain = re.sub(r"[\s\-–—_.]+", "", text).upper().translate(_LOOKS_LIKE)
    return plain if _FORM.fullmatch(plain) else None


class Secrets:
    """:param cost: less in tests only."""

    def __init__(self, key: ServerKey, cost: Cost = COST) -> None:
        self._key = key
        self._hasher = PasswordHasher(cost.passes, cost.memory, parallelism=1, type=Type.ID)
        self._decoy: str | None = None

    def stored(self, number: str, secret: str) -> str:
        """What ``report_case.secret`` keeps; it fits this number only. Slow on purpose: belongs into a thread."""
        return self._hasher.hash(self._keyed(number, secret))

    def fits(self, number: str, secret: str, stored: str | None) -> bool:
        """Whether ``secret`` is the one of ``number``. Slow on purpose: belongs into a thread.

        :param stored: None for a number nobody has, "" for an erased case: as slow, and never right.
        """
        try:
            right = self._hasher.verify(stored or self._decoy_hash(), self._keyed(number, secret))
        except (VerificationError, InvalidHashError):
            return False
        return right and bool(stored)

    def prepare(self) -> None:
        """Makes the hash that unknown numbers are tried against, so that the first of them takes no longer."""
        self._decoy_hash()

    def _decoy_hash(self) -> str:
        if self._decoy is None:
            self._decoy = self._hasher.hash(secrets.token_urlsafe(16))
        return self._decoy

    def _keyed(self, number: str, secret: str) -> str:
        return self._key.lookup("case-secret", number, secret.replace("-", ""))
