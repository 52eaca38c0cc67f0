"""One answer for all that is under way, whatever comes first, last, twice or never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import orjson

from bot.reports.evidence import Result, Tally, arrive, expect

NOW = datetime(2026, 3, 2, tzinfo=UTC)
OK, CARD = Result("a"), Result(None, "citizen_card")


def test_in_whatever_order_the_last_is_answered() -> None:
    for order in permutations((1, 2, 3)):
        draft: dict[str, Any] = {"report": {"id": "x"}}
        assert [expect(draft, number, NOW) for number in (1, 2, 3)] == [True, False, False]
        draft = orjson.loads(orjson.dumps(draft))  # a restart in between
        tallies = [arrive(draft, number, [CARD if number == 2 else OK], NOW) for number in order]
        assert tallies == [None, None, Tally(2, ("citizen_card",))]
        assert draft == {"report": {"id": "x"}}


def test_one_that_was_not_announced_is_answered_at_once() -> None:
    assert arrive({}, 1, [OK, OK, CARD], NOW) == Tally(2, ("citizen_card",))


def test_one_that_never_comes_is_not_waited_for_for_ever() -> None:
    draft: dict[str, Any] = {}
    expect(draft, 1, NOW)
    later = NOW + timedelta(minutes=20)
    assert expect(draft, 2, later) is True
    assert arrive(draft, 2, [OK], later) == Tally(1, ())
    assert draft == {}


def test_the_next_ones_are_counted_from_nought() -> None:
    draft: dict[str, Any] = {}
    for number in (1, 2):
        assert expect(draft, number, NOW)
        assert arrive(draft, number, [OK], NOW) == Tally(1, ())
