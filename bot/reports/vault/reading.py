"""What a holder of an inspectorate key reads: the case opened, its items one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import from_epoch_ms
from bot.database import Database, Queries
from bot.errors import Unreadable
from bot.reports.vault.casekeys import CaseKey
from bot.reports.vault.items import open_item
from bot.reports.vault.keys import Unlocked

#: A column of ids is compared with this where no key is unlocked: SQL wants a list that is not empty.
_NOBODY = [""]


@dataclass(frozen=True, slots=True)
class OpenCase:
    """``facts``: the row of ``report_case``; ``opened_by``: ids of the keys that opened it."""

    facts: Mapping[str, Any]
    key: CaseKey
    opened_by: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.key.case_id

    @property
    def number(self) -> str:
        return str(self.facts["number"])


@dataclass(frozen=True, slots=True)
class Item:
    """``author``: citizen, inspector or program; ``size``: bytes of the plain body; ``media``: of a file."""

    id: str
    kind: str
    author: str
    at: datetime
    size: int
    media: str | None
    seen_at: datetime | None


class CaseReader:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._queries = Queries.beside(__file__, database.dialect)

    async def listed(
        self, holders: Sequence[Unlocked] = (), states: Sequence[str] = (), most: int = 50
    ) -> list[Mapping[str, Any]]:
        """Rows of ``report_case``, the newest first; restricted ones only where ``holders`` can open them.

        :param states: only cases in one of these; none: all.
        """
        binds = {
            "state_list": list(states) or _NOBODY,
            "every": not states,
            "key_id_list": _ids(holders) or _NOBODY,
            "most": most,
        }
        async with self._database.read() as connection:
            return [dict(row._mapping) for row in await connection.execute(self._queries["cases_listed"], binds)]

    async def numbers_of(self, holders: Sequence[Unlocked]) -> list[str]:
        """Every case that is sealed to one of ``holders``."""
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["cases_of"], {"key_id_list": _ids(holders) or _NOBODY})
            return [row.number for row in rows]

    async def open(self, number: str, holders: Sequence[Unlocked]) -> OpenCase | None:
        """None: no such case, erased, or sealed to others. Those are not told apart: a restricted case must not show
        to somebody who only has its number.

        :raises Unreadable: it is sealed to a holder and does not open: altered, or put in by somebody else.
        """
        async with self._database.read() as connection:
            facts = (await connection.execute(self._queries["case_facts"], {"number": number})).one_or_none()
            if facts is None:
                return None
            binds = {"case_id": facts.id, "key_id_list": _ids(holders) or _NOBODY}
            sealed = {row.key_id: row.sealed for row in await connection.execute(self._queries["sealed_keys"], binds)}
        opening = [holder for holder in holders if holder.key_id in sealed]
        if not opening:
            return None
        key = opening[0].open_case(facts.id, bytes(facts.public), bytes(sealed[opening[0].key_id]))
        return OpenCase(dict(facts._mapping), key, tuple(holder.key_id for holder in opening))

    async def items(self, case: OpenCase) -> list[Item]:
        """In the order in which they came."""
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["items"], {"case_id": case.id})).all()
        return [
            Item(row.id, row.kind, row.author, from_epoch_ms(row.at), row.size, row.media, _moment(row.seen_at))
            for row in rows
        ]

    async def read(self, case: OpenCase, item: Item) -> bytes:
        """:raises Unreadable: the item is gone, was altered, or was moved here from another place."""
        async with self._database.read() as connection:
            sealed = await self._sealed(connection, case.id, item.id)
        return open_item(case.key.private, case.id, item.id, item.kind, *sealed)

    async def _sealed(self, connection: AsyncConnection, case_id: str, item_id: str) -> tuple[bytes, bytes]:
        binds = {"case_id": case_id, "id": item_id}
        row = (await connection.execute(self._queries["item_body"], binds)).one_or_none()
        if row is None:
            raise Unreadable("An item of this case was erased meanwhile.")
        return bytes(row.key), bytes(row.body)


def _ids(holders: Sequence[Unlocked]) -> list[str]:
    return [holder.key_id for holder in holders]


def _moment(at: int | None) -> datetime | None:
    return from_epoch_ms(at) if at is not None else None
