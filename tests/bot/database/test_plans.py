"""Hot queries find their rows by an index, on both databases: with weeks of finished rows they must not slow down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Database, Queries, open_database

ROOT = Path(__file__).parents[3]
#: Folder below the root -> queries that run all the time, or for every message.
HOT = {
    "bot/turns": ("any_waiting", "claim", "load_sessions", "finish", "put_back", "set_aside"),
    "bot/outbox": ("any_new", "take", "begin_sending", "give_back", "finish", "send_again", "resume_interrupted"),
    "bot/web/chat": (
        "any_new",
        "take_new",
        "said_before",
        "change_said",
        "remove_events",
        "mark_sent",
        "latest_shown",
        "last_id",
        "events_after",
        "young_ids",
        "said",
        "marks",
    ),
    "bot/privacy": ("counts", "shown", "recent_of_bot", "recent_of_person", "history_rows", "drop_sent_files"),
}
#: Tables that grow with the talk. Every plan must reach them by key.
GROWING = ("inbox", "outbox", "session", "web_history")
SCAN = re.compile(rf"(?:Seq Scan on|SCAN) (?:{'|'.join(GROWING)}|head|older)\b(?! USING)")
VALUES: dict[str, Any] = {
    "now": 10**15,
    "until": 10**15,
    "since": 10**15,
    "recent": 10**15,
    "not_before": 10**15,
    "ceiling": 100,
    "most": 64,
    "after": 0,
    "seq": 1,
    "id": 1,
    "address": b"",
    "payload": b"",
}
FILL = (
    "INSERT INTO inbox (channel, bot, update_id, lane, received_at, state, finished_at) "
    "SELECT 'telegram', '42', 'u' || n, 'lane' || (n % 500), n, 'done', n FROM numbers",
    "INSERT INTO outbox "
    "(dedup, channel, bot, lane, kind, priority, must_arrive, state, created_at, finished_at) "
    "SELECT 'd' || n, CASE n % 2 WHEN 0 THEN 'web' ELSE 'telegram' END, CASE n % 2 WHEN 0 THEN 'web' ELSE '42' END, "
    "'lane' || (n % 500), 'say', 10, true, 'sent', n, n FROM numbers",
    "INSERT INTO session (lane, state, version, updated_at) SELECT 'lane' || n, '', 1, n FROM numbers",
    "INSERT INTO web_history (lane, dedup, kind, payload, created_at) "
    "SELECT 'lane' || (n % 500), 'd' || n, 'say', '', n FROM numbers",
)
NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000) "


async def filled(connection: AsyncConnection) -> None:
    for statement in FILL:
        head, _, select = statement.partition("SELECT")
        await connection.exec_driver_sql(f"{head}{NUMBERS}SELECT{select}")
    await connection.exec_driver_sql("ANALYZE")


def explained(query: TextClause, dialect: str) -> tuple[TextClause, dict[str, Any]]:
    """``EXPLAIN`` of a query, and values for its binds."""
    binds = query._bindparams
    lists: list[Any] = [bindparam(name, expanding=True) for name, bind in binds.items() if bind.expanding]
    head = "EXPLAIN QUERY PLAN" if dialect == "sqlite" else "EXPLAIN"
    numbers = {"seq_list", "id_list"}
    values = {name: VALUES.get(name, "x") for name in binds}
    values.update({name: [1, 2] if name in numbers else ["x", "y"] for name in binds if name.endswith("_list")})
    return text(f"{head} {query.text}").bindparams(*lists), values


@pytest.mark.parametrize("room", HOT)
async def test_hot_queries_read_no_table_from_end_to_end(database: Database, room: str) -> None:
    queries = Queries.beside(str(ROOT / room / "x.py"), database.dialect)
    async with database.write() as connection:
        await filled(connection)
    scanned = {}
    async with database.write() as connection:
        for name in HOT[room]:
            statement, values = explained(queries[name], database.dialect)
            plan = [str(row[-1]) for row in await connection.execute(statement, values)]
            if any(SCAN.search(line) for line in plan):
                scanned[name] = plan
    assert scanned == {}


#: A backlog that came after the statistics were taken, of a few hundred people.
BACKLOG = (
    "INSERT INTO inbox (channel, bot, update_id, lane, received_at, state) "
    "SELECT 'telegram', '42', 'new' || n, 'lane' || (n % 500), n, 'new' FROM numbers"
)


async def test_a_backlog_that_statistics_know_nothing_of_is_claimed_by_key(postgres_url: str, tmp_path: Path) -> None:
    """PostgreSQL once took the few new rows of before for granted and held each against all of them: 700 ms a claim."""
    database = open_database(postgres_url, tmp_path)
    head, _, select = BACKLOG.partition("SELECT")
    claim = Queries.beside(str(ROOT / "bot/turns/x.py"), "postgresql")["claim"]
    async with database.write() as connection:
        await filled(connection)
        await connection.exec_driver_sql(
            "INSERT INTO inbox (channel, bot, update_id, lane, received_at) VALUES ('telegram', '42', 'a', 'lane1', 1)"
        )
        await connection.exec_driver_sql("ANALYZE inbox")
        await connection.exec_driver_sql(f"{head}{NUMBERS}SELECT{select}")
        statement, values = explained(claim, "postgresql")
        plan = [str(row[-1]) for row in await connection.execute(statement, values)]
    await database.close()
    assert [line for line in plan if "Join" in line] == []
    assert any("ix_inbox_open on inbox older" in line for line in plan), plan
