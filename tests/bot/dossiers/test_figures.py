"""Figures of decision 766: who is counted, what is late, how sure it is; compared with counting by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers.desk import DossierDesk
from bot.dossiers.figures import Figure, Figures
from bot.dossiers.interval import share_of
from bot.dossiers.opening import Opening
from bot.dossiers.register import Register
from bot.dossiers.survey import Factor
from bot.sealing import ServerKey
from tests.bot.dossiers.conftest import row
from tests.bot.dossiers.plain import no_services, put

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


@pytest.fixture
def figures(database: Database, clock: FixedClock) -> Figures:
    return Figures(database, clock, no_services())


async def only(figures: Figures, agency: str | None = None) -> Figure:
    [figure] = await figures.by_procedure(*FEBRUARY, agency)
    return figure


async def test_on_time(figures: Figures, register: Register, clock: FixedClock) -> None:
    late_running = row(2, due_at="2026-02-26")
    finished_in_time = row(3, due_at="2026-02-27", status="9", status_at="2026-02-27T10:00")
    finished_late = row(4, due_at="2026-02-26", status="10", status_at="2026-02-27T10:00")
    withdrawn = row(5, due_at="2026-02-26", status="7", status_at="2026-02-26T10:00")
    without_due = row(6, due_at="")
    await put(register, clock, row(1), late_running, finished_in_time, finished_late, withdrawn, without_due)
    figure = await only(figures)
    assert (figure.on_time.count, figure.on_time.n, figure.without_due) == (2, 4, 1)
    assert figure.mean_days == 2
    assert figure.content == 0.5


async def test_waiting_for_papers_is_deducted_and_a_second_request_counts_as_late(
    figures: Figures, register: Register, clock: FixedClock
) -> None:
    def course(serial: int, *steps: tuple[str, str]) -> list[dict[str, str]]:
        return [row(serial, due_at="2026-02-26", status=state, status_at=at) for state, at in steps]

    waiting = course(1, ("5", "2026-02-25T10:00"), ("4", "2026-02-26T10:00"), ("9", "2026-02-27T10:00"))
    twice = course(
        2, ("5", "2026-02-25T10:00"), ("4", "2026-02-25T11:00"), ("5", "2026-02-25T12:00"), ("9", "2026-02-25T13:00")
    )
    await put(register, clock, *waiting, *twice)
    figure = await only(figures)
    assert (figure.on_time.count, figure.on_time.n) == (1, 2)
    assert figure.mean_days == 0.5  # 27 February less one day of waiting, and the day of receipt itself


async def test_only_the_period_and_the_agency(figures: Figures, register: Register, clock: FixedClock) -> None:
    await put(
        register,
        clock,
        row(1),
        row(2, received_at="2026-01-31T23:59"),
        row(3, agency_code="H26.51"),
        row(4, procedure_code="1.004194"),
    )
    assert len(await figures.by_procedure(*FEBRUARY)) == 3
    assert {f.procedure_code for f in await figures.by_procedure(*FEBRUARY, "H57")} == {"1.004222", "1.004194"}
    assert await figures.by_procedure(*FEBRUARY, "H5") == []


async def test_satisfaction_once_a_dossier(
    figures: Figures, register: Register, clock: FixedClock, database: Database, key: ServerKey
) -> None:
    await put(register, clock, *(row(n, status="10", status_at="2026-02-27T10:00") for n in range(1, 5)))
    desk = DossierDesk(database, key, clock, no_services())
    async with database.read() as connection:
        files = [await Opening(database, key).read(connection, f"H57.132-260225-{n:04d}") for n in range(1, 5)]
    answers = [
        (0, Factor.STAFF, 5),
        (0, Factor.STAFF, 1),
        (0, Factor.RESULT, 4),
        (1, Factor.STAFF, 1),
        (2, Factor.STAFF, 0),
    ]
    async with database.write() as connection:
        for which, factor, score in answers:
            file = files[which]
            assert file is not None
            await desk.rate(file, factor, score)(connection)
    figure = await only(figures)
    assert (figure.satisfied.count, figure.satisfied.n, figure.rated) == (2, 3, 2)
    assert figure.content == 0.75  # all on time, one of four disliked
    async with database.read() as connection:
        stored = (await connection.exec_driver_sql("SELECT dossier FROM satisfaction")).scalars().all()
    assert not any("H57" in name for name in stored)


async def test_nothing_received_is_no_figure(figures: Figures) -> None:
    assert await figures.by_procedure(*FEBRUARY) == []


def test_no_answers_are_no_share() -> None:
    assert share_of(0, 0).share is None


@pytest.mark.parametrize(
    ("count", "n", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (50, 50, 0.9287, 1.0)]
)
def test_wilsons_interval(count: int, n: int, low: float, high: float) -> None:
    share = share_of(count, n)
    assert share.low == pytest.approx(low, abs=1e-4)
    assert share.high == pytest.approx(high, abs=1e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_narrows_with_n(counted: tuple[int, int]) -> None:
    share, more = share_of(*counted), share_of(counted[0] * 4, counted[1] * 4)
    assert share.low is not None
    assert share.high is not None
    assert share.share is not None
    assert 0 <= share.low <= share.share <= share.high <= 1
    assert more.low is not None
    assert more.high is not None
    assert more.high - more.low < share.high - share.low
