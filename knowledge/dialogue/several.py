"""Several questions in one message: where it may be cut. Whether the pieces are questions, the search decides."""

from __future__ import annotations

import re

#: More than this many questions at once are not answered in turn: the citizen could not follow.
MOST = 3
#: A piece of fewer words has no subject of its own ("bao lâu?").
FEWEST_WORDS = 3
_BREAK = re.compile(
    r"[?？;\n]+|(?<=[.!])\s+|,?\s+(?:còn|với lại|ngoài ra|và còn|đồng thời|con thi|voi lai|ngoai ra)\s+"
)


def parts_of(question: str) -> list[str]:
    """The pieces of a message that could each be a question, in order; at least the message itself."""
    pieces = [piece.strip(" ,.!") for piece in _BREAK.split(question)]
    found = [piece for piece in pieces if len(piece.split()) >= FEWEST_WORDS]
    return found if len(found) > 1 else [question]
