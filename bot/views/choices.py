"""Cases of a procedure and how they travel in a button: keys joined by ``-``, ``0`` when nothing was chosen."""

from __future__ import annotations

Choice = tuple[str, ...]
_NONE = "0"


def packed(choice: Choice) -> str:
    return "-".join(choice) or _NONE


def unpacked(value: str) -> Choice:
    return () if value in ("", _NONE) else tuple(value.split("-"))
