"""A name that its owner recognises and nobody else learns."""

from __future__ import annotations


def masked(name: str) -> str:
    """ "Nguyễn Thị Lan" -> "N*** T*** L***": first letters only, no lengths."""
    return " ".join(f"{word[0]}***" for word in name.split()) or "***"
