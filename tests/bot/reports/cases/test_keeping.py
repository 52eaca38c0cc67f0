"""What belongs to a case goes on its day, not before, and not while its citizen is writing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.reports.cases import Filing, Finding, State
from bot.retention import Retention
from tests.bot.reports.cases.desks import LAN, MINH, Room, draft


@pytest.fixture
async def closed(room: Room) -> Filing:
    """Resolved, with one reply: the answer."""
    filing = await room.file(draft(), LAN)
    await room.work.accept(filing.case_id)
    await room.work.resolve(filing.case_id, Finding.CONFIRMED, "Đã xác minh.")
    return filing


#: Of cases, without the sketches: those go by the age of the report.
OF_CASES = {"forget_replies", "forget_case_access", "cut_case_links", "erase_cases"}


async def swept(room: Room) -> dict[str, int]:
    done = await Retention(room.database, room.clock).sweep()
    return {name: count for name, count in done.items() if count and name in OF_CASES}


async def test_the_hourly_sweep_looks_after_cases_too(room: Room, closed: Filing) -> None:
    room.clock.at += timedelta(days=731)
    touched = await Retention(room.database, room.clock).sweep()
    assert (touched["cut_case_links"], touched["erase_cases"]) == (1, 1)


async def test_a_reply_stays_readable_for_a_week_after_it_was_read(room: Room, closed: Filing) -> None:
    room.clock.at += timedelta(days=30)
    assert await swept(room) == {}
    (reply,) = await room.desk.replies(closed.case_id)
    await room.do(room.desk.mark_read(closed.case_id, [reply.id]))
    room.clock.at += timedelta(days=7)
    assert await swept(room) == {}
    room.clock.at += timedelta(seconds=1)
    assert await swept(room) == {"forget_replies": 1}
    assert await room.desk.replies(closed.case_id) == []
    assert await room.count("case_item") == 3


async def test_the_link_to_the_chat_is_cut_after_ninety_days(room: Room, closed: Filing) -> None:
    room.clock.at += timedelta(days=90)
    assert await swept(room) == {}
    room.clock.at += timedelta(seconds=1)
    assert await swept(room) == {"cut_case_links": 1}
    (row,) = await room.rows("report_case")
    assert (row.owner, row.reporter) == (None, None)
    assert [await room.count(table) for table in ("case_address", "case_reply")] == [0, 0]
    assert await room.desk.open_to(closed.number, LAN) is None
    attempt = await room.desk.attempt(closed.number, closed.secret, MINH)
    assert attempt.view is not None
    assert await swept(room) == {}


async def test_an_open_case_keeps_everything(room: Room) -> None:
    filing = await room.file(draft(), LAN)
    room.clock.at += timedelta(days=3_000)
    assert await swept(room) == {}
    assert await room.desk.open_to(filing.number, LAN) is not None


async def test_texts_are_destroyed_after_two_years_and_a_tombstone_stays(room: Room, closed: Filing) -> None:
    room.clock.at += timedelta(days=730, seconds=1)
    assert await swept(room) == {"cut_case_links": 1, "erase_cases": 1}
    assert [await room.count(table) for table in ("case_key", "case_item", "case_reply")] == [0, 0, 0]
    (row,) = await room.rows("report_case")
    assert (row.number, row.state, row.secret) == (closed.number, State.RESOLVED, "")
    assert (await room.desk.attempt(closed.number, closed.secret, MINH)).view is None


@pytest.mark.parametrize(("days", "would_go"), [(90, "cut_case_links"), (730, "erase_cases")])
async def test_nothing_goes_within_a_week_of_new_words_of_the_citizen(
    room: Room, closed: Filing, days: int, would_go: str
) -> None:
    room.clock.at += timedelta(days=days)
    await room.do(room.desk.add_message(closed.case_id, "Tôi còn điều muốn nói."))
    room.clock.at += timedelta(days=6)
    assert await swept(room) == {}
    room.clock.at += timedelta(days=1, seconds=1)
    assert would_go in await swept(room)


async def test_shown_secrets_are_forgotten(room: Room, closed: Filing) -> None:
    attempt = await room.desk.attempt(closed.number, closed.secret, MINH)
    assert attempt.write is not None
    await room.do(attempt.write)
    assert await swept(room) == {}
    room.clock.at += timedelta(minutes=31)
    assert await swept(room) == {"forget_case_access": 1}


async def test_sketches_go_when_nothing_is_compared_with_them(room: Room) -> None:
    await room.file(draft(), LAN)
    keeping = Retention(room.database, room.clock)
    room.clock.at += timedelta(days=30)
    assert (await keeping.sweep())["forget_sketches"] == 0
    room.clock.at += timedelta(seconds=1)
    done = await keeping.sweep()
    assert (done["forget_sketches"], done["forget_cluster_sketches"]) == (1, 1)
    assert [(row.sketch, row.public != b"") for row in await room.rows("report_case")] == [(None, True)]
    assert [row.sketch for row in await room.rows("case_cluster")] == [b""]
    assert (await keeping.sweep())["forget_cluster_sketches"] == 0


async def test_the_terms_are_parameters(room: Room, closed: Filing) -> None:
    async with room.database.write() as connection:
        await connection.execute(text("UPDATE legal_parameter SET value = '8' WHERE name = 'case_link_days'"))
    room.clock.at += timedelta(days=8, seconds=1)
    assert await swept(room) == {"cut_case_links": 1}


async def test_without_a_parameter_nothing_is_deleted(room: Room, closed: Filing) -> None:
    async with room.database.write() as connection:
        await connection.execute(text("DELETE FROM legal_parameter WHERE name = 'case_text_days'"))
    room.clock.at += timedelta(days=3_000)
    with pytest.raises(LookupError, match="case_text_days"):
        await swept(room)
    assert await room.count("case_key") == 1
