"""The databases that tests share one after another: nothing of one test is there for the next."""

from __future__ import annotations

import asyncpg  # type: ignore[import-untyped]

from tests.postgres import PostgresForTests

SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
#: A table that migrations fill, one that they leave empty, a number taken for a row that was then refused.
TOUCH = (
    "DELETE FROM office_rule",
    "UPDATE legal_parameter SET value = '999'",
    "INSERT INTO staff (id, name, role, state, created_at, language) VALUES ('an', 'An', 'lead', 'active', 0, 'vi')",
    "INSERT INTO staff_scope (staff_id) VALUES ('an')",
    "SELECT nextval(pg_get_serial_sequence('audit', 'seq'))",
)


async def contents(url: str) -> dict[str, list[str]]:
    connection = await asyncpg.connect(url)
    try:
        tables = [row[0] for row in await connection.fetch(TABLES)]
        found = {
            table: sorted(row[0] for row in await connection.fetch(f'SELECT t::text FROM "{table}" t'))  # noqa: S608 - its own name
            for table in tables
        }
        found["(numbers)"] = [f"{row[0]} {row[1]}" for row in await connection.fetch(SEQUENCES)]
        return found
    finally:
        await connection.close()


async def test_a_database_given_back_is_as_new(postgres: PostgresForTests) -> None:
    url = postgres.new_database()
    before = await contents(url)
    connection = await asyncpg.connect(url)
    for statement in TOUCH:
        await connection.execute(statement)
    await connection.close()
    assert await contents(url) != before
    postgres.give_back(url)
    assert postgres.new_database() == url
    assert await contents(url) == before
    postgres.give_back(url)
