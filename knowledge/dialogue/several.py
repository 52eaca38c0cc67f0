"""Several questions in one message: where it may be cut. Whether the pieces are questions, the search decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.search.engine import SearchEngine
from knowledge.search.reading import Reading

#: More than this many questions at once are not answered in turn: the citizen could not follow.
MOST = 3
#: A piece of fewer words has no subject of its own ("bao lâu?").
FEWEST_WORDS = 3
#: What is wanted of a thing of which nothing else was said.
_WANTED, _WANTED_EN = "làm", "apply for"
#: A longer piece tells a story.
LONGEST_ITEM = 9
_BREAK = re.compile(
    r"[?？;\n]+|(?<=[.!])\s+|,?\s+(?:còn|với lại|ngoài ra|và còn|đồng thời|con thi|voi lai|ngoai ra)\s+"
)
_BETWEEN = re.compile(r"\s*[,;+&]\s*|\s+(?:và|va|cùng|cung|lẫn|lan|and)\s+", re.IGNORECASE)
#: What a thing in a list never stands with: "đã có căn cước rồi" tells something of it.
_TELLING = frozenset({"co", "da", "roi", "chua", "khong", "dang", "la", "have", "has", "is"})


def parts_of(question: str) -> list[str]:
    """The pieces of a message that could each be a question, in order; at least the message itself."""
    pieces = [piece.strip(" ,.!") for piece in _BREAK.split(question)]
    found = [piece for piece in pieces if len(piece.split()) >= FEWEST_WORDS]
    return found if len(found) > 1 else [question]


def listed(engine: SearchEngine, question: str, first: str) -> list[str]:
    """A row of things wanted or lost, each with what is said of all: "mất căn cước, bằng lái" is two questions.

    :param first: code of the procedure that the message as a whole finds first.
    :return: nothing when no row is found, or that procedure speaks of all things in it ("khai sinh và thẻ bảo hiểm").
    """
    pieces = [piece for piece in _BETWEEN.split(question.strip(" .?!")) if piece]
    if len(pieces) < 2 or engine.speaks_of(first, _things(engine, engine.read(question))):
        return []
    found = list(_items(engine, pieces))
    return found if len(found) > 1 else []


def _items(engine: SearchEngine, pieces: list[str]) -> Iterator[str]:
    """Each thing with the action last spoken of; pieces that name no thing lend their action to those after them."""
    action, items = "", 0
    for piece in pieces:
        reading = engine.read(piece)
        said = [token for token in reading.order if engine.kind(token) == "action"]
        if said:
            action = engine.spoken(said[0], english=reading.english)
        if not _things(engine, reading):
            continue
        if _TELLING.intersection(reading.wording) or len(reading.wording) > LONGEST_ITEM:
            return
        if said:
            yield piece
        elif {engine.kind(token) for token in reading.tokens} <= {"object", "person"}:
            wanted = action or (_WANTED_EN if reading.english else _WANTED)
            yield f"{wanted} {piece}" if action or items else piece
        items += 1


def _things(engine: SearchEngine, reading: Reading) -> set[str]:
    return {token for token in reading.tokens if engine.kind(token) == "object"}
