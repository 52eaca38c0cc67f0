from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.audit import AuditTrail, Head
from bot.audit.trail import NoHead
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.sealing import ServerKey


@pytest.fixture
def trail(database: Database, key: ServerKey, clock: FixedClock) -> AuditTrail:
    return AuditTrail(database, key, clock)


async def _fill(database: Database, trail: AuditTrail, rows: int = 6) -> None:
    for number in range(rows):
        async with database.write() as connection:
            await trail.note(connection, None, "case.read", f"case-{number}", {"number": number})


async def _change(database: Database, *statements: str) -> None:
    async with database.write() as connection:
        for statement in statements:
            await connection.execute(text(statement))


async def test_an_untouched_chain_is_whole(database: Database, trail: AuditTrail) -> None:
    assert await trail.verify() is None
    await _fill(database, trail)
    assert await trail.verify() is None
    assert (await trail.head()).seq == 6


@pytest.mark.parametrize(
    ("statements", "first_bad"),
    [
        (["UPDATE audit SET subject = 'case-9' WHERE seq = 3"], 3),
        (["UPDATE audit SET detail = NULL WHERE seq = 1"], 1),
        (["UPDATE audit SET at = at + 1 WHERE seq = 6"], 6),
        (["DELETE FROM audit WHERE seq = 4"], 4),
        (["DELETE FROM audit WHERE seq = 4", "UPDATE audit SET seq = seq - 1 WHERE seq = 5"], 4),
        (["DELETE FROM audit WHERE seq = 1"], 1),
        (
            [
                "UPDATE audit SET seq = 100 WHERE seq = 2",
                "UPDATE audit SET seq = 2 WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = 100",
            ],
            2,
        ),
        (
            [
                "INSERT INTO audit (seq, at, actor, action, subject, detail, hash) "
                "SELECT 7, at, actor, action, subject, detail, hash FROM audit WHERE seq = 6"
            ],
            7,
        ),
    ],
    ids=["edit", "blank", "last", "delete", "delete-and-close-up", "first", "reorder", "insert"],
)
async def test_the_first_row_that_was_tampered_with_is_found(
    database: Database, trail: AuditTrail, statements: list[str], first_bad: int
) -> None:
    await _fill(database, trail)
    await _change(database, *statements)
    assert await trail.verify() == first_bad


async def test_an_end_cut_off_shows_against_a_head_seen_before(database: Database, trail: AuditTrail) -> None:
    await _fill(database, trail)
    seen = await trail.head()
    await _change(database, "DELETE FROM audit WHERE seq > 4")
    assert await trail.verify() is None
    assert await trail.verify(seen) == 5


async def test_a_chain_written_anew_shows_against_a_head_seen_before(database: Database, trail: AuditTrail) -> None:
    await _fill(database, trail)
    seen = Head.read(str(await trail.head()))
    await _change(database, "DELETE FROM audit")
    await _fill(database, trail, 5)
    async with database.write() as connection:
        await trail.note(connection, None, "case.read", "another")
    assert await trail.verify(seen) == 6


async def test_another_key_makes_no_row_that_fits(database: Database, trail: AuditTrail, clock: FixedClock) -> None:
    await _fill(database, trail, 2)
    await _fill(database, AuditTrail(database, ServerKey(b"else", bytes(32), b"1" * 32), clock), 1)
    assert await trail.verify() == 3


async def test_what_is_rolled_back_leaves_no_row(database: Database, trail: AuditTrail) -> None:
    await _fill(database, trail, 1)

    async def fail() -> None:
        async with database.write() as connection:
            await trail.note(connection, None, "case.read", "x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await _fill(database, trail, 1)
    assert (await trail.head()).seq == 2
    assert await trail.verify() is None


@pytest.mark.parametrize("written", ["", "1", "x:00", "1:00", "-1:" + "00" * 32, "1:" + "zz" * 32])
def test_what_is_no_head_is_refused(written: str) -> None:
    with pytest.raises(NoHead):
        Head.read(written)


async def test_many_who_write_at_once_make_one_chain(database: Database, trail: AuditTrail) -> None:
    await asyncio.gather(*(_fill(database, trail, 5) for _ in range(8)))
    assert (await trail.head()).seq == 40
    assert await trail.verify() is None


async def _cut(database: Database, trail: AuditTrail, clock: FixedClock) -> int:
    """Four rows of yesterday, two of today, yesterday's are over."""
    await _fill(database, trail, 4)
    clock.at += timedelta(days=1)
    await _fill(database, trail, 2)
    async with database.write() as connection:
        return await trail.cut(connection, epoch_ms(clock.now()) - 1000)


async def test_the_oldest_rows_go_and_the_chain_stays_whole(
    database: Database, trail: AuditTrail, clock: FixedClock
) -> None:
    assert await _cut(database, trail, clock) == 4
    assert await trail.verify() is None
    newest = (await trail.recent(1))[0]
    assert (newest.seq, newest.action) == (7, "audit.cut")
    assert await trail.verify(await trail.head()) is None
    async with database.write() as connection:
        assert await trail.cut(connection, epoch_ms(clock.now()) - 1000) == 0


async def test_a_head_from_before_the_cut_still_counts(
    database: Database, trail: AuditTrail, clock: FixedClock
) -> None:
    await _fill(database, trail, 4)
    kept = await trail.head()
    clock.at += timedelta(days=1)
    await _fill(database, trail, 2)
    async with database.write() as connection:
        await trail.cut(connection, epoch_ms(clock.now()) - 1000)
    assert await trail.verify(kept) is None
    assert await trail.verify(Head(kept.seq, bytes(32))) == kept.seq


async def test_the_last_row_stays_however_old(database: Database, trail: AuditTrail, clock: FixedClock) -> None:
    await _fill(database, trail, 3)
    clock.at += timedelta(days=4000)
    async with database.write() as connection:
        assert await trail.cut(connection, epoch_ms(clock.now())) == 2
    assert await trail.verify() is None


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit_anchor", 1),
        ("UPDATE audit_anchor SET seq = 5", 1),
        ("UPDATE audit_anchor SET cut_at = 0", 1),
    ],
)
async def test_nobody_without_the_key_cuts(
    database: Database, trail: AuditTrail, clock: FixedClock, statement: str, first_bad: int
) -> None:
    await _cut(database, trail, clock)
    await _change(database, statement)
    assert await trail.verify() == first_bad
