"""Open now, and when next: holidays, swapped Saturdays, Tết, midnight, days that differ."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.places.opening import (
    BadHours,
    OpeningHours,
    Spans,
    read_spans,
    read_special,
    read_week,
    written,
    written_special,
    written_week,
)
from bot.workdays import DayOverride, WorkCalendar

DAY = "07:30-11:30,13:30-17:00"
OFFICE = OpeningHours(read_week([DAY] * 5 + ["07:30-11:30", ""]))
CALENDAR = WorkCalendar()
MINUTES = st.integers(0, 24 * 60)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    edges = sorted(draw(st.lists(MINUTES, max_size=6, unique=True)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


WEEKS = st.lists(spans(), min_size=7, max_size=7).map(tuple).filter(any)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=VIETNAM))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "is_open", "until", "opens"),
    [
        ("2026-03-02 07:29", False, None, "2026-03-02 07:30"),
        ("2026-03-02 07:30", True, "2026-03-02 11:30", None),
        ("2026-03-02 11:30", False, None, "2026-03-02 13:30"),
        ("2026-03-06 17:00", False, None, "2026-03-07 07:30"),  # Saturday morning
        ("2026-03-07 12:00", False, None, "2026-03-09 07:30"),
        ("2026-03-08 23:59", False, None, "2026-03-09 07:30"),
        ("2026-09-02 09:00", False, None, "2026-09-03 07:30"),  # National Day
        ("2026-08-22 14:00", True, "2026-08-22 17:00", None),  # a Saturday worked for the bridge before National Day
    ],
)
def test_open_now_and_next(moment: str, is_open: bool, until: str | None, opens: str | None) -> None:
    state = OFFICE.state(CALENDAR, at(moment))
    assert state.open is is_open
    assert state.until == (at(until) if until else None)
    assert state.opens == (at(opens) if opens else None)


def test_tet_closes_saturdays_too() -> None:
    state = OFFICE.state(CALENDAR, at("2026-02-16 09:00"))
    assert not state.open
    assert state.opens is not None
    assert state.opens.date() > date(2026, 2, 20)
    assert OFFICE.on(CALENDAR, date(2026, 2, 21)) == ()  # the Saturday of Tết


def test_what_an_administrator_says_of_a_day_counts_before_the_library() -> None:
    off = WorkCalendar({date(2026, 3, 2): DayOverride(False, "notice")})
    assert not OFFICE.state(off, at("2026-03-02 09:00")).open
    worked = WorkCalendar({date(2026, 3, 7): DayOverride(True, "notice")})
    assert OFFICE.state(worked, at("2026-03-07 16:00")).open


def test_a_day_that_differs_counts_before_everything() -> None:
    office = OpeningHours(OFFICE.week, read_special("2026-09-02 08:00-10:00; 2026-03-02 -"))
    assert office.state(CALENDAR, at("2026-09-02 09:00")).open
    assert not office.state(CALENDAR, at("2026-03-02 09:00")).open


def test_nothing_closes_at_midnight_when_the_next_day_goes_on() -> None:
    never_shut = OpeningHours(read_week(["00:00-24:00"] * 7))
    assert never_shut.state(CALENDAR, at("2026-03-02 23:59")).until == at(
        "2026-04-25 00:00"
    )  # Hùng Kings, kept on a Monday
    late = OpeningHours(read_week(["20:00-24:00", "00:00-02:00", *[""] * 5]))
    assert late.state(CALENDAR, at("2026-03-02 23:59")).until == at("2026-03-03 02:00")


@given(WEEKS, MOMENTS)
def test_the_state_agrees_with_the_hours_of_the_day(week: tuple[Spans, ...], moment: datetime) -> None:
    office = OpeningHours(week)
    state = office.state(CALENDAR, moment)
    minute = moment.hour * 60 + moment.minute
    inside = any(start <= minute < end for start, end in office.on(CALENDAR, moment.date()))
    assert state.open is inside
    if state.opens is not None:
        assert state.opens > moment
        assert office.state(CALENDAR, state.opens).open
        assert not office.state(CALENDAR, state.opens - timedelta(minutes=1)).open
        days = (state.opens.date() - moment.date()).days
        assert not any(office.on(CALENDAR, moment.date() + timedelta(days=n)) for n in range(1, days))
    if state.until is not None:
        assert not office.state(CALENDAR, state.until).open
        assert office.state(CALENDAR, state.until - timedelta(minutes=1)).open


@given(WEEKS, st.dictionaries(st.dates(date(2025, 1, 1), date(2030, 1, 1)), spans(), max_size=4))
def test_hours_are_written_and_read_back(week: tuple[Spans, ...], special: dict[date, Spans]) -> None:
    assert read_week(written_week(week)) == week
    assert read_special(written_special(special)) == special


def test_hours_that_nobody_told_are_not_closed_hours() -> None:
    assert read_week(written_week(())) == ()
    assert read_week(written_week(((),) * 7)) == ((),) * 7
    assert not OpeningHours().known


@pytest.mark.parametrize("text", ["7-11", "11:30-07:30", "07:30-11:30,11:00-17:00", "25:00-26:00", "08:00-24:01", "x"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(BadHours):
        read_spans(text)


@pytest.mark.parametrize("text", ["2026-02-30 -", "2026-02-03", "2026-02-03 x", "2026-02-03 -; 2026-02-03 -"])
def test_what_are_no_special_days(text: str) -> None:
    with pytest.raises(BadHours):
        read_special(text)


def test_hours_as_people_type_them() -> None:
    assert written(read_spans("7h30 - 11h30, 13h30 – 17h00")) == DAY
    assert read_spans("00:00-24:00")[0][1] == time.max.hour * 60 + 60
