"""Deadlines: golden vectors, the edges of a day and a year, units, pauses, and what must always hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.workdays import OFFICE_HOURS, Allowance, OfficeHours, Pause, due_day, effective_day
from bot.workdays.deadline import Unit, put_off
from tests.bot.workdays.shipped import CALENDAR


def at(day: str, clock: str = "09:00") -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), VIETNAM).astimezone(UTC)


def due(day: str, value: float, unit: Unit = "working", clock: str = "09:00", pauses: tuple[Pause, ...] = ()) -> str:
    return due_day(CALENDAR, OFFICE_HOURS, at(day, clock), Allowance(value, unit), pauses).isoformat()


@pytest.mark.parametrize(
    ("received", "days", "expected"),
    [
        ("2025-12-31", 1, "2026-01-05"),
        ("2025-12-31", 6, "2026-01-10"),  # a Saturday that is worked
        ("2026-02-13", 1, "2026-02-23"),  # over Tết
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-24", 3, "2026-05-04"),
        ("2026-08-20", 5, "2026-08-26"),
        ("2026-08-21", 5, "2026-08-27"),
        ("2026-11-20", 3, "2026-11-26"),
        ("2026-12-30", 3, "2027-01-05"),
        ("2027-02-03", 1, "2027-02-11"),
        ("2027-04-29", 2, "2027-05-05"),
    ],
)
def test_golden_vectors(received: str, days: int, expected: str) -> None:
    assert due(received, days) == expected


@pytest.mark.parametrize(
    ("received", "clock", "counts_from"),
    [
        ("2026-03-03", "16:59", "2026-03-03"),
        ("2026-03-03", "17:00", "2026-03-03"),
        ("2026-03-03", "17:01", "2026-03-04"),
        ("2026-03-03", "23:59", "2026-03-04"),
        ("2026-03-04", "00:00", "2026-03-04"),
        ("2026-03-06", "17:01", "2026-03-09"),  # Friday evening
        ("2026-03-07", "09:00", "2026-03-09"),  # Saturday, by the portal
        ("2026-02-13", "17:01", "2026-02-23"),  # the last evening before Tết
        ("2026-08-21", "18:00", "2026-08-22"),  # the next day is a swapped Saturday
        ("2025-12-31", "17:01", "2026-01-05"),  # New Year's Eve
    ],
)
def test_what_comes_after_closing_counts_as_come_the_next_working_day(
    received: str, clock: str, counts_from: str
) -> None:
    assert effective_day(CALENDAR, OFFICE_HOURS, at(received, clock)).isoformat() == counts_from


def test_golden_vector_after_closing() -> None:
    assert due("2026-12-30", 3, clock="17:30") == "2027-01-06"
    assert due("2026-02-13", 1, clock="17:01") == "2026-02-24"


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        ("2026-03-02", 5, "calendar", "2026-03-09"),  # a Saturday: forward to Monday
        ("2026-03-02", 4, "calendar", "2026-03-06"),
        ("2026-02-10", 7, "calendar", "2026-02-23"),  # would end within Tết
        ("2026-12-28", 4, "calendar", "2027-01-04"),
        ("2026-01-31", 1, "month", "2026-03-02"),  # received on a Saturday: 2 February plus a month
        ("2026-03-31", 1, "month", "2026-05-04"),  # 30 April is a holiday
        ("2026-03-02", 3, None, "2026-03-05"),  # unit not stated: as working days
        ("2026-03-02", 8, "hour", "2026-03-03"),  # 09:00: six hours today, two tomorrow
        ("2026-03-02", 4, "hour", "2026-03-02"),
        ("2026-03-02", 1.5, "working", "2026-03-04"),
        ("2026-03-02", 0.5, "working", "2026-03-03"),
    ],
)
def test_units(received: str, value: float, unit: Unit, expected: str) -> None:
    assert due(received, value, unit) == expected


def test_the_clock_stands_while_papers_are_missing() -> None:
    pause = Pause(at("2026-03-04"), at("2026-03-09"))
    assert due("2026-03-02", 5) == "2026-03-09"
    assert due("2026-03-02", 5, pauses=(pause,)) == "2026-03-12"  # 5, 6 and 9 March do not count
    assert due("2026-03-02", 5, "calendar", pauses=(pause,)) == "2026-03-12"  # 7 March plus five days
    assert due("2026-03-02", 5, pauses=(pause, Pause(at("2026-03-10"), at("2026-03-12")))) == "2026-03-16"


def test_a_pause_within_a_day_or_after_the_end_changes_nothing() -> None:
    assert due("2026-03-02", 5, pauses=(Pause(at("2026-03-04", "09:00"), at("2026-03-04", "10:00")),)) == "2026-03-09"
    assert due("2026-03-02", 5, pauses=(Pause(at("2026-03-11"), at("2026-03-13")),)) == "2026-03-09"


def test_a_day_that_an_office_set_is_put_off_by_the_pause() -> None:
    pause = Pause(at("2026-03-04"), at("2026-03-09"))
    assert put_off(CALENDAR, OFFICE_HOURS, date(2026, 3, 10), [pause]) == date(2026, 3, 13)
    assert put_off(CALENDAR, OFFICE_HOURS, date(2026, 3, 3), [pause]) == date(2026, 3, 3)


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)).map(lambda m: m.replace(tzinfo=UTC))
UNITS: list[Unit] = ["working", "calendar", "month", "hour", None]
ALLOWANCES = st.builds(Allowance, st.integers(1, 60), st.sampled_from(UNITS))


@given(MOMENTS, ALLOWANCES)
def test_due_is_a_working_day_not_before_receipt(received: datetime, allowance: Allowance) -> None:
    found = due_day(CALENDAR, OFFICE_HOURS, received, allowance)
    assert CALENDAR.is_working(found)
    assert found >= effective_day(CALENDAR, OFFICE_HOURS, received)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=30)), ALLOWANCES)
def test_who_comes_later_is_not_due_earlier(received: datetime, later: timedelta, allowance: Allowance) -> None:
    first = due_day(CALENDAR, OFFICE_HOURS, received, allowance)
    assert due_day(CALENDAR, OFFICE_HOURS, received + later, allowance) >= first


@given(
    MOMENTS,
    st.builds(Allowance, st.integers(1, 40), st.sampled_from(UNITS)),
    st.timedeltas(timedelta(0), timedelta(days=60)),
    st.timedeltas(timedelta(0), timedelta(days=60)),
)
def test_a_pause_never_shortens_and_still_ends_on_a_working_day(
    received: datetime, allowance: Allowance, until: timedelta, length: timedelta
) -> None:
    pause = Pause(received + until, received + until + length)
    found = due_day(CALENDAR, OFFICE_HOURS, received, allowance, [pause])
    assert CALENDAR.is_working(found)
    assert found >= due_day(CALENDAR, OFFICE_HOURS, received, allowance)


@given(MOMENTS, st.integers(1, 40), st.timedeltas(timedelta(0), timedelta(days=60)), st.integers(0, 60))
def test_days_that_count_lie_outside_the_pause(received: datetime, days: int, until: timedelta, length: int) -> None:
    pause = Pause(received + until, received + until + timedelta(days=length))
    found = due_day(CALENDAR, OFFICE_HOURS, received, Allowance(days, "working"), [pause])
    start = effective_day(CALENDAR, OFFICE_HOURS, received)
    stood, went_on = (effective_day(CALENDAR, OFFICE_HOURS, moment) for moment in (pause.start, pause.end))
    each = (start + timedelta(days=n) for n in range(1, (found - start).days + 1))
    assert sum(CALENDAR.is_working(day) and not stood < day <= went_on for day in each) == days


@pytest.mark.parametrize("value", ["", "7-8", "08:00-07:00", "0000-00-00", "07:00-11:30,11:00-17:00"])
def test_office_hours_that_make_no_day_are_refused(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - time.fromisoformat's own words, or ours
        OfficeHours.parse(value)


def test_a_day_has_eight_hours() -> None:
    assert OFFICE_HOURS.day_length == timedelta(hours=8)


def test_an_allowance_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        Allowance(0, "working")
