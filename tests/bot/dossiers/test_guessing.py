"""Guessing: walking a day's serial numbers learns nothing, costs the same for a hit and a miss, and is stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers.desk import DossierDesk
from bot.dossiers.locks import LockedMeanwhile
from bot.dossiers.opening import Attempt, factor_in
from bot.dossiers.register import Register
from bot.people import ChatRef
from bot.sealing import ServerKey
from tests.bot.dossiers.conftest import row
from tests.bot.dossiers.plain import no_services, put
from tests.talk import Talk

REAL = "H57.132-260225-0042"
STRANGER, OWNER = ChatRef("telegram", "42", 1, 1), ChatRef("telegram", "42", 2, 2)


@pytest.fixture
async def desk(database: Database, key: ServerKey, clock: FixedClock, register: Register) -> DossierDesk:
    await put(register, clock, row(42, phone_last4="8642"))
    return DossierDesk(database, key, clock, no_services())


async def tried(desk: DossierDesk, database: Database, code: str, digits: str, chat: ChatRef = STRANGER) -> Attempt:
    """One try, committed as a turn would."""
    attempt = await desk.attempt(code, digits, chat)
    if attempt.write is not None:
        async with database.write() as connection:
            await attempt.write(connection)
    return attempt


async def test_the_right_digits_open_it(desk: DossierDesk, database: Database) -> None:
    assert (await tried(desk, database, REAL, "8642")).file is not None
    assert await desk.open_to(REAL, STRANGER) is not None
    assert await desk.open_to(REAL, OWNER) is None


async def test_access_ends_by_itself(desk: DossierDesk, database: Database, clock: FixedClock) -> None:
    await tried(desk, database, REAL, "8642")
    clock.at += timedelta(minutes=31)
    assert await desk.open_to(REAL, STRANGER) is None


async def test_five_failures_lock_the_person_for_every_code(
    desk: DossierDesk, database: Database, clock: FixedClock
) -> None:
    for serial in range(1, 6):
        assert (await tried(desk, database, f"H57.132-260225-{serial:04d}", "8642")).locked_until is None
    locked = await tried(desk, database, REAL, "8642")
    assert (locked.file, locked.write) == (None, None)
    assert locked.locked_until == clock.at + timedelta(minutes=15)
    assert (await tried(desk, database, REAL, "8642", OWNER)).file is not None
    clock.at += timedelta(minutes=16)
    assert (await tried(desk, database, REAL, "8642")).file is not None


@pytest.mark.parametrize("code", [REAL, "H57.132-260225-0777"])
async def test_five_failures_lock_the_code_for_strangers_whether_it_exists_or_not(
    desk: DossierDesk, database: Database, code: str
) -> None:
    for person in range(10, 15):
        await tried(desk, database, code, "0000", ChatRef("telegram", "42", person, person))
    assert (await tried(desk, database, code, "8642", OWNER)).locked_until is not None


async def test_whoever_follows_is_never_locked_out(desk: DossierDesk, database: Database) -> None:
    file = (await tried(desk, database, REAL, "8642", OWNER)).file
    assert file is not None
    async with database.write() as connection:
        await desk.follow(await desk.answer(file), OWNER, "vi")(connection)
    for person in range(10, 15):
        await tried(desk, database, REAL, "0000", ChatRef("telegram", "42", person, person))
    assert (await desk.open_to(REAL, OWNER)) is not None
    assert (await tried(desk, database, REAL, "8642")).locked_until is not None


async def test_a_success_in_between_does_not_reset_the_count(desk: DossierDesk, database: Database) -> None:
    for serial in range(1, 5):
        await tried(desk, database, f"H57.132-260225-{serial:04d}", "0000")
    await tried(desk, database, REAL, "8642")
    await tried(desk, database, "H57.132-260225-0009", "0000")
    assert (await tried(desk, database, REAL, "8642")).locked_until is not None


async def test_tries_at_once_do_not_get_past_the_lock(desk: DossierDesk, database: Database) -> None:
    """All looked before any was counted; whatever comes after the fifth is answered anew, the right one too."""
    guesses = [await desk.attempt(REAL, f"{n:04d}", ChatRef("telegram", "42", n, n)) for n in range(6)]
    right = await desk.attempt(REAL, "8642", OWNER)
    outcomes = []
    for attempt in [*guesses, right]:
        assert attempt.write is not None
        try:
            async with database.write() as connection:
                await attempt.write(connection)
            outcomes.append("counted")
        except LockedMeanwhile:
            outcomes.append("again")
    assert outcomes == ["counted"] * 5 + ["again"] * 2


async def test_a_miss_costs_the_same_work_as_a_wrong_factor(
    desk: DossierDesk, database: Database, key: ServerKey
) -> None:
    """The same statements in the same order and one sealed value opened: nothing to time."""
    work = Work(database, key)
    with work:
        await tried(desk, database, REAL, "0000", ChatRef("telegram", "42", 5, 5))
    wrong_factor = work.taken()
    with work:
        await tried(desk, database, "H57.132-260225-0777", "0000", ChatRef("telegram", "42", 6, 6))
    assert work.taken() == wrong_factor
    assert wrong_factor.count("open") == 1


async def test_walking_a_days_numbers_learns_nothing(sqlite: Database, key: ServerKey, clock: FixedClock) -> None:
    """The script of an attacker: the serials of a day, one after the other, through the true handlers."""
    talk = await Talk.begin(sqlite, key, clock)
    await put(Register(sqlite, key, clock), clock, *(row(n, phone_last4="8642") for n in range(1, 30, 3)))
    answers: list[str] = []
    for serial in range(1, 31):
        code = f"H57.132-260225-{serial:04d}"
        answers.append((await talk.say(f"{code} 0000")).text.replace(code, "CODE"))
        answers.append((await talk.say(code)).text.replace(code, "CODE"))
    tries, questions = answers[::2], answers[1::2]
    assert len(set(tries[:5])) == 1
    assert len(set(tries[5:])) == 1
    assert "không khớp" in tries[5]
    assert len(set(questions)) == 1
    assert not any("Nguyễn" in answer or "N***" in answer or "Đăng ký thường trú" in answer for answer in answers)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8642", "8642"),
        (" 86 42 ", "8642"),
        ("0905 332 087", "2087"),
        ("+84905332087", "2087"),
        ("048099001234", None),
        ("123456789", None),
        ("864", None),
        ("86425", None),
        ("số 8642", None),
    ],
)
def test_what_is_taken_for_the_digits(text: str, digits: str | None) -> None:
    assert factor_in(text) == digits


class Work:
    """Statements and sealed values opened, while the block lasts."""

    def __init__(self, database: Database, key: ServerKey) -> None:
        self._engines = {database._reader.sync_engine, database._writer.sync_engine}
        self._key = key
        self._open: Callable[[bytes | None, str], bytes] = key.open
        self._seen: list[str] = []

    def __enter__(self) -> None:
        for engine in self._engines:
            event.listen(engine, "before_cursor_execute", self._statement)
        self._key.open = self._opened  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        for engine in self._engines:
            event.remove(engine, "before_cursor_execute", self._statement)
        self._key.open = self._open  # type: ignore[method-assign, assignment]

    def taken(self) -> list[str]:
        seen, self._seen = self._seen, []
        return seen

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self._seen.append(statement)

    def _opened(self, sealed: bytes | None, context: str) -> bytes:
        self._seen.append("open")
        return self._open(sealed, context)
