"""Offices for transcripts: ``offices`` loads those that ship; ``office: id | commune | hours | lat,lon`` adds one
that is open Monday to Friday."""

from __future__ import annotations

from bot.clock import Clock
from bot.database import Database
from bot.places.gazetteer import gazetteer
from bot.places.office import ALL, Office
from bot.places.opening import OpeningHours, read_week
from bot.places.sheet import SAMPLE, carry_out, plan_import
from bot.places.store import OfficeStore


async def sample_offices(database: Database, clock: Clock) -> None:
    store = OfficeStore(database, clock)
    content = SAMPLE.read_bytes()
    await carry_out(database, store, await plan_import(store, content, sample=True))


async def one_office(database: Database, clock: Clock, words: str) -> None:
    office_id, commune, hours, point = (part.strip() for part in words.split("|"))
    name, province = gazetteer().communes[commune]
    latitude, longitude = map(float, point.split(","))
    office = Office(
        office_id, f"Trung tâm thử {name}", "commune", province, commune, f"1 Đường Thử, {name}",
        (latitude, longitude), OpeningHours(read_week([hours] * 5 + ["", ""])), "028 1234", (ALL,),
        False, "", "thử", None,
    )  # fmt: skip
    async with database.write() as connection:
        await OfficeStore(database, clock).put(connection, office)
