"""What a list says of every shipped procedure, whatever the case; and what is told to have changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists import Checklist, Facts, Mark, changes, facts_of, lines_of
from bot.checklists.asking import asks_for_lists
from bot.outbox.outgoing import Address
from bot.texts import Language, Texts
from bot.turns.session import Session
from bot.turns.turn import House, Turn
from bot.views.checklist import Shown, all_message, list_message, shared_message
from knowledge.cases import ALL, next_question
from knowledge.model import PublicService
from tests.shelves import shipped, stocked_library

KEYS = st.text("abcdef0123456789", min_size=8, max_size=8)
FACTS = st.builds(Facts, st.dictionaries(KEYS, st.text(min_size=1)), st.none() | st.text(), st.none() | st.text())


def cases_of(service: PublicService, choice: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every case that a citizen can have chosen."""
    yield choice
    question = next_question(service, choice)
    if question is not None:
        for option in question.options:
            yield from cases_of(service, (*choice, option.key))
        yield from cases_of(service, (*choice, ALL))


@pytest.fixture(params=["vi", "en"])
async def turn(request: pytest.FixtureRequest) -> Turn:
    nobody = cast(Any, None)
    house = House(nobody, Texts(), await stocked_library(), nobody)
    now = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    return Turn("k", nobody, Address("telegram", "1", 7), Session(cast(Language, request.param)), house, now)


async def test_every_list_of_every_case_can_be_sent(turn: Turn) -> None:
    """Message refuses what a channel would refuse: here nothing is, however long the portal's table."""
    marks: tuple[Mark | None, ...] = (None, "have", "not_mine")
    for service in shipped().values():
        for choice in cases_of(service):
            lines, facts = lines_of(service, choice), facts_of(service, choice)
            assert len({line.key for line in lines}) == len(lines), service.identifier
            marked = {line.key: mark for i, line in enumerate(lines) if (mark := marks[i % 3]) is not None}
            nothing = Facts({}, "x", "x")
            shown = Shown(
                service, Checklist(service.identifier, 1, choice, facts, marked), lines, changes(nothing, facts)
            )
            for page in range(1, len(lines) // 15 + 2):
                list_message(turn, shown, page)
            shared_message(turn, shown)


async def test_twenty_long_names_can_be_listed(turn: Turn) -> None:
    longest = sorted(shipped().values(), key=lambda service: -len(service.title))[:20]
    kept = [
        Shown(
            s,
            Checklist(s.identifier, 1, (), facts_of(s, ()), told=True),
            lines_of(s, ()),
            changes(*[Facts({}, None, None)] * 2),
        )
        for s in longest
    ]
    assert len(all_message(turn, kept, 180).buttons) == 21


@given(FACTS)
def test_nothing_changes_by_itself(facts: Facts) -> None:
    assert not changes(facts, facts)


@given(FACTS, FACTS)
def test_what_is_added_one_way_is_removed_the_other(one: Facts, other: Facts) -> None:
    there, back = changes(one, other), changes(other, one)
    assert sorted(there.added) == sorted(back.removed)
    assert sorted(there.removed) == sorted(back.added)
    assert (there.fee, there.time) == (back.fee, back.time)
    assert bool(there) == ((one.papers.keys(), one.fee, one.time) != (other.papers.keys(), other.fee, other.time))


@pytest.mark.parametrize("words", ["giay to cua toi", "Còn thiếu giấy gì?", "my papers"])
def test_asked_for_in_words(words: str) -> None:
    assert asks_for_lists(words)


@pytest.mark.parametrize("words", ["mat giay to cua toi", "giay to xe cua toi bi giu", "thieu giay thi sao"])
def test_other_words_are_questions(words: str) -> None:
    assert not asks_for_lists(words)
