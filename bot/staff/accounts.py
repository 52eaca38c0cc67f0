"""Accounts: inviting, confirming, revoking, what a member may see. Every change notes itself in the audit chain."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.sealing import ServerKey
from bot.staff.errors import LastAdministrator, NameTaken, NoSuchAccount, NotBySamePerson
from bot.staff.member import Role, Scope
from bot.staff.sessions import Sessions
from bot.staff.withdrawing import withdraw
from bot.texts.filters import clean
from bot.texts.language import Language

LONGEST_NAME = 80
#: A link is used within these days or made anew.
LINK_LIVES = timedelta(days=3)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Leave:
    """``deputy``: their name; both days count."""

    id: int
    deputy: str
    first: date
    last: date


class Accounts:
    def __init__(self, database: Database, key: ServerKey, clock: Clock, trail: AuditTrail, sessions: Sessions) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._trail = trail
        self._sessions = sessions
        self._queries = Queries.beside(__file__, database.dialect)

    async def invite(
        self, name: str, role: Role, by: str | None, scopes: Sequence[Scope] = (), language: Language = "vi"
    ) -> str:
        """:param by: id of the administrator; None: the command line.
        :returns: token of the one-time link. :raises NameTaken: see there.
        """
        name = " ".join(clean(name).split())[:LONGEST_NAME]
        staff_id, now = secrets.token_urlsafe(16), self._now()
        row = {"id": staff_id, "name": name, "role": role, "language": language, "by": by, "now": now}
        try:
            async with self._database.write() as connection:
                await connection.execute(self._queries["add_member"], row)
                await self._put_places(connection, "scope", staff_id, scopes)
                token = await self.link(connection, staff_id, "enrol")
                await self._trail.note(connection, by, "staff.invite", staff_id, {"role": role})
        except IntegrityError:
            raise NameTaken from None
        return token

    async def link(self, connection: AsyncConnection, staff_id: str, kind: str) -> str:
        """A one-time link's token; an older one of the same kind ends."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self.keep_token(connection, staff_id, kind, token, LINK_LIVES)
        return token

    async def keep_token(
        self, connection: AsyncConnection, staff_id: str, kind: str, token: str, lives: timedelta
    ) -> None:
        row = {
            "token": self._key.lookup("staff-link", kind, token),
            "id": staff_id,
            "kind": kind,
            "now": self._now(),
            "expires_at": epoch_ms(self._clock.now() + lives),
        }
        await connection.execute(self._queries["end_links"], row)
        await connection.execute(self._queries["add_link_row"], row)

    async def confirm(self, staff_id: str, by: str) -> None:
        """A second administrator lets in who has enrolled.

        :raises NoSuchAccount: it does not wait. :raises NotBySamePerson: the one who invited, or the account itself.
        """
        binds = {"id": staff_id, "by": by, "now": self._now()}
        async with self._database.write() as connection:
            row = (await connection.execute(self._queries["waiting_member"], {"id": staff_id})).one_or_none()
            if row is None:
                raise NoSuchAccount
            if by in (row.invited_by, staff_id):
                raise NotBySamePerson
            await connection.execute(self._queries["confirm_member"], binds)
            await self._trail.note(connection, by, "staff.confirm", staff_id)

    async def revoke(self, staff_id: str, by: str | None) -> None:
        """At once: sessions end, the chat is unbound, keys are taken away, open links end, digests stop,
        also those on their way.

        :raises NoSuchAccount: there is none, or it was revoked before. :raises LastAdministrator: see there.
        """
        binds = {"id": staff_id, "now": self._now()}
        async with self._database.write() as connection:
            await connection.execute(self._queries["lock_staff"])
            if (await connection.execute(self._queries["is_last_administrator"], binds)).scalar_one():
                raise LastAdministrator
            if (await connection.execute(self._queries["revoke_member"], binds)).rowcount != 1:
                raise NoSuchAccount
            await self._sessions.end_all(connection, staff_id)
            for query in ("unbind_chat", "drop_keys", "end_all_links", "drop_digest", "drop_delegations"):
                await connection.execute(self._queries[query], binds)
            await withdraw(connection, staff_id, self._clock.now())
            await self._trail.note(connection, by, "staff.revoke", staff_id)

    async def set_places(self, staff_id: str, scopes: Sequence[Scope], posts: Sequence[Scope], by: str | None) -> None:
        """What the member may see, and where they sit; both replace what stood before."""
        async with self._database.write() as connection:
            await self._put_places(connection, "scope", staff_id, scopes)
            await self._put_places(connection, "post", staff_id, posts)
            await withdraw(connection, staff_id, self._clock.now())
            detail = {"scopes": [_written(each) for each in scopes], "posts": [_written(each) for each in posts]}
            await self._trail.note(connection, by, "staff.scope", staff_id, detail)

    async def delegate(self, absent: str, deputy: str, first: date, last: date) -> None:
        """While ``absent`` is away, ``deputy`` works on their cases. Both days count.

        :raises NotBySamePerson: both are one. :raises NoSuchAccount: the deputy is no active inspector or lead.
        """
        if absent == deputy:
            raise NotBySamePerson
        row = {"absent": absent, "deputy": deputy, "first": first.toordinal(), "last": last.toordinal()}
        async with self._database.write() as connection:
            if (await connection.execute(self._queries["can_stand_in"], row)).scalar_one() != 1:
                raise NoSuchAccount
            await connection.execute(self._queries["add_delegation"], row)
            detail = {"deputy": deputy, "first": first.isoformat(), "last": last.isoformat()}
            await self._trail.note(connection, absent, "own.delegate", absent, detail)

    async def leaves(self, absent: str, today: date) -> list[Leave]:
        """Those that are not over, the first to come first."""
        binds = {"absent": absent, "day": today.toordinal()}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["delegations_of"], binds)).all()
        days = date.fromordinal
        return [Leave(row.id, row.name, days(row.first_day), days(row.last_day)) for row in rows]

    async def end_leave(self, absent: str, leave: int) -> None:
        """The deputy sees nothing of theirs from now on. Somebody else's stays."""
        async with self._database.write() as connection:
            await connection.execute(self._queries["drop_delegation"], {"id": leave, "absent": absent})
            await self._trail.note(connection, absent, "own.delegate", absent, {"ended": leave})

    async def _put_places(
        self, connection: AsyncConnection, which: str, staff_id: str, places: Sequence[Scope]
    ) -> None:
        await connection.execute(self._queries[f"drop_{which}s"], {"id": staff_id})
        for place in places:
            row = {"id": staff_id, "province": place.province, "commune": place.commune, "office": place.office}
            await connection.execute(self._queries[f"add_{which}"], row)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _written(place: Scope) -> str:
    return "/".join(part or "*" for part in (place.province, place.commune, place.office))
