"""Shortening a text to what a button can carry."""

from __future__ import annotations

from bot.outbox.message import MAX_LABEL, utf16_units


def shortened(text: str, most: int = MAX_LABEL) -> str:
    """At most ``most`` UTF-16 units, cut between words; the full text stands in the message."""
    text = " ".join(text.split())
    if utf16_units(text) <= most:
        return text
    kept = text
    while utf16_units(kept) > most - 1:
        kept = kept[:-1]
    at_word = kept.rpartition(" ")[0]
    return (at_word if len(at_word) > most // 2 else kept).rstrip(" ,;:.-–(") + "…"
