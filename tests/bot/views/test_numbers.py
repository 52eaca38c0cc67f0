"""Page numbers: every page while a message can carry them, the ends and the neighbours beyond."""

from __future__ import annotations

import pytest

from bot.views.numbers import MOST, page_rows


def numbers(pages: int, current: int) -> list[int]:
    return [int(button.label.strip("·")) for row in page_rows(pages, current, str) for button in row]


@pytest.mark.parametrize("pages", [2, 6, 7, 31, MOST])
def test_any_page_is_one_tap_away(pages: int) -> None:
    assert numbers(pages, 1) == list(range(1, pages + 1))


@pytest.mark.parametrize("current", [1, 2, 37, 250, 499, 500])
def test_of_very_many_the_ends_and_the_neighbours_are_shown(current: int) -> None:
    shown = numbers(500, current)
    assert len(shown) <= MOST + 2
    assert {1, 500, current, max(1, current - 1), min(500, current + 1)} <= set(shown)
    assert shown == sorted(shown)


def test_one_page_needs_no_numbers() -> None:
    assert page_rows(1, 1, str) == ()
