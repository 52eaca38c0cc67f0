"""Standing: every day of a dossier's life has a sensible answer, and pauses never make one late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.law import ProcedureTime
from bot.dossiers.opening import DossierFile, Event
from bot.dossiers.standing import Standing, standing_of
from bot.dossiers.states import CLOSED, State
from bot.workdays import OFFICE_HOURS, Allowance
from tests.bot.workdays.shipped import CALENDAR

RECEIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SEVEN = ProcedureTime("", True, 1, False, Allowance(7, "working"), None)
NONE = ProcedureTime("", True, 1, False, None, "no_time")


def file(*steps: tuple[State, int], due: date | None = None) -> DossierFile:
    """``steps``: state and hours after receipt."""
    events = tuple(Event(state, RECEIVED + timedelta(hours=hours), None) for state, hours in steps)
    done = next((event.at for event in events if event.state in (State.FINISHED, State.RETURNED)), None)
    day = due.toordinal() if due else None
    last = events[-1]
    return DossierFile(
        "H57-260302-0001",
        "1.004222",
        1,
        "H57",
        "UBND",
        RECEIVED,
        day,
        RECEIVED,
        last.state,
        last.at,
        0,
        done,
        "",
        events,
    )


def standing(dossier: DossierFile, at: datetime, time: ProcedureTime = SEVEN) -> Standing:
    return standing_of(dossier, time, CALENDAR, OFFICE_HOURS, at)


@pytest.mark.parametrize(
    ("day", "left", "late"),
    [(11, 0, False), (10, 1, False), (12, -1, True), (13, -2, True), (14, -2, True), (16, -3, True)],
)
def test_days_left_and_late(day: int, left: int, late: bool) -> None:
    found = standing(file((State.IN_PROGRESS, 1)), datetime(2026, 3, day, 3, 0, tzinfo=UTC))
    assert (found.law_due, found.left, found.is_late) == (date(2026, 3, 11), left, late)


def test_on_the_weekend_after_a_fridays_due_day_no_working_day_is_late_yet() -> None:
    found = standing(file((State.IN_PROGRESS, 1), due=date(2026, 3, 6)), datetime(2026, 3, 7, 3, 0, tzinfo=UTC), NONE)
    assert (found.is_late, found.days_late, found.left) == (True, 0, 0)


def test_the_due_day_ends_at_midnight_in_vietnam() -> None:
    dossier = file((State.IN_PROGRESS, 1))
    assert not standing(dossier, datetime(2026, 3, 11, 16, 59, tzinfo=UTC)).is_late
    assert standing(dossier, datetime(2026, 3, 11, 17, 0, tzinfo=UTC)).is_late


def test_nobody_is_measured_without_a_day_or_a_debt() -> None:
    later = datetime(2026, 6, 1, tzinfo=UTC)
    assert standing(file((State.IN_PROGRESS, 1)), later, NONE).left is None
    for state in CLOSED:
        assert not standing(file((State.IN_PROGRESS, 1), (state, 5)), later).is_late


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 2_000))
def test_while_the_clock_stands_nothing_becomes_late(asked: int, waited: int, looked: int) -> None:
    """Late or not is decided when the papers are asked for, and the days left come back whole afterwards."""
    paused = file((State.IN_PROGRESS, 0), (State.PAPERS_MISSING, asked))
    during = standing(paused, RECEIVED + timedelta(hours=asked + looked))
    resumed = file((State.IN_PROGRESS, 0), (State.PAPERS_MISSING, asked), (State.IN_PROGRESS, asked + waited))
    after = standing(resumed, RECEIVED + timedelta(hours=asked + waited))
    assert during.law_due is not None
    assert after.law_due is not None
    assert after.law_due >= during.law_due
    if not during.is_late:
        assert not after.is_late
