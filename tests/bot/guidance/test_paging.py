"""Pages: whatever the texts, nothing lost, nothing added, nothing too long."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.guidance import Block, Page, Section, paginate
from bot.guidance.blocks import utf16_length
from bot.guidance.paging import SMALLEST_BUDGET

TEXTS = st.text(alphabet="aàđậ .;\n😀👨‍👩‍👧x", max_size=3000)
BLOCKS = st.builds(Block, st.sampled_from(["paper", "title_hand_in", "note"]), TEXTS)


def texts(pages: list[Page]) -> list[str]:
    """The pieces put together again."""
    whole: list[str] = []
    for block in (block for page in pages for block in page.blocks):
        if block.continued:
            whole[-1] += block.text
        else:
            whole.append(block.text)
    return whole


@settings(deadline=None)
@given(st.lists(BLOCKS, max_size=12), st.integers(min_value=SMALLEST_BUDGET, max_value=4000))
def test_pages_hold_exactly_the_section(blocks: list[Block], budget: int) -> None:
    pages = paginate(Section("papers", tuple(blocks)), budget)
    assert texts(pages) == [block.text for block in blocks]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert all(page.total == len(pages) and page.blocks for page in pages)
    for page in pages:
        assert sum(utf16_length(block.text) for block in page.blocks) <= budget


@settings(deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=12))
def test_what_goes_on_is_continued_on_the_next_page(blocks: list[Block]) -> None:
    pieces = [block for page in paginate(Section("notes", tuple(blocks)), 600) for block in page.blocks]
    assert [first.goes_on for first in pieces] == [*(second.continued for _, second in pairwise(pieces)), False]


def test_an_empty_section_has_no_page() -> None:
    assert paginate(Section("notes", ()), 1000) == []


def test_a_budget_too_small_for_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        paginate(Section("notes", ()), SMALLEST_BUDGET - 1)


def test_items_stay_whole_while_they_fit() -> None:
    blocks = tuple(Block("note", f"{number} " + "x" * 200) for number in range(10))
    pages = paginate(Section("notes", blocks), 900)
    assert len(pages) > 2
    assert not any(block.continued or block.goes_on for page in pages for block in page.blocks)


def test_long_texts_are_cut_after_a_sentence_then_between_words() -> None:
    sentences = "Một câu dài vừa phải ở đây. " * 60
    first = paginate(Section("steps", (Block("step", sentences),)), 700)[0].blocks[0]
    assert first.text.rstrip().endswith("đây.")
    words = "mười " * 400
    first = paginate(Section("steps", (Block("step", words),)), 700)[0].blocks[0]
    assert first.text.endswith("mười")


def test_a_title_is_not_left_alone_at_the_foot() -> None:
    blocks = (Block("note", "a " * 240), Block("title_if"), Block("paper", "b " * 100))
    pages = paginate(Section("papers", blocks), 910)
    assert [[block.kind for block in page.blocks] for page in pages] == [["note"], ["title_if", "paper"]]
