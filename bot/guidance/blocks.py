"""The pieces of an answer: a kind, the record's own text, and a few values. The templates give each kind its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Block:
    """One piece.

    :ivar kind: what it is; the template has one branch for each
    :ivar text: words of the record, verbatim (on the card possibly shortened); the only thing that pages split
    :ivar values: numbers, keys and short names by name; see the template for what each kind carries
    :ivar continued: the text began on an earlier page
    :ivar goes_on: the text ends on a later page; what is said after a text waits until then
    """

    kind: str
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    continued: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Section:
    """A long part that opens by a button; `key` is one of SECTION_KEYS and names its title."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """Number and total count from 1."""

    section: str
    number: int
    total: int
    blocks: tuple[Block, ...]


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: letters outside the basic plane count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
