"""Steps, pure: what a row changes, and from when a day that an agency set counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.clock import epoch_ms
from bot.dossiers.problems import Problem
from bot.dossiers.rows import DossierRow
from bot.dossiers.states import State
from bot.dossiers.steps import Change, Known, advance

RECEIVED = datetime(2026, 2, 25, 1, 30, tzinfo=UTC)


def step(state: State, hours: int, due: date | None = date(2026, 3, 6)) -> DossierRow:
    at = RECEIVED + timedelta(hours=hours)
    code = "H57.132-260225-0001"
    return DossierRow(1, code, "1.004222", "H57.132", "UBND", "Lan", "0583", RECEIVED, due, state, at, None)


def course(*rows: DossierRow) -> Known:
    known: Known | None = None
    for number, row in enumerate(rows):
        changed = advance(known, row, f"digest {number}")
        assert not isinstance(changed, Problem), changed
        known = changed[1]
    assert known is not None
    return known


def test_the_first_day_known_was_set_at_receipt() -> None:
    known = course(step(State.PAPERS_MISSING, 30))
    assert known.due_set_at == epoch_ms(RECEIVED)
    assert known.supplements == 1


def test_a_day_that_changes_is_dated_by_the_step_that_brings_it() -> None:
    known = course(
        step(State.IN_PROGRESS, 1), step(State.PAPERS_MISSING, 30), step(State.IN_PROGRESS, 60, date(2026, 3, 9))
    )
    assert known.due_day == date(2026, 3, 9).toordinal()
    assert known.due_set_at == epoch_ms(RECEIVED + timedelta(hours=60))


def test_a_row_without_a_day_leaves_the_day_that_was_set() -> None:
    assert course(step(State.ACCEPTED, 1), step(State.IN_PROGRESS, 2, None)).due_day == date(2026, 3, 6).toordinal()


def test_the_first_finish_counts() -> None:
    known = course(step(State.FINISHED, 10), step(State.RETURNED, 20))
    assert known.finished_at == epoch_ms(RECEIVED + timedelta(hours=10))


def test_papers_asked_for_again_are_a_step_but_work_going_on_is_none() -> None:
    asked = course(step(State.PAPERS_MISSING, 1))
    again = advance(asked, step(State.PAPERS_MISSING, 9), "new")
    assert not isinstance(again, Problem)
    assert (again[0], again[1].supplements, again[1].events) == (Change.STEP, 2, 2)
    working = course(step(State.IN_PROGRESS, 1))
    on = advance(working, step(State.IN_PROGRESS, 9), "new")
    assert not isinstance(on, Problem)
    assert (on[0], on[1].events, on[1].state_at) == (Change.CORRECTED, 1, working.state_at)
