"""What is promised to be forgotten is forgotten, on its day and not before. On both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.abuse import AbuseDesk
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.operator_tables import flood_mark
from bot.database.tables import candidate_example, inbox, outbox, session, web_history
from bot.legal.bounds import KEEPING
from bot.people import ChatRef
from bot.retention import DAY_MS, RULES, Preview, Retention, Rule
from bot.sealing import ServerKey


@pytest.fixture
def retention(database: Database, clock: FixedClock) -> Retention:
    return Retention(database, clock)


async def add(database: Database, table: Any, **values: Any) -> None:
    async with database.write() as connection:
        await connection.execute(insert(table).values(**values))


async def rows(database: Database, table: Any) -> list[Any]:
    async with database.read() as connection:
        return list((await connection.execute(select(table))).all())


def update(state: str, finished_at: int | None, number: str = "1") -> dict[str, Any]:
    row = {"channel": "telegram", "bot": "42", "update_id": number, "lane": "l", "received_at": 0, "payload": b"sealed"}
    return {**row, "state": state, "finished_at": finished_at}


async def test_a_dead_update_is_blanked_after_a_week_and_gone_after_two(
    database: Database, clock: FixedClock, retention: Retention
) -> None:
    await add(database, inbox, **update("dead", epoch_ms(clock.now())))
    clock.at += timedelta(days=7)
    await retention.sweep()
    assert [row.payload for row in await rows(database, inbox)] == [b"sealed"]
    clock.at += timedelta(seconds=1)
    await retention.sweep()
    assert [row.payload for row in await rows(database, inbox)] == [None]
    clock.at += timedelta(days=7)
    await retention.sweep()
    assert await rows(database, inbox) == []


async def test_an_update_that_waits_is_kept_however_long(
    database: Database, clock: FixedClock, retention: Retention
) -> None:
    await add(database, inbox, **update("new", None))
    clock.at += timedelta(days=400)
    await retention.sweep()
    assert [row.payload for row in await rows(database, inbox)] == [b"sealed"]


@pytest.mark.parametrize("state", ["sent", "uncertain", "dead"])
async def test_the_keys_of_messages_go_after_two_weeks(
    database: Database, clock: FixedClock, retention: Retention, state: str
) -> None:
    row = {"dedup": "d", "channel": "web", "bot": "web", "lane": "l", "kind": "say", "priority": 10}
    now = epoch_ms(clock.now())
    await add(database, outbox, **row, must_arrive=True, state=state, created_at=now, finished_at=now)
    await retention.sweep()
    assert len(await rows(database, outbox)) == 1
    clock.at += timedelta(days=14, seconds=1)
    await retention.sweep()
    assert await rows(database, outbox) == []


@pytest.mark.parametrize(
    ("table", "days", "values"),
    [
        (session, 7, {"lane": "l", "state": b"sealed", "version": 1, "updated_at": None}),
        (web_history, 7, {"lane": "l", "dedup": "d", "kind": "user", "payload": b"sealed", "created_at": None}),
        (
            candidate_example,
            90,
            {
                "digest": "d",
                "code": "1.001193",
                "verdict": "picked",
                "payload": b"sealed",
                "count": 1,
                "first_at": 0,
                "last_at": None,
            },
        ),
    ],
    ids=["idle conversations", "web history", "candidate examples"],
)
async def test_what_was_said_goes_on_its_day(
    database: Database, clock: FixedClock, retention: Retention, table: Any, days: int, values: dict[str, Any]
) -> None:
    now = epoch_ms(clock.now())
    await add(database, table, **{name: now if value is None else value for name, value in values.items()})
    clock.at += timedelta(days=days)
    await retention.sweep()
    assert len(await rows(database, table)) == 1
    clock.at += timedelta(seconds=1)
    await retention.sweep()
    assert await rows(database, table) == []


async def test_more_than_a_chunk_goes_in_one_sweep(
    database: Database, clock: FixedClock, retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retention.sweep.CHUNK", 3)
    long_ago = epoch_ms(clock.now()) - 30 * DAY_MS
    for number in range(10):
        await add(database, inbox, **update("done", long_ago, str(number)))
    assert (await retention.sweep())["forget_updates"] == 10
    assert await rows(database, inbox) == []


async def test_an_office_sets_how_long_a_draft_is_kept(
    database: Database, clock: FixedClock, retention: Retention
) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE legal_parameter SET value = '3' WHERE name = 'report_draft_days'")
    await add(database, session, lane="l", state=b"sealed", version=1, updated_at=epoch_ms(clock.now()))
    clock.at += timedelta(days=2, hours=23)
    await retention.sweep()
    assert len(await rows(database, session)) == 1
    clock.at += timedelta(hours=2)
    await retention.sweep()
    assert await rows(database, session) == []


async def enter(database: Database, name: str, value: str, *, reviewed_by: str | None = None) -> None:
    """A value that somebody entered for a day long past."""
    async with database.write() as connection:
        await connection.execute(
            text(
                "INSERT INTO legal_parameter"
                " (name, value, unit, effective_from, source, author, entered_at, reviewed_by)"
                " VALUES (:name, :value, 'calendar_day', 739900, 'Quyết định 1', 'an', 0, :reviewed_by)"
            ),
            {"name": name, "value": value, "reviewed_by": reviewed_by},
        )


async def test_one_person_alone_shortens_no_keeping(
    database: Database, clock: FixedClock, retention: Retention
) -> None:
    row = {"lane": "l", "dedup": "d", "kind": "user", "payload": b"sealed"}
    await add(database, web_history, **row, created_at=epoch_ms(clock.now()) - 2 * DAY_MS)
    await enter(database, "keep_history_days", "1")
    await retention.sweep()
    assert len(await rows(database, web_history)) == 1


async def test_two_people_do(database: Database, clock: FixedClock, retention: Retention) -> None:
    row = {"lane": "l", "dedup": "d", "kind": "user", "payload": b"sealed"}
    await add(database, web_history, **row, created_at=epoch_ms(clock.now()) - 2 * DAY_MS)
    await enter(database, "keep_history_days", "1", reviewed_by="binh")
    await retention.sweep()
    assert await rows(database, web_history) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
async def test_every_rule_selects_the_keys_of_its_table(database: Database, clock: FixedClock, rule: Rule) -> None:
    """Each statement is run, and what would go is counted, on both databases."""
    terms = {term.name: term for term in await Preview(database, clock).terms()}
    assert (terms[rule.name].now, terms[rule.name].soon) == (0, 0)
    if rule.parameter is not None:
        assert rule.parameter in KEEPING
        least, most = KEEPING[rule.parameter]
        assert least <= terms[rule.name].days <= most


async def test_a_preview_tells_what_the_sweep_does(database: Database, clock: FixedClock, retention: Retention) -> None:
    preview, now = Preview(database, clock), epoch_ms(clock.now())
    for days in (0, 3, 13, 14, 15, 20):
        await add(database, inbox, **update("done", now - days * DAY_MS - 1, str(days)))
    told = {term.name: term for term in await preview.terms()}["forget_updates"]
    assert (told.days, told.now, told.soon) == (14, 3, 4)
    asked = {term.name: term for term in await preview.terms({"keep_update_key_days": 3})}["forget_updates"]
    assert (asked.days, asked.now, asked.soon) == (3, 5, 6)
    assert len(await rows(database, inbox)) == 6
    assert (await retention.sweep())["forget_updates"] == told.now


async def test_a_message_that_failed_is_blanked_after_a_week_and_what_nothing_sent_goes_after_a_month(
    database: Database, clock: FixedClock, retention: Retention
) -> None:
    row = {"channel": "telegram", "bot": "42", "lane": "l", "kind": "say", "priority": 10, "must_arrive": True}
    now = epoch_ms(clock.now())
    sealed = {"payload": b"sealed", "address": b"sealed", "created_at": now}
    await add(database, outbox, **row, **sealed, dedup="dead", state="dead", finished_at=now)
    await add(database, outbox, **row, **sealed, dedup="new", state="new")
    clock.at += timedelta(days=7, seconds=1)
    await retention.sweep()
    assert {each.dedup: (each.payload, each.address) for each in await rows(database, outbox)} == {
        "dead": (None, None),
        "new": (b"sealed", b"sealed"),
    }
    clock.at += timedelta(days=23)
    await retention.sweep()
    assert await rows(database, outbox) == []


async def test_a_block_goes_with_what_was_said_against_it_once_it_has_been_over_for_long(
    database: Database, key: ServerKey, clock: FixedClock, retention: Retention
) -> None:
    desk = AbuseDesk(database, key, clock)
    async with database.write() as connection:
        number = await desk.blocks.add(connection, "a" * 22, "telegram", 7, "4.000 tin", "anna")
        await desk.appeals.say(number, ChatRef("telegram", "42", 7, 7), "Xin xem lại.", "vi")(connection)
        await desk.floods.mark("a" * 22, "telegram")(connection)
    clock.at += timedelta(days=7 + 90)
    await retention.sweep()
    assert len(await desk.blocks.all()) == len(await desk.appeals.all()) == 1
    assert await rows(database, flood_mark) == []
    clock.at += timedelta(seconds=1)
    await retention.sweep()
    assert await desk.blocks.all() == []
    assert await desk.appeals.all() == []
