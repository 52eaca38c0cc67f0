"""One-time codes of an authenticator app (TOTP, RFC 6238: 6 digits, 30 seconds, SHA-1 as all the apps have it)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

STEP_S = 30
ISSUER = "Một Cửa"


def new_seed() -> str:
    """160 random bits in base 32 (RFC 4226, R6)."""
    return pyotp.random_base32(32)


def address(seed: str, name: str) -> str:
    """What the app reads from the picture: otpauth://…"""
    return pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(seed: str, code: str, now: datetime) -> int | None:
    """The step whose code this is: the present one or a neighbour, for clocks that go differently; None: of none.

    Keep it: a code that was taken once, or an earlier one, must not be taken again.
    """
    totp, found = pyotp.TOTP(seed), None
    typed = "".join(code.split()).encode()
    present = int(now.timestamp()) // STEP_S
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed):
            found = step
    return found
