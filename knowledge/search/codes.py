"""Codes of procedures as people copy them: "1.001193", or with the office's tail, "1.001193.000.00.00.H57"."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![\d.,])([1-9])[.,] ?(\d{6})(?=$|[^\d.,]|[.,](?:$|\D)|\.000\.)")


def codes_in(text: str) -> list[str]:
    """Codes in the order of the text, each once, written with a point."""
    return list(dict.fromkeys(f"{first}.{rest}" for first, rest in _CODE.findall(text)))
