"""Small cells are hidden, and cannot be worked out from what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.suppress import BANDS, FEWEST, at_least, shown, total_may_stand

TABLES = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 40))


@given(TABLES)
def test_nothing_shown_tells_a_small_cell(cells: dict[str, int]) -> None:
    seen = shown(cells)
    assert all(value is None or value == cells[name] for name, value in seen.items())
    assert not [name for name, value in seen.items() if value is not None and 0 < value < FEWEST]
    hidden = [cells[name] for name, value in seen.items() if value is None]
    if hidden and total_may_stand(cells):  # the total less what is visible is the sum of the hidden
        assert len(hidden) >= 2
        assert sum(hidden) >= FEWEST


@given(TABLES)
def test_no_more_is_hidden_than_that_needs(cells: dict[str, int]) -> None:
    if not any(0 < count < FEWEST for count in cells.values()):
        assert shown(cells) == cells


def test_the_next_smallest_goes_with_a_lonely_one() -> None:
    assert shown({"A": 2, "B": 9, "C": 6}) == {"A": None, "B": 9, "C": None}
    assert shown({"A": 2, "B": 1, "C": 6, "D": 7}) == {"A": None, "B": None, "C": None, "D": 7}
    assert shown({"A": 4, "B": 4, "C": 6}) == {"A": None, "B": None, "C": 6}


@pytest.mark.parametrize(
    ("cells", "may"), [({"A": 3}, False), ({"A": 3, "B": 1}, False), ({"A": 5}, True), ({}, False)]
)
def test_a_total_that_is_a_small_cell_is_none(cells: dict[str, int], may: bool) -> None:
    assert total_may_stand(cells) is may


@given(st.integers(0, 5000))
def test_persons_are_told_in_bands(count: int) -> None:
    band = at_least(count)
    assert band is None if count < FEWEST else band in BANDS and band is not None and band <= count
