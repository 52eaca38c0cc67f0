"""The register of agencies: read whole, changed by one who saw the latest state."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agencies.agency import Agency, problems_of
from bot.agencies.revision import changed
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries, Statements
from bot.errors import MotCuaError


class AgencyChanged(MotCuaError):
    """Somebody else has changed this agency in the meantime."""


class AgencyWrong(MotCuaError):
    """What was given for the agency does not fit: see ``problems``, as ``bot.agencies.agency.problems_of`` has them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems


class Register:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def all(self) -> dict[int, Agency]:
        """By id, in the order of a list."""
        async with self._database.read() as connection:
            return await self.within(connection)

    async def put(self, connection: AsyncConnection, agency: Agency) -> int:
        """Write ``agency`` as somebody saw it; id 0 is new.

        Everything is judged again in the writing transaction, one writer at a time: two people who each draw half a
        circle do not close it together.

        :returns: its id. :raises AgencyWrong, AgencyChanged: see there.
        """
        await self._one_at_a_time(connection)
        await changed(connection)
        known = await self.within(connection)
        if agency.id and (agency.id not in known or known[agency.id].version != agency.version):
            raise AgencyChanged
        if problems := problems_of(agency, known):
            raise AgencyWrong(problems)
        agency_id = agency.id or await self._new(connection, agency.name)
        row = self._row(agency, agency_id)
        await connection.execute(self._queries["rename"], {"id": agency_id, "name": agency.name})
        await connection.execute(self._queries["put_detail"], row)
        await connection.execute(self._queries["drop_codes"], {"id": agency_id})
        for code in agency.codes:
            await connection.execute(self._queries["add_code"], {"code": code, "id": agency_id})
        return agency_id

    async def _new(self, connection: AsyncConnection, name: str) -> int:
        return int((await connection.execute(self._queries["add_agency"], {"name": name})).scalar_one())

    async def _one_at_a_time(self, connection: AsyncConnection) -> None:
        """SQLite has one writer anyway."""
        if not self._database.is_sqlite:
            await connection.exec_driver_sql("LOCK TABLE agency_detail IN SHARE ROW EXCLUSIVE MODE")

    async def within(self, connection: Statements) -> dict[int, Agency]:
        """:meth:`all` as the transaction of ``connection`` sees it."""
        codes: dict[int, list[str]] = defaultdict(list)
        for row in await connection.execute(self._queries["codes_by_agency"]):
            codes[row.agency_id].append(row.code)
        rows = await connection.execute(self._queries["agencies"])
        return {row.id: _agency(row, tuple(codes[row.id])) for row in rows}

    def _row(self, agency: Agency, agency_id: int) -> dict[str, Any]:
        return {
            "id": agency_id,
            "name_en": agency.name_en,
            "kind": agency.kind,
            "province": agency.province,
            "commune": agency.commune,
            "superior": agency.superior,
            "valid_from": agency.valid_from.toordinal() if agency.valid_from else None,
            "valid_to": agency.valid_to.toordinal() if agency.valid_to else None,
            "successor": agency.successor,
            "changed_at": epoch_ms(self._clock.now()),
        }


def _agency(row: Row[Any], codes: tuple[str, ...]) -> Agency:
    return Agency(
        row.id, row.name, codes, row.name_en or "", row.kind, row.province, row.commune, row.superior,
        _day(row.valid_from), _day(row.valid_to), row.successor, row.version or 0,
    )  # fmt: skip


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
