"""Working days: the library with what administrators know better over it; counting agrees with counting by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workdays import DayOverride, WorkCalendar
from tests.bot.workdays.shipped import CALENDAR

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 1, 1), False),  # New Year
        (date(2026, 1, 2), False),  # override: off, against the library
        (date(2026, 1, 10), True),  # override: the Saturday worked for it
        (date(2026, 2, 16), False),  # Tết
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # Hùng Vương day fell on a Sunday
        (date(2026, 8, 22), True),  # Saturday swapped …
        (date(2026, 8, 31), False),  # … for this Monday
        (date(2026, 11, 24), False),  # new in 2026
        (date(2026, 11, 21), False),  # a plain Saturday
        (date(2027, 5, 3), False),  # 1 May fell on a Saturday
        (date(2026, 3, 2), True),
    ],
)
def test_days_of_the_public_sector(day: date, worked: bool) -> None:
    assert CALENDAR.is_working(day) is worked


def test_the_library_alone_is_wrong_about_new_year_2026() -> None:
    alone = WorkCalendar()
    assert alone.is_working(date(2026, 1, 2))
    assert not alone.is_working(date(2026, 1, 10))


@given(DAYS, st.integers(1, 300))
def test_adding_and_counting_are_inverse(day: date, count: int) -> None:
    due = CALENDAR.add(day, count)
    assert CALENDAR.is_working(due)
    assert CALENDAR.between(day, due) == count


@given(DAYS, st.integers(-120, 120))
def test_counting_agrees_with_looking_at_each_day(day: date, distance: int) -> None:
    other = day + timedelta(days=distance)
    first, last = min(day, other), max(day, other)
    seen = sum(CALENDAR.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert CALENDAR.between(day, other) == (seen if distance >= 0 else -seen)


def test_nothing_is_added_backwards() -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add(date(2026, 3, 2), 0)


def test_certain_only_where_the_notice_is_in_and_every_day_confirmed() -> None:
    assert CALENDAR.is_certain(date(2026, 3, 2), date(2026, 3, 20))
    assert not CALENDAR.is_certain(date(2026, 11, 20), date(2026, 11, 26))  # 24 November: no legal act found
    assert not CALENDAR.is_certain(date(2026, 12, 30), date(2027, 1, 5))  # no notice for 2027 yet
    open_day = {date(2026, 3, 4): DayOverride(True, "", confirmed=False)}
    assert not WorkCalendar(open_day, frozenset({2026})).is_certain(date(2026, 3, 3), date(2026, 3, 5))
