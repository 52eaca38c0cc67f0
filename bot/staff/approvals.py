"""What needs a second person: one asks and says why, another one decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.staff.errors import NoSuchAccount, NotBySamePerson

#: Of ``approval.kind``: what administrators decide. The others are about cases, and for leads.
ACCOUNT_KINDS = ("totp",)
LONGEST_REASON = 500
#: Not decided within it, a question is over: whoever asked has to look again, and ask anew.
LIVES = timedelta(days=7)
_Done = TypeVar("_Done")


class Approvals:
    def __init__(self, database: Database, clock: Clock, trail: AuditTrail) -> None:
        self._database = database
        self._clock = clock
        self._trail = trail
        self._queries = Queries.beside(__file__, database.dialect)

    async def ask(self, kind: str, subject: str, reason: str, by: str) -> int:
        """:param subject: id of the case or account. :returns: id of what was asked; of the same open one, if any."""
        row = {
            "kind": kind,
            "subject": subject,
            "reason": reason.strip()[:LONGEST_REASON],
            "by": by,
            "now": self._now(),
            "oldest": self._oldest(),
        }
        async with self._database.write() as connection:
            await connection.execute(self._queries["lock_approvals"])
            open_one = (await connection.execute(self._queries["open_approval"], row)).scalar_one_or_none()
            if open_one is not None:
                return int(open_one)
            number = (await connection.execute(self._queries["ask_approval"], row)).scalar_one()
            await self._trail.note(connection, by, "approval.ask", subject, {"kind": kind})
        return int(number)

    async def open(self, kinds: Sequence[str]) -> Sequence[Row[Any]]:
        """id, kind, subject, reason, asked_by, name (of who asked), asked_at; the oldest first."""
        async with self._database.read() as connection:
            return (
                await connection.execute(
                    self._queries["open_approvals"], {"kind_list": list(kinds), "oldest": self._oldest()}
                )
            ).all()

    async def decide(
        self,
        number: int,
        by: str,
        granted: bool,
        carry_out: Callable[[AsyncConnection, str, str], Awaitable[_Done]],
    ) -> _Done | None:
        """Decided and, when granted, carried out in one transaction.

        :param carry_out: is given the connection, kind and subject. :returns: what it returned; None when refused.
        :raises NoSuchAccount: nothing of this number is open, or no longer.
        :raises NotBySamePerson: they asked, or it is about them.
        """
        done, open_one = None, {"id": number, "oldest": self._oldest()}
        async with self._database.write() as connection:
            row = (await connection.execute(self._queries["approval_by_id"], open_one)).one_or_none()
            if row is None:
                raise NoSuchAccount
            if by in (row.asked_by, row.subject):
                raise NotBySamePerson
            binds = {"id": number, "by": by, "granted": granted, "now": self._now()}
            if (await connection.execute(self._queries["decide_approval"], binds)).rowcount != 1:
                raise NoSuchAccount
            if granted:
                done = await carry_out(connection, row.kind, row.subject)
            detail = {"kind": row.kind, "granted": granted}
            await self._trail.note(connection, by, "approval.decide", row.subject, detail)
        return done

    def _oldest(self) -> int:
        return epoch_ms(self._clock.now() - LIVES)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
