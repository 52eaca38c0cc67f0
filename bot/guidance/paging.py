"""Pages of a section: split between pieces, then between sentences, then between words; nothing lost, nothing added."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.guidance.blocks import Block, Page, Section, utf16_length

# What a template may put around a piece (number, counts, condition), and around a page (title, name, page number).
AROUND_BLOCK = 60
AROUND_PAGE = 270
SMALLEST_BUDGET = 400
TITLE = "title_"
SENTENCE_END = re.compile(r"[.;:!?…]\s+|\n+\s*")
SPACE = re.compile(r"\s+")


def paginate(section: Section, budget: int) -> list[Page]:
    """Pages whose text stays within the budget, in UTF-16 units, words of the templates allowed for.

    The texts of the blocks, those `continued` joined to the ones before, are exactly those of the section.
    An empty section gives no page.
    :raises ValueError: the budget is too small for any sensible page.
    """
    if budget < SMALLEST_BUDGET:
        raise ValueError(f"a page needs at least {SMALLEST_BUDGET} units")
    room = budget - AROUND_PAGE
    pages: list[list[Block]] = [[]]
    used = 0
    for block in section.blocks:
        for piece in _pieces(block, room):
            if pages[-1] and used + _size(piece) > room:
                pages.append(_titles_taken(pages[-1]))
                used = sum(map(_size, pages[-1]))
            pages[-1].append(piece)
            used += _size(piece)
    filled = [page for page in pages if page]
    return [Page(section.key, number, len(filled), tuple(page)) for number, page in enumerate(filled, start=1)]


def _titles_taken(page: list[Block]) -> list[Block]:
    """A title must not stand alone at the foot of a page: take it along to the next, unless it is all there is."""
    taken: list[Block] = []
    while len(page) > 1 and page[-1].kind.startswith(TITLE):
        taken.insert(0, page.pop())
    return taken


def _size(block: Block) -> int:
    said = sum(utf16_length(value) for value in block.values.values() if isinstance(value, str))
    said += sum(utf16_length(part) + 4 for value in block.values.values() if isinstance(value, tuple) for part in value)
    return utf16_length(block.text) + said + AROUND_BLOCK


def _pieces(block: Block, room: int) -> list[Block]:
    """The block, or as many as it takes for each to fit a page of its own."""
    space = room - (_size(block) - utf16_length(block.text))
    if utf16_length(block.text) <= space:
        return [block]
    texts: list[str] = []
    rest = block.text
    while utf16_length(rest) > space:
        cut = _cut(rest, space)
        texts.append(rest[:cut])
        rest = rest[cut:]
    texts.append(rest)
    last = len(texts) - 1
    return [replace(block, text=text, continued=number > 0, goes_on=number < last) for number, text in enumerate(texts)]


def _cut(text: str, space: int) -> int:
    """Where to cut so that the head fits: after the last sentence of its second half, else after a word, else hard.

    The space between two words goes to the later piece, so that the words stay apart however pages are joined.
    """
    head = text[:space]
    while utf16_length(head) > space:
        head = head[: len(head) - (utf16_length(head) - space + 1) // 2]
    sentences = [found.end() for found in SENTENCE_END.finditer(head) if found.end() > len(head) // 2]
    if sentences:
        return sentences[-1]
    words = [found.start() for found in SPACE.finditer(head) if found.start() > len(head) // 2]
    return words[-1] if words else len(head)
