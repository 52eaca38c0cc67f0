"""The statements of a turn: claim, load, finish behind the fence, put back, set aside."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.database import Database, Queries, Statements
from bot.errors import TurnConflict
from bot.intake.update import sealed_for
from bot.outbox.outgoing import Outgoing
from bot.outbox.store import queue
from bot.sealing import ServerKey
from bot.turns.session import Session

#: A claim ends by itself after this long, so that a killed worker's updates go on. Handlers get less (worker.py).
CLAIM_LEASE_MS = 10_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An inbox row in this worker's hands. ``attempts`` counts this one; ``claim`` is the fence."""

    claim: str
    seq: int
    channel: str
    bot: str
    update_id: str
    lane: str
    received_at: int
    payload: bytes
    attempts: int

    @property
    def key(self) -> str:
        return f"{self.channel}|{self.bot}|{self.update_id}"


@dataclass(frozen=True, slots=True)
class SessionChange:
    lane: str
    session: Session


class Claims:
    def __init__(self, database: Database, key: ServerKey) -> None:
        self._database = database
        self._key = key
        self._queries = Queries.beside(__file__, database.dialect)

    async def take(self, channels: Sequence[str], most: int, now: int) -> list[Claimed]:
        """The oldest waiting update of up to ``most`` lanes, in order of arrival.

        :param channels: the first of them has the first say: others get what it leaves.
        """
        async with self._database.brief_read() as connection:
            waiting = await connection.execute(self._queries["any_waiting"], {"channel_list": channels, "now": now})
            if waiting.first() is None:  # who has nothing to do looks often, and must not wait for the writer's turn
                return []
        async with self._database.brief_write() as connection:
            return await self.take_within(connection, channels, most, now)

    async def take_within(self, connection: Statements, channels: Sequence[str], most: int, now: int) -> list[Claimed]:
        """The same in the caller's transaction, which must be committed before any is answered."""
        claim = secrets.token_hex(12)
        binds = {
            "claim": claim,
            "until": now + CLAIM_LEASE_MS,
            "now": now,
        }
        rows: list[Any] = []
        for channel in channels:
            if len(rows) < most:
                chosen = {**binds, "channel": channel, "most": most - len(rows)}
                rows += (await connection.execute(self._queries["claim"], chosen)).all()
        return sorted((Claimed(claim, *row) for row in rows), key=lambda claimed: claimed.seq)

    def open(self, claimed: Claimed) -> bytes:
        return self._key.open(claimed.payload, sealed_for(claimed.channel, claimed.bot, claimed.update_id))

    async def sessions(self, lanes: Sequence[str]) -> dict[str, Session]:
        """The sessions of ``lanes``; a lane without one is missing."""
        async with self._database.brief_read() as connection:
            rows = (await connection.execute(self._queries["load_sessions"], {"lane_list": list(lanes)})).all()
        return {lane: self._session(lane, state, version) for lane, state, version in rows}

    def _session(self, lane: str, state: bytes, version: int) -> Session:
        """One that cannot be read is begun anew: one damaged row must not stop the turns of everybody."""
        try:
            return Session.decode(self._key.open(state, f"session|state|{lane}"), version)
        except (ValueError, TypeError) as error:
            log.error("session_row_unreadable", lane=lane, error=type(error).__name__)
            return Session(version=version)

    async def finish(
        self,
        connection: Statements,
        done: Sequence[Claimed],
        sessions: Sequence[SessionChange],
        messages: Sequence[Outgoing],
        now: int,
    ) -> None:
        """Everything a batch of turns wrote, inside the caller's transaction.

        :raises TurnConflict: the claim on one of them was lost; the caller's transaction must roll back.
        """
        binds = {"claim": done[0].claim, "seq_list": [claimed.seq for claimed in done], "now": now}
        finished = await connection.execute(self._queries["finish"], binds)
        if finished.rowcount != len(done):
            raise TurnConflict
        if sessions:
            await connection.execute(self._queries["save_session"], [self._session_row(s, now) for s in sessions])
        await queue(connection, self._key, messages, now)

    async def put_back(self, claimed: Claimed, error: str, not_before: int) -> None:
        binds = {"claim": claimed.claim, "seq": claimed.seq, "not_before": not_before, "error": error}
        async with self._database.write() as connection:
            await connection.execute(self._queries["put_back"], binds)

    async def set_aside(self, claimed: Claimed, error: str, apology: Sequence[Outgoing], now: int) -> None:
        binds = {"claim": claimed.claim, "seq": claimed.seq, "error": error, "now": now}
        async with self._database.write() as connection:
            if (await connection.execute(self._queries["set_aside"], binds)).rowcount == 1:
                await queue(connection, self._key, apology, now)

    def _session_row(self, change: SessionChange, now: int) -> dict[str, object]:
        return {
            "lane": change.lane,
            "state": self._key.seal(change.session.encode(), f"session|state|{change.lane}"),
            "version": change.session.version + 1,
            "updated_at": now,
        }
