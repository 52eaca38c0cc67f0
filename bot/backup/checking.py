"""Whether a database is whole: its pages, what refers to what, and every row of every table once read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.database import Database

#: Told, of more.
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """``problems``: in the database's own words, without values. ``counts``: rows by table."""

    problems: list[str]
    counts: dict[str, int]


async def check(database: Database) -> Checked:
    problems: list[str] = []
    try:
        async with database.read() as connection:
            if database.is_sqlite:
                found = (await connection.execute(text(f"PRAGMA integrity_check({MOST_PROBLEMS})"))).scalars()
                problems += [line for line in found if line != "ok"]
                dangling = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
                problems += [f"{row[0]}: row {row[1]} refers to nothing" for row in dangling[:MOST_PROBLEMS]]
            counts = await connection.run_sync(_counted)
    except DBAPIError as error:
        return Checked([*problems, str(error.orig).splitlines()[0]], {})
    return Checked(problems, counts)


def _counted(connection: Connection) -> dict[str, int]:
    tables = MetaData()
    tables.reflect(connection)
    return {
        each.name: connection.execute(select(func.count()).select_from(each)).scalar_one()
        for each in tables.sorted_tables
    }
