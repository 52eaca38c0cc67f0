"""The day that people name: never in the future, never an invention."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.understanding import day_in

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("hôm qua tôi lên phường", date(2026, 11, 21)),
        ("hom nay", TODAY),
        ("sáng nay ra một cửa", TODAY),
        ("bữa kia", date(2026, 11, 20)),
        ("thứ ba tuần trước", date(2026, 11, 10)),
        ("thu sau", date(2026, 11, 20)),
        ("chủ nhật", TODAY),
        ("cách đây 3 ngày", date(2026, 11, 19)),
        ("hai tuần trước", date(2026, 11, 8)),
        ("nộp hơn 2 tháng nay", date(2026, 9, 23)),
        ("ngày 15/11", date(2026, 11, 15)),
        ("15-10-2026", date(2026, 10, 15)),
        ("bữa 12 tháng 11", date(2026, 11, 12)),
        ("ngày 25", date(2026, 10, 25)),
        ("30/12", date(2025, 12, 30)),
        ("yesterday at the desk", date(2026, 11, 21)),
    ],
)
def test_days_as_people_say_them(said: str, day: date) -> None:
    assert day_in(said, TODAY) == day


@pytest.mark.parametrize("said", ["sinh năm 1990", "31/2", "quầy số 3", "chờ 2 tiếng", "", "200/300", "15/11/2020"])
def test_what_names_no_day_of_the_matter(said: str) -> None:
    assert day_in(said, TODAY) is None


@given(st.dates(TODAY - timedelta(days=900), TODAY))
def test_a_date_written_out_is_read_back(day: date) -> None:
    assert day_in(f"hôm {day:%d/%m/%Y} tôi đến nộp", TODAY) == day


@given(st.text(max_size=80), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_whatever_is_typed_it_is_never_in_the_future(text: str, today: date) -> None:
    found = day_in(text, today)
    assert found is None or found <= today
