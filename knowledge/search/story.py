"""The request at the end of a story: people tell what happened first and ask last."""

from __future__ import annotations

import re

LONG = 20
SHORTEST_PART = 4
# A comma ends a part only where the next words turn from the story to the wish.
_TURNS = "nay|giờ|gio|bây giờ|bay gio|muốn|muon|(?:tôi|toi|em|mình|minh) (?:muốn|muon|cần|can)|xin|vậy|vay|so|now|how"
_ENDS = re.compile(rf"[.?!;\n]+|,\s*(?=(?:{_TURNS})\b)", re.IGNORECASE)


def closing(question: str) -> str | None:
    """The last part of a long question, or None where there is no story around it."""
    if len(question.split()) < LONG:
        return None
    parts = [part for part in _ENDS.split(question) if len(part.split()) >= SHORTEST_PART]
    return parts[-1] if len(parts) > 1 else None
