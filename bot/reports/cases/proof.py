"""The proof of filing: a salted hash over what may be shown of a case, and a short code of it for a picture."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from bot.clock import epoch_ms
from bot.reports.cases.secrets import ALPHABET

SALT_BYTES = 16
#: 60 bits: enough that nobody hits the code of somebody else's case, and can still be typed.
CODE_SYMBOLS = 12
_GROUP = 4
_SEPARATOR = "|"


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def proof_of(
    salt: bytes,
    number: str,
    received_at: datetime,
    category: str,
    office: str | None,
    province: str | None,
    commune: str | None,
) -> str:
    """SHA-256 in hex over ``number|received|category|office|province|commune`` after the salt; empty where unknown.

    :param received_at: as epoch milliseconds in it. The salt keeps the hash from being tried for likely cases.
    """
    parts = (number, str(epoch_ms(received_at)), category, office or "", province or "", commune or "")
    return hashlib.sha256(salt + _SEPARATOR.join(parts).encode()).hexdigest()


def code_of(proof: str) -> str:
    """The short code, grouped: ``7K3M-9QAB-CDEF``."""
    value = int(proof, 16) >> (4 * len(proof) - 5 * CODE_SYMBOLS)
    symbols = [ALPHABET[value >> 5 * place & 31] for place in reversed(range(CODE_SYMBOLS))]
    return "-".join("".join(symbols[start : start + _GROUP]) for start in range(0, CODE_SYMBOLS, _GROUP))


def fits(code: str, proof: str) -> bool:
    """Whether ``code``, however it was typed, is the one of ``proof``."""
    typed = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("OILU", "011V"))
    return hmac.compare_digest(typed.encode(), code_of(proof).replace("-", "").encode())
