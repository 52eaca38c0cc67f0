"""Any order of doings by citizens and inspectors: what the table allows happens, with event and clock, and no more."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.clock import FixedClock, from_epoch_ms
from bot.database import open_database
from bot.reports.cases import CaseMoved, CaseView, Finding, State
from bot.reports.cases.clocks import standing_of
from bot.reports.cases.history import steps
from bot.reports.cases.states import Actor, table
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import LAN, Room, draft

START = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)  # three weeks before Tết
OPEN = {state for state, rules in table().items() if not rules.over}


class CaseMachine(RuleBasedStateMachine):
    """The model: the state, how many events, since when it can be disputed, and whether this closing was rated."""

    migrated: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copyfile(self.migrated, self.folder / "motcua.db")
        self.runner = asyncio.Runner()
        self.clock = FixedClock(START)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def file(self) -> None:
        database = open_database(None, self.folder)
        key = ServerKey(b"test", bytes(32), bytes(32))
        self.room: Room = self.run(Room.of(database, key, self.clock, self.folder / "keys"))
        self.filing = self.run(self.room.file(draft(), LAN))
        self.state, self.before = State.RECEIVED, State.RECEIVED
        self.events, self.rated, self.asked = 1, False, False
        self.closed_at: datetime | None = None

    def teardown(self) -> None:
        self.run(self.room.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    # -- doings ----------------------------------------------------------------------------------------------------

    @rule(hours=st.integers(1, 80))
    def wait(self, hours: int) -> None:
        self.clock.at += timedelta(hours=hours)

    @rule(what=st.sampled_from(["screen", "accept", "start", "close"]))
    def inspector_moves(self, what: str) -> None:
        to = {"screen": State.SCREENING, "accept": State.ACCEPTED, "start": State.IN_PROGRESS, "close": State.CLOSED}
        self.moves(getattr(self.room.work, what)(self.filing.case_id), to[what], Actor.INSPECTOR)

    @rule()
    def inspector_asks(self) -> None:
        self.moves(self.room.work.ask(self.filing.case_id, "Khi nào?"), State.NEEDS_INFORMATION, Actor.INSPECTOR)

    @rule()
    def inspector_goes_on(self) -> None:
        possible = self.state is State.NEEDS_INFORMATION
        back = table()[self.before].back if possible else None
        self.does(self.room.work.go_on(self.filing.case_id), possible, back)

    @rule()
    def inspector_transfers(self) -> None:
        work = self.room.work.transfer(self.filing.case_id, "dat_dai", None, None, "Chuyển.")
        self.moves(work, State.TRANSFERRED, Actor.INSPECTOR)

    @rule()
    def inspector_resolves(self) -> None:
        work = self.room.work.resolve(self.filing.case_id, Finding.PARTLY, "Trả lời.")
        self.moves(work, State.RESOLVED, Actor.INSPECTOR)

    @rule()
    def citizen_writes(self) -> None:
        back = table()[self.before].back if self.state is State.NEEDS_INFORMATION else None
        self.does(self.room.do(self.room.desk.add_message(self.filing.case_id, "Thêm.")), True, back)

    @rule()
    def citizen_withdraws(self) -> None:
        self.moves(self.room.do(self.room.desk.withdraw(self.filing.case_id)), State.WITHDRAWN, Actor.CITIZEN)

    @rule()
    def citizen_disputes(self) -> None:
        possible = self.state in (State.RESOLVED, State.CLOSED) and self.in_time
        self.does(self.room.do(self.room.desk.dispute(self.filing.case_id)), possible, State.DISPUTED)

    @rule(score=st.integers(1, 5))
    def citizen_rates(self, score: int) -> None:
        possible = self.state in (State.RESOLVED, State.CLOSED) and not self.rated
        appeals = score <= 2 and self.in_time
        self.does(self.room.do(self.room.desk.rate(self.filing.case_id, score)), possible, None)
        if possible:
            self.rated, self.events = True, self.events + 1
            if appeals:
                self.entered(State.DISPUTED)

    @rule()
    def citizen_asks_for_a_person(self) -> None:
        self.does(self.room.do(self.room.desk.ask_person(self.filing.case_id)), True, None)
        self.events += not self.asked
        self.asked = True

    # -- the model ---------------------------------------------------------------------------------------------------

    @property
    def in_time(self) -> bool:
        return self.closed_at is not None and self.clock.at < self.closed_at + timedelta(days=10)

    def moves(self, work: Coroutine[Any, Any, None], to: State, actor: Actor) -> None:
        self.does(work, to in table()[self.state].to.get(actor, ()), to)

    def does(self, work: Coroutine[Any, Any, None], possible: bool, to: State | None) -> None:
        if not possible:
            with pytest.raises(CaseMoved):
                self.run(work)
            return
        self.run(work)
        if to is not None:
            self.entered(to)

    def entered(self, to: State) -> None:
        if to is State.NEEDS_INFORMATION:
            self.before = self.state
        if to not in OPEN:
            self.closed_at = self.closed_at or self.clock.at
            self.rated = False
        else:
            self.closed_at = None
        self.state, self.events = to, self.events + 1

    # -- what is always so -------------------------------------------------------------------------------------------

    @invariant()
    def the_case_is_where_the_model_is(self) -> None:
        view: CaseView = self.run(self.room.view(self.filing.number, LAN))
        assert (view.state, len(view.events), view.closed_at) == (self.state, self.events, self.closed_at)
        assert [event.number for event in view.events] == list(range(1, self.events + 1))
        assert view.can_rate == (self.state in (State.RESOLVED, State.CLOSED) and not self.rated)
        assert (view.can_dispute_until is not None) == (self.state in (State.RESOLVED, State.CLOSED) and self.in_time)

    @invariant()
    def the_clock_is_the_one_of_the_history(self) -> None:
        terms = self.run(self.room.desk.law.terms())
        view: CaseView = self.run(self.room.view(self.filing.number, LAN))
        (row,) = self.run(self.room.rows("report_case"))
        standing = standing_of(view.events, terms)
        assert (row.version, row.clock) == (self.events, standing.clock)
        assert view.due_day == standing.due
        assert (row.paused_at is not None) == (self.state is State.NEEDS_INFORMATION)
        assert (row.due_day is not None) == (self.state in OPEN)
        if view.due_day is not None:
            assert terms.calendar.is_working(view.due_day)
            entered = [event for event in steps(view.events) if table()[event.state].begins][-1]
            assert view.due_day > from_epoch_ms(int(entered.at.timestamp() * 1000)).date()


@pytest.fixture
def machine(migrated_sqlite: Path) -> type[CaseMachine]:
    CaseMachine.migrated = migrated_sqlite
    return CaseMachine


def test_only_what_is_allowed_happens(machine: type[CaseMachine]) -> None:
    quiet = settings(max_examples=50, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=quiet)
