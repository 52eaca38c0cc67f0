"""When a digest is due: as chosen, never in quiet hours, never on a day off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.digests.times import DAILY, WEEKLY, Rhythm
from bot.errors import SettingsError
from bot.workdays import WorkCalendar
from bot.workdays.calendar import DayOverride

CALENDAR = WorkCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("rhythm", "after", "due"),
    [
        (DAILY, "2026-03-02 07:00", "2026-03-02 07:30"),
        (DAILY, "2026-03-02 07:30", "2026-03-03 07:30"),  # its own moment is over
        (DAILY, "2026-03-06 08:00", "2026-03-09 07:30"),  # over the weekend
        (DAILY, "2026-02-13 08:00", "2026-02-23 07:30"),  # over Tết
        (DAILY, "2026-04-24 08:00", "2026-04-28 07:30"),  # the kings' day, made up for on the Monday
        (WEEKLY, "2026-03-02 09:00", "2026-03-09 08:00"),
        (WEEKLY, "2026-02-16 07:00", "2026-02-23 08:00"),  # a Monday off: the next working day
        (Rhythm("0 22 * * *"), "2026-03-02 12:00", "2026-03-03 07:00"),  # quiet until the morning
        (Rhythm("0 22 * * *"), "2026-03-06 12:00", "2026-03-09 07:00"),
        (Rhythm("0 5 * * *"), "2026-03-02 04:00", "2026-03-02 07:00"),
        (Rhythm("0 12 * * *", (11, 14)), "2026-03-02 04:00", "2026-03-02 14:00"),
        (Rhythm("0 22 * * *", None), "2026-03-02 12:00", "2026-03-02 22:00"),
        (Rhythm("0 8 1,15 * *"), "2026-03-02 12:00", "2026-03-16 08:00"),  # the 15th is a Sunday
    ],
)
def test_the_next_time(rhythm: Rhythm, after: str, due: str) -> None:
    assert rhythm.after(at(after), CALENDAR) == at(due)


def test_what_administrators_know_of_holidays_counts() -> None:
    flood = WorkCalendar({date(2026, 3, 3): DayOverride(False, "bão")})
    assert DAILY.after(at("2026-03-02 08:00"), flood) == at("2026-03-04 07:30")


@pytest.mark.parametrize(
    ("cron", "quiet"),
    [
        ("every morning", None),
        ("* * * * *", None),
        ("*/30 7 * * *", None),
        ("0 8 30 2 *", None),
        ("0 8 * *", None),
        ("0 8 * * * *", None),
        ("61 8 * * *", None),
        ("0 8 * * 1" + " " * 80, None),
        ("0 8 * * 1", (20, 24)),
    ],
)
def test_a_rhythm_that_is_none_is_refused(cron: str, quiet: tuple[int, int] | None) -> None:
    with pytest.raises(SettingsError):
        Rhythm(cron, quiet)


HOURS = st.integers(0, 23)
CRONS = st.builds("{} {} * * {}".format, st.integers(0, 59), HOURS, st.sampled_from(["*", "1-5", "1", "0,6", "2,4"]))


@given(CRONS, st.tuples(HOURS, HOURS), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)))
def test_it_is_always_later_on_a_working_day_and_not_in_quiet_hours(
    cron: str, quiet: tuple[int, int], moment: datetime
) -> None:
    after = moment.replace(tzinfo=VIETNAM)
    due = Rhythm(cron, quiet).after(after, CALENDAR)
    assert after < due < after + timedelta(days=40)
    assert CALENDAR.is_working(due.date())
    begin, end = quiet
    hours = range(begin, end) if begin <= end else [*range(begin, 24), *range(end)]
    assert due.hour not in hours
