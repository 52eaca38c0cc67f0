"""Small helpers of the templates: how a date, an amount or a foreign text is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.clock import local
from bot.texts.language import Language

#: Bidi controls and zero-width marks could make a quoted text read as another one.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u061c\ufeff]")


def clean(value: object) -> str:
    """Somebody else's text, safe to quote in ours: NFC, no control, bidi or zero-width characters."""
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSEEN.sub("", text)
    if text.replace("\n", "").isprintable():  # as nearly all text is; what is below costs a look at each character
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def day(value: date | datetime | str) -> str:
    """dd/mm/yyyy, the way Vietnamese papers write it; also in English, so that a paper can be compared."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime):
        value = local(value).date()
    return value.strftime("%d/%m/%Y")


def hour(value: datetime) -> str:
    """HH:MM in Vietnam."""
    return f"{local(value):%H:%M}"


def moment(value: datetime) -> str:
    """dd/mm/yyyy with the hour, where one is known: a day alone is kept as its midnight."""
    there = local(value)
    return f"{there:%d/%m/%Y}" if (there.hour, there.minute) == (0, 0) else f"{there:%H:%M %d/%m/%Y}"


def plain_number(value: float) -> str:
    """7.0 -> "7", 1.5 -> "1,5"."""
    return f"{value:g}".replace(".", ",")


def dong(amount: int | float) -> str:
    """8000 -> "8.000 đồng"."""
    return f"{amount:,.0f}".replace(",", ".") + " đồng"


def for_language(_language: Language) -> dict[str, Callable[..., Any]]:
    return {"clean": clean, "day": day, "dong": dong, "hour": hour, "moment": moment, "plain_number": plain_number}
