"""Whole numbers as addresses, forms and buttons carry them."""

from __future__ import annotations

#: What an Integer column of PostgreSQL holds, and more than any row of ours will ever be numbered.
MOST = 2**31 - 1


def whole(text: str, most: int = MOST) -> int | None:
    """None: it is no number in ASCII digits, or a larger one. (``str.isdigit`` takes "²", which ``int`` does not.)"""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    return number if (number := int(text)) <= most else None
