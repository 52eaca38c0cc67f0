"""The audit chain: each row carries a keyed hash over itself and the hash before it.

The key is derived from the server key, so whoever writes to the database alone cannot make a row that fits. Cutting
rows off the end leaves a chain that fits: against that the auditor is sent the head every day, and ``verify`` compares.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit.anchor import Anchor
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.sealing import ServerKey

#: What the first row is chained to.
BEGINNING = bytes(32)
#: Rows read at once by the verifier: a chain of years does not fit into memory.
PAGE = 1000


class NoHead(MotCuaError, ValueError):
    """A head is written as the number of the last row, a colon and 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last row; ``seq`` is 0 and ``hash`` all zeros while there is none."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash.hex()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """:raises NoHead: it is none."""
        seq, _, digest = text.strip().partition(":")
        try:
            head = cls(int(seq), bytes.fromhex(digest))
        except ValueError:
            raise NoHead from None
        if head.seq < 0 or len(head.hash) != len(BEGINNING):
            raise NoHead
        return head


class AuditTrail:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._key = (key.lookup("audit-chain", 1) + key.lookup("audit-chain", 2)).encode()

    async def note(
        self,
        connection: AsyncConnection,
        actor: str | None,
        action: str,
        subject: str | None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a row in the caller's transaction, so that nothing happens without it. Call it last: on PostgreSQL other
        writers of the chain wait until the commit.

        :param actor: id of the member; None: the program, or the command line.
        :param subject: id of what was acted on, 64 characters at most.
        :param detail: structured, never content.
        """
        await connection.execute(self._queries["lock_chain"])
        last = await self._last(connection)
        row = {
            "seq": last.seq + 1,
            "at": epoch_ms(self._clock.now()),
            "actor": actor,
            "action": action,
            "subject": subject,
            "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else None,
        }
        await connection.execute(self._queries["add_link"], {**row, "hash": self._hash(last.hash, row)})

    async def head(self) -> Head:
        async with self._database.read() as connection:
            return await self._last(connection)

    async def verify(self, known: Head | None = None) -> int | None:
        """:param known: a head that was seen before, such as the auditor has; the chain must still contain it.
        :returns: number of the first row that is wrong or missing; None: the chain is whole.
        """
        begins = await self._beginning()
        if begins is None:
            return 1
        seq, expected = begins.seq, begins.hash
        if known is not None and known.seq == seq and not hmac.compare_digest(expected, known.hash):
            return seq
        while rows := await self._page(seq):
            for row in rows:
                seq += 1
                if row.seq != seq or not self._fits(expected, row):
                    return seq
                expected = bytes(row.hash)
                if known is not None and known.seq == seq and not hmac.compare_digest(expected, known.hash):
                    return seq
        return seq + 1 if known is not None and known.seq > seq else None

    async def cut(self, connection: AsyncConnection, before: int) -> int:
        """Let the oldest rows go that are older than ``before`` (epoch milliseconds), in the caller's transaction. The
        chain begins after them from then on, and says so in a row of its own.

        :returns: how many went.
        """
        await connection.execute(self._queries["lock_chain"])
        last = (await connection.execute(self._queries["last_to_cut"], {"before": before})).one_or_none()
        if last is None:
            return 0
        anchor = Anchor(last.seq, bytes(last.hash), epoch_ms(self._clock.now()))
        binds = {"seq": anchor.seq, "hash": anchor.hash, "cut_at": anchor.cut_at, "seal": anchor.seal(self._key)}
        await connection.execute(self._queries["pull_anchor"])
        await connection.execute(self._queries["drop_anchor"], binds)
        gone = (await connection.execute(self._queries["cut_links"], {"seq": anchor.seq})).rowcount
        await self.note(connection, None, "audit.cut", None, {"up_to": str(Head(anchor.seq, anchor.hash))})
        return gone

    async def recent(self, most: int, before: int | None = None) -> Sequence[Row[Any]]:
        """The newest rows with the members' names, newest first. :param before: only rows of lower numbers."""
        async with self._database.read() as connection:
            binds = {"most": most, "before": before if before is not None else 2**62}
            return (await connection.execute(self._queries["recent_links"], binds)).all()

    async def _beginning(self) -> Head | None:
        """What the first row is chained to. None: the anchor was made by somebody without the key."""
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["anchor"])).one_or_none()
        if row is None:
            return Head(0, BEGINNING)
        anchor = Anchor.of(row)
        return Head(anchor.seq, anchor.hash) if anchor.is_sealed(self._key, bytes(row.seal)) else None

    async def _page(self, after: int) -> Sequence[Row[Any]]:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["links"], {"after": after, "most": PAGE})).all()

    async def _last(self, connection: AsyncConnection) -> Head:
        row = (await connection.execute(self._queries["last_link"])).one_or_none()
        return Head(row.seq, bytes(row.hash)) if row is not None else Head(0, BEGINNING)

    def _fits(self, before: bytes, row: Row[Any]) -> bool:
        return hmac.compare_digest(self._hash(before, dict(row._mapping)), bytes(row.hash))

    def _hash(self, before: bytes, row: Mapping[str, Any]) -> bytes:
        # A JSON list, not joined words: a part cannot be pushed over into the next.
        parts = [row[name] for name in ("seq", "at", "actor", "action", "subject", "detail")]
        return hmac.new(self._key, before + json.dumps(parts).encode(), hashlib.sha256).digest()
