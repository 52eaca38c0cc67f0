"""Where a proof can be checked."""

from __future__ import annotations

from urllib.parse import urlencode


def verify_link(public_url: str | None, number: str, code: str) -> str | None:
    """The page with both filled in; None where the operator has not said under which address people find us."""
    if not public_url:
        return None
    return f"{public_url.rstrip('/')}/verify?{urlencode({'n': number, 'c': code})}"
