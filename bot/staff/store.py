"""Who is on the staff. Reads only; what changes accounts stands in the modules beside this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Row

from bot.chains import ChainStore
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries, Statements
from bot.people import ChatRef
from bot.sealing import ServerKey
from bot.staff.member import Member, Role, Scope, Standing
from bot.texts.language import Language


class Staff:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._chains = ChainStore(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def member(self, staff_id: str) -> Member | None:
        """In whatever state; ask ``is_active`` before doing anything for them."""
        return await self._one("member_by_id", {"id": staff_id})

    async def named(self, name: str) -> Member | None:
        return await self._one("member_by_name", {"name": name})

    async def by_chat(self, chat: ChatRef) -> Member | None:
        """The active member whose bound chat this is, by the numeric id of who speaks; never in a group."""
        if chat.chat_id != chat.person:
            return None
        return await self._one("member_by_chat", {"person": chat.person_lookup(self._key)})

    async def chat_of(self, staff_id: str) -> ChatRef | None:
        """Where an active member is written to; None: nowhere. Ask again when sending: it ends with a revocation."""
        async with self._database.brief_read() as connection:
            row = (await connection.execute(self._queries["chat_of"], {"id": staff_id})).one_or_none()
        if row is None:
            return None
        chat_id = int(self._key.open(bytes(row.address), f"staff_chat|address|{staff_id}"))
        return ChatRef(row.channel, row.bot, chat_id, chat_id)

    async def all(self) -> list[Member]:
        """Everybody, the revoked too, by name."""
        async with self._database.read() as connection:
            return await self._members(connection, (await connection.execute(self._queries["members"])).all())

    async def acting_for(self, member: Member, day: date) -> list[Member]:
        """Active colleagues whose leave ``member`` covers on ``day``."""
        binds = {"deputy": member.id, "day": day.toordinal()}
        async with self._database.brief_read() as connection:
            rows = (await connection.execute(self._queries["absent_colleagues"], binds)).all()
            return await self._members(connection, rows)

    async def exclusions(self, case_id: str) -> frozenset[str]:
        """Ids of members who must not see this case."""
        async with self._database.brief_read() as connection:
            rows = await connection.execute(self._queries["exclusions"], {"case_id": case_id})
            return frozenset(rows.scalars())

    async def _one(self, query: str, binds: dict[str, Any]) -> Member | None:
        async with self._database.brief_read() as connection:
            rows = (await connection.execute(self._queries[query], binds)).all()
            found = await self._members(connection, rows)
        return found[0] if found else None

    async def _members(self, connection: Statements, rows: Sequence[Row[Any]]) -> list[Member]:
        if not rows:
            return []
        binds = {"id_list": [row.id for row in rows], "now": epoch_ms(self._clock.now())}
        scopes = _by_member((await connection.execute(self._queries["scopes_of"], binds)).all())
        chains = await self._chains.within(connection)
        posts = _by_member((await connection.execute(self._queries["posts_of"], binds)).all())
        return [
            Member(
                row.id,
                row.name,
                Role(row.role),
                Standing(row.state),
                cast(Language, row.language),
                tuple(scopes[row.id]),
                tuple(posts[row.id]),
                chains,
            )
            for row in rows
        ]


def _by_member(rows: Iterable[Row[Any]]) -> dict[str, list[Scope]]:
    found: dict[str, list[Scope]] = defaultdict(list)
    for row in rows:
        found[row.staff_id].append(Scope(row.province, row.commune, row.office))
    return found
