"""Numbers in addresses and forms: digits that ``int`` and the database both take, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.whole import MOST, whole


@given(st.integers(0, MOST))
def test_numbers_are_read(number: int) -> None:
    assert whole(str(number)) == number


@pytest.mark.parametrize("text", ["", "-1", "+1", "1.0", " 1", "²", "٣", "1e3", "x", str(MOST + 1), "9" * 5000])
def test_what_is_none_is_none(text: str) -> None:
    assert whole(text) is None


@given(st.text(max_size=12))
def test_nothing_raises(text: str) -> None:
    number = whole(text)
    assert number is None or number == int(text)
