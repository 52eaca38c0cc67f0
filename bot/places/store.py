"""Offices in the database: looked up, changed by one who saw the latest state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.places.office import Office, written_office
from bot.places.opening import OpeningHours, read_special, read_week, written_week

EARTH_KM = 6371.0
Point = tuple[float, float]


class OfficeChanged(MotCuaError):
    """Somebody else has changed this office in the meantime, or it exists already."""


@dataclass(frozen=True, slots=True)
class Near:
    """``km``: as the crow flies."""

    office: Office
    km: float


class OfficeStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def office(self, office_id: str) -> Office | None:
        found = await self._read("office", id=office_id)
        return found[0] if found else None

    async def all(self) -> list[Office]:
        return await self._read("offices")

    async def in_commune(self, commune: str) -> list[Office]:
        return await self._read("in_commune", commune=commune)

    async def of_province(self, province: str) -> list[Office]:
        """The province's own centres."""
        return await self._read("of_province", province=province)

    async def nearest(self, point: Point, most: int) -> list[Near]:
        """Offices whose point is known, nearest first."""
        squeeze = math.cos(math.radians(point[0])) ** 2
        found = await self._read("near", lat=point[0], lon=point[1], squeeze=squeeze, most=most)
        near = [Near(office, distance_km(point, office.point)) for office in found if office.point is not None]
        return sorted(near, key=lambda each: (each.km, each.office.id))

    async def put(self, connection: AsyncConnection, office: Office) -> None:
        """Write ``office`` as somebody saw it: version 0 is new. :raises OfficeChanged: see there."""
        name = "change_office" if office.version else "add_office"
        done = await connection.execute(self._queries[name], self._row(office))
        if done.rowcount != 1:
            raise OfficeChanged

    async def drop(self, connection: AsyncConnection, office_id: str, version: int) -> None:
        """:raises OfficeChanged: see there."""
        done = await connection.execute(self._queries["drop_office"], {"id": office_id, "version": version})
        if done.rowcount != 1:
            raise OfficeChanged

    async def _read(self, name: str, **binds: Any) -> list[Office]:
        async with self._database.read() as connection:
            return _offices((await connection.execute(self._queries[name], binds)).all())

    def _row(self, office: Office) -> dict[str, Any]:
        row: dict[str, Any] = dict(written_office(office))
        return {
            **row,
            "commune": office.commune,
            "lat": office.point[0] if office.point else None,
            "lon": office.point[1] if office.point else None,
            "week": ";".join(written_week(office.hours.week)),
            "boundless": office.boundless,
            "verified_on": office.verified_on.toordinal() if office.verified_on else None,
            "sample": office.sample,
            "version": office.version,
            "changed_at": epoch_ms(self._clock.now()),
        }


def _offices(rows: Sequence[Row[Any]]) -> list[Office]:
    return [
        Office(
            row.id, row.name, row.level, row.province, row.commune, row.address,
            None if row.lat is None else (row.lat, row.lon),
            OpeningHours(read_week(row.week.split(";")), read_special(row.special)),
            row.phone, tuple(row.accepts.split(";")), bool(row.boundless), row.note, row.source,
            date.fromordinal(row.verified_on) if row.verified_on else None, bool(row.sample), row.version,
        )
        for row in rows
    ]  # fmt: skip


def distance_km(one: Point, other: Point) -> float:
    """Along the great circle."""
    lat, other_lat = math.radians(one[0]), math.radians(other[0])
    half_lat, half_lon = (other_lat - lat) / 2, math.radians(other[1] - one[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(half_lon) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
