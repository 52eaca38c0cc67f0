"""Offices on both databases, and in and out as CSV."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.database import Database
from bot.place_room import PlaceRoom
from bot.places.office import ALL, Office
from bot.places.opening import OpeningHours, read_special, read_week
from bot.places.sheet import SAMPLE, Plan, carry_out, plan_import, read_sheet, write_sheet
from bot.places.store import OfficeChanged, OfficeStore, distance_km
from tests.shelves import stocked_library

HANOI, HUE = (21.0285, 105.8542), (16.4637, 107.5909)
OFFICE = Office(
    "hn-hoan-kiem", "Trung tâm Hoàn Kiếm", "commune", "01", "00070", "1 Phố Thử, Hà Nội", HANOI,
    OpeningHours(read_week(["07:30-11:30"] * 5 + ["", ""]), read_special("2026-12-24 -")),
    "024 1234 5678", (ALL,), True, "", "thử", date(2026, 3, 1),
)  # fmt: skip


@pytest.fixture
def store(database: Database, clock: FixedClock) -> OfficeStore:
    return OfficeStore(database, clock)


async def put(database: Database, store: OfficeStore, *offices: Office) -> None:
    async with database.write() as connection:
        for office in offices:
            await store.put(connection, office)


async def test_an_office_comes_back_as_it_was_put(database: Database, store: OfficeStore) -> None:
    await put(database, store, OFFICE)
    assert await store.office("hn-hoan-kiem") == replace(OFFICE, version=1)
    assert [office.id for office in await store.in_commune("00070")] == ["hn-hoan-kiem"]
    assert await store.of_province("01") == []
    assert await store.office("nowhere") is None


async def test_whoever_saw_an_old_state_changes_nothing(database: Database, store: OfficeStore) -> None:
    await put(database, store, OFFICE)
    seen = await store.office(OFFICE.id)
    assert seen is not None
    await put(database, store, replace(seen, phone="115"))
    with pytest.raises(OfficeChanged):
        await put(database, store, replace(seen, phone="114"))
    with pytest.raises(OfficeChanged):
        await put(database, store, OFFICE)  # the id is taken
    async with database.write() as connection:
        with pytest.raises(OfficeChanged):
            await store.drop(connection, OFFICE.id, seen.version)
        await store.drop(connection, OFFICE.id, seen.version + 1)
    assert await store.all() == []


async def test_the_nearest_come_first_and_those_without_a_point_not_at_all(
    database: Database, store: OfficeStore
) -> None:
    hue = replace(OFFICE, id="hue", province="46", commune=None, level="province", point=HUE)
    await put(database, store, OFFICE, hue, replace(OFFICE, id="somewhere", point=None))
    near = await store.nearest((16.5, 107.6), 5)
    assert [each.office.id for each in near] == ["hue", "hn-hoan-kiem"]
    assert near[0].km == pytest.approx(4.15, abs=0.2)
    assert distance_km(HANOI, HUE) == pytest.approx(540, abs=5)


async def test_the_sample_is_read_whole_and_marked(database: Database, store: OfficeStore) -> None:
    plan = await plan_import(store, SAMPLE.read_bytes(), sample=True)
    assert (len(plan.new), plan.problems) == (8, ())
    await carry_out(database, store, plan)
    offices = await store.all()
    assert all(office.sample and office.verified_on is None and "243/TB-UBND" in office.source for office in offices)
    assert await plan_import(store, SAMPLE.read_bytes(), sample=True) == Plan(same=8)


async def test_out_and_in_again_is_the_same(database: Database, store: OfficeStore) -> None:
    guarded = replace(OFFICE, id="guarded", note="=1+1", phone="+84 24 1")
    await put(database, store, OFFICE, guarded)
    sheet = write_sheet(await store.all())
    assert b'"\'=1+1"' in sheet or b"'=1+1" in sheet
    assert await plan_import(store, sheet) == Plan(same=2)
    plan = await plan_import(store, sheet.replace(b"024 1234 5678", b"024 1111"))
    assert [office.id for office in plan.changed] == ["hn-hoan-kiem"]
    await carry_out(database, store, plan)
    with pytest.raises(OfficeChanged):
        await carry_out(database, store, plan)


HEAD = b"id,name,level,province,commune,address,lat,lon,mon,phone,source,special,boundless,verified_on\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",n,commune,01,00070,a,,,,,s,,,", "id: missing"),
        ("A B,n,commune,01,00070,a,,,,,s,,,", "id: id"),
        ("a,n,district,01,00070,a,,,,,s,,,", "level: level"),
        ("a,n,commune,79,00070,a,,,,,s,,,", "commune: place"),
        ("a,n,commune,01,,a,,,,,s,,,", "commune: missing"),
        ("a,n,commune,Atlantis,00070,a,,,,,s,,,", "province: place"),
        ("a,n,commune,01,00070,a,91,105,,,s,,,", "lat: point"),
        ("a,n,commune,01,00070,a,21,,,,s,,,", "lat: point"),
        ("a,n,commune,01,00070,a,nan,105,,,s,,,", "lat: point"),
        ("a,n,commune,01,00070,a,,,17:00-08:00,,s,,,", "mon: hours"),
        ("a,n,commune,01,00070,a,,,,gọi,s,,,", "phone: phone"),
        ("a,n,commune,01,00070,a,,,,,,,,", "source: missing"),
        ("a,n,commune,01,00070,a,,,,,s,tet,,", "special: special"),
        ("a,n,commune,01,00070,a,,,,,s,,maybe,", "boundless: flag"),
        ("a,n,commune,01,00070,a,,,,,s,,,1/3/2026", "verified_on: day"),
        ("a,n,commune,01,00070,a,,,,,s,,,,,,", "file: columns"),
        (f"a,{'n' * 501},commune,01,00070,a,,,,,s,,,", "name: long"),
    ],
)
def test_each_error_names_its_line_and_column(row: str, told: str) -> None:
    good = "fine,n,commune,01,00070,a,,,,,s,,,"
    offices, problems = read_sheet(HEAD + f"{good}\n{row}\n".encode())
    assert len(offices) == 1
    assert any(str(problem).startswith(f"line 3, {told}") for problem in problems), problems


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe\x00", "encoding"), (b"PK\x03\x04", "columns"), (b"", "columns"), (b"id;name\n", "columns")],
)
def test_what_is_no_such_file(content: bytes, told: str) -> None:
    assert [problem.problem.what for problem in read_sheet(content)[1]] == [told]


def test_two_rows_of_one_office_are_an_error() -> None:
    row = b"a,n,commune,01,00070,a,,,,,s,,,\n"
    assert [problem.problem.what for problem in read_sheet(HEAD + row + row)[1]] == ["double"]


def test_places_may_be_given_by_name() -> None:
    row = "a,n,commune,Hà Nội,Phường Hoàn Kiếm,x,,,,,s,,,\n".encode()
    assert read_sheet(HEAD + row)[0][0].commune == "00070"


@given(st.binary(max_size=200))
def test_whatever_is_read_can_be_written(content: bytes) -> None:
    offices, _ = read_sheet(HEAD + content)
    assert read_sheet(write_sheet(offices)) == (offices, [])


async def test_two_processes_that_start_at_once_load_one_sample(database: Database, clock: FixedClock) -> None:
    rooms = [PlaceRoom(database, clock, await stocked_library()) for _ in range(2)]
    await asyncio.gather(*(room.load_sample() for room in rooms))
    assert len(await rooms[0].desk.offices.all()) == 8
