"""What is quoted from elsewhere cannot play tricks."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.texts.filters import clean, day, dong


@given(st.text(max_size=300))
def test_clean_text_has_no_control_bidi_or_zero_width_marks(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} and c != "\n" for c in cleaned)
    assert not set(cleaned) & set("\u202a\u202e\u2066\u2069\u200b\u200f\ufeff")
    assert clean(cleaned) == cleaned


def test_dates_and_amounts_as_vietnamese_papers_write_them() -> None:
    assert day("2026-07-17") == "17/07/2026"
    assert dong(8000) == "8.000 đồng"
    assert dong(0) == "0 đồng"
    assert dong(1234567) == "1.234.567 đồng"
