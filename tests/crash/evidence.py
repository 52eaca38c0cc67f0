"""What the database says, asked from outside."""

from __future__ import annotations

from dataclasses import dataclass

from bot.database import Database
from bot.sealing import ServerKey
from bot.turns.session import Session


@dataclass(frozen=True)
class Wreck:
    """What a kill left behind: updates in a worker's hands, messages that may have left."""

    claimed: int
    sending: frozenset[str]
    waiting: int

    @property
    def phase(self) -> str:
        if self.sending:
            return "sending"
        return "in turn" if self.claimed else "taken in" if self.waiting else "idle"


async def wreck(database: Database) -> Wreck:
    claimed = await _rows(database, "SELECT count(*) FROM inbox WHERE state = 'new' AND claim IS NOT NULL")
    waiting = await _rows(database, "SELECT count(*) FROM inbox WHERE state = 'new'")
    sending = await _rows(database, "SELECT dedup FROM outbox WHERE state = 'sending'")
    return Wreck(claimed[0][0], frozenset(row[0] for row in sending), waiting[0][0])


async def inbox(database: Database) -> list[tuple[str, str]]:
    """(update id, state) of every row."""
    return [(row[0], row[1]) for row in await _rows(database, "SELECT update_id, state FROM inbox")]


@dataclass(frozen=True)
class Message:
    kind: str
    state: str
    error: str | None


async def outbox(database: Database) -> dict[str, Message]:
    """By dedup key."""
    rows = await _rows(database, "SELECT dedup, kind, state, error FROM outbox")
    return {dedup: Message(*rest) for dedup, *rest in rows}


async def all_settled(database: Database) -> bool:
    """Whether nothing waits and nothing is under way."""
    open_rows = await _rows(
        database,
        "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
        " + (SELECT count(*) FROM outbox WHERE state IN ('new', 'sending'))",
    )
    return bool(open_rows[0][0] == 0)


async def sessions(database: Database, key: ServerKey) -> dict[str, Session]:
    """By lane; ``version`` counts the state changes that were applied."""
    rows = await _rows(database, "SELECT lane, state, version FROM session")
    return {
        lane: Session.decode(key.open(bytes(state), f"session|state|{lane}"), version) for lane, state, version in rows
    }


async def _rows(database: Database, statement: str) -> list[tuple]:  # type: ignore[type-arg]
    async with database.read() as connection:
        return [tuple(row) for row in await connection.exec_driver_sql(statement)]
