"""The way back to a dossier: one button, under answers and under messages that nobody asked for just now."""

from __future__ import annotations

from bot.outbox.buttons import data
from bot.outbox.message import Button, Row
from bot.views.labels import shortened


def show_row(code: str) -> Row:
    """Opens a dossier that this chat may see. The label is not on a lock screen."""
    return (Button(shortened(f"📂 {code}"), data("dos", "show", code)),)
