"""Legal clocks: which runs, until when; a pause moves it by exactly the working days it lasted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import local
from bot.reports.cases.clocks import Standing, Terms, standing_of
from bot.reports.cases.history import ASKED_PERSON, CaseEvent, may_rate, state_before_asking
from bot.reports.cases.states import Actor, State
from bot.workdays import OFFICE_HOURS, WorkCalendar

CALENDAR = WorkCalendar()
TERMS = Terms(
    {"pakn_screen": 2, "pakn_supplement": 5, "pakn_answer": 15, "case_dispute_days": 10},
    frozenset(),
    CALENDAR,
    OFFICE_HOURS,
)
#: Monday, nine in the morning in Vietnam.
MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def history(*steps: tuple[float, State]) -> list[CaseEvent]:
    """:param steps: days since Monday, and the state entered then."""
    return [
        CaseEvent(number, MONDAY + timedelta(days=days), state, Actor.INSPECTOR, "step", None)
        for number, (days, state) in enumerate(steps, 1)
    ]


def standing(*steps: tuple[float, State]) -> Standing:
    return standing_of(history((0, State.RECEIVED), *steps), TERMS)


@pytest.mark.parametrize(
    ("steps", "clock", "due", "near"),
    [
        ((), "pakn_screen", date(2026, 3, 4), date(2026, 3, 4)),
        (((1, State.SCREENING),), "pakn_supplement", date(2026, 3, 9), date(2026, 3, 6)),
        (((1, State.ACCEPTED),), "pakn_answer", date(2026, 3, 23), date(2026, 3, 18)),
        (((1, State.ACCEPTED), (2, State.IN_PROGRESS)), "pakn_answer", date(2026, 3, 23), date(2026, 3, 18)),
        # Another body has it: it counts from there.
        (((1, State.TRANSFERRED),), "pakn_screen", date(2026, 3, 5), date(2026, 3, 5)),
        (((1, State.TRANSFERRED), (2, State.ACCEPTED)), "pakn_answer", date(2026, 3, 24), date(2026, 3, 19)),
        # Disputed on the Monday after.
        (((1, State.ACCEPTED), (2, State.RESOLVED), (7, State.DISPUTED)), "pakn_answer", date(2026, 3, 30), None),
    ],
)
def test_which_clock_runs_until_when(
    steps: tuple[tuple[float, State], ...], clock: str, due: date, near: date | None
) -> None:
    now = standing(*steps)
    assert (now.clock, now.due) == (clock, due)
    assert near is None or now.near == near


@pytest.mark.parametrize("end", [State.RESOLVED, State.CLOSED, State.WITHDRAWN])
def test_no_clock_runs_when_it_is_over(end: State) -> None:
    now = standing((1, State.ACCEPTED), (2, end))
    assert (now.clock, now.due, now.near, now.paused_since) == (None, None, None, None)


def test_a_question_stops_it_and_a_second_one_stops_it_longer() -> None:
    asked = standing((1, State.ACCEPTED), (2, State.NEEDS_INFORMATION))
    assert (asked.due, asked.paused_since) == (date(2026, 3, 23), MONDAY + timedelta(days=2))
    twice = standing(
        (1, State.ACCEPTED),
        (2, State.NEEDS_INFORMATION),
        (3, State.ACCEPTED),
        (4, State.NEEDS_INFORMATION),
        (7, State.ACCEPTED),
    )
    assert twice.due == date(2026, 3, 25)


def test_a_pause_ends_where_another_body_begins() -> None:
    moved = standing((1, State.ACCEPTED), (2, State.NEEDS_INFORMATION), (9, State.TRANSFERRED), (10, State.ACCEPTED))
    assert (moved.pauses, moved.due) == ((), date(2026, 4, 1))


def test_notes_move_nothing() -> None:
    events = history((0, State.RECEIVED), (1, State.ACCEPTED))
    noted = [*events, CaseEvent(3, MONDAY + timedelta(days=2), State.ACCEPTED, Actor.CITIZEN, ASKED_PERSON, None)]
    assert standing_of(noted, TERMS) == standing_of(events, TERMS)


def test_where_a_question_was_asked_is_known() -> None:
    asked = history((0, State.RECEIVED), (1, State.IN_PROGRESS), (2, State.NEEDS_INFORMATION))
    assert state_before_asking(asked) is State.IN_PROGRESS
    assert state_before_asking(asked[:2]) is None


def test_a_rating_counts_for_its_own_closing() -> None:
    events = history((0, State.RECEIVED), (1, State.RESOLVED))
    rated = [*events, CaseEvent(3, MONDAY, State.RESOLVED, Actor.CITIZEN, "rated_4", None)]
    assert (may_rate(events), may_rate(rated)) == (True, False)
    assert may_rate([*rated, CaseEvent(4, MONDAY, State.CLOSED, Actor.PROGRAM, "settled", None)])


HOURS = st.floats(0, 24 * 40)


@given(HOURS, st.lists(HOURS, max_size=6))
def test_a_pause_moves_the_end_by_the_working_days_it_lasted(accepted: float, hours: list[float]) -> None:
    """Counted by hand, day by day: only working days on which the clock did not stand use up the time."""
    moments = sorted(hours)
    steps = [(accepted / 24, State.ACCEPTED)]
    stands: list[tuple[date, date]] = []
    for asked, answered in zip(moments[::2], moments[1::2], strict=False):
        steps += [
            (accepted / 24 + asked / 24, State.NEEDS_INFORMATION),
            (accepted / 24 + answered / 24, State.ACCEPTED),
        ]
        stands.append((counts_on(accepted + asked), counts_on(accepted + answered)))
    due = standing(*steps).due
    assert due is not None
    assert CALENDAR.is_working(due)
    assert due == by_hand(stands)


def counts_on(hours: float) -> date:
    """The working day on which something that comes so long after Monday counts."""
    there = local(MONDAY + timedelta(hours=hours))
    day = there.date()
    if there.time() > OFFICE_HOURS.closing or not CALENDAR.is_working(day):
        day = CALENDAR.add(day, 1)
    return day


def by_hand(stands: list[tuple[date, date]]) -> date:
    day, used = MONDAY.date(), 0
    while used < 15:
        day += timedelta(days=1)
        if CALENDAR.is_working(day) and not any(since < day <= until for since, until in stands):
            used += 1
    # What was asked on the last day, or before, moves it: the clock did not run out while it stood.
    for since, until in stands:
        if since <= day < until:
            day = until
    return day
