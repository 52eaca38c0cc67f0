"""Agencies change names and owners: old names and codes lead to who stands today; nobody overwrites anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.agencies import Agencies, Agency, AgencyChanged, AgencyWrong, Register
from bot.clock import FixedClock
from bot.database import Database

ENDED = date(2020, 6, 30)


async def put(register: Register, database: Database, agency: Agency) -> int:
    async with database.write() as connection:
        return await register.put(connection, agency)


async def named(register: Register, name: str) -> Agency:
    return next(each for each in (await register.all()).values() if each.name == name)


async def test_former_provinces_lead_to_those_of_today(database: Database, clock: FixedClock) -> None:
    agencies = Agencies(database, clock)
    assert await agencies.name_today("H02.7", "UBND tỉnh Hà Giang") == "UBND tỉnh Tuyên Quang"
    assert await agencies.name_today("H57.132", "UBND phường Thuận Hóa") == "UBND Thành phố Huế"
    hue = await named(Register(database, clock), "UBND Thành phố Huế")
    assert (hue.kind, hue.province, hue.codes) == ("ubnd_tinh", "46", ("H57",))


async def test_codes_of_what_has_ended_stand_for_the_last_successor(database: Database, clock: FixedClock) -> None:
    register, agencies = Register(database, clock), Agencies(database, clock)
    last = await put(register, database, Agency(0, "UBND phường Ba", ("X03",)))
    middle = await put(register, database, Agency(0, "UBND phường Hai", valid_to=ENDED, successor=last))
    await put(register, database, Agency(0, "UBND phường Một", ("X01",), valid_to=ENDED, successor=middle))
    assert await agencies.name_of("X01.9") == "UBND phường Ba"
    assert await agencies.name_today("H57", "UBND phường Hai") == "UBND phường Ba"


async def test_until_its_last_day_an_agency_stands_for_itself(database: Database, clock: FixedClock) -> None:
    register, agencies = Register(database, clock), Agencies(database, clock)
    new = await put(register, database, Agency(0, "UBND phường Mới"))
    today = clock.now().date()
    await put(register, database, Agency(0, "UBND phường Cũ", ("X01",), valid_to=today, successor=new))
    assert await agencies.name_of("X01") == "UBND phường Cũ"
    clock.at += timedelta(days=2)
    assert await agencies.name_of("X01") == "UBND phường Mới"


async def test_other_processes_take_it_up_within_five_seconds(database: Database, clock: FixedClock) -> None:
    register, agencies = Register(database, clock), Agencies(database, clock)
    assert await agencies.name_of("X01") is None
    await put(register, database, Agency(0, "UBND phường Mới", ("X01",)))
    clock.at += timedelta(seconds=5)
    assert await agencies.name_of("X01") == "UBND phường Mới"


async def test_who_saw_an_older_state_is_told(database: Database, clock: FixedClock) -> None:
    register = Register(database, clock)
    hue = await named(register, "UBND Thành phố Huế")
    await put(register, database, replace(hue, name_en="Hue"))
    with pytest.raises(AgencyChanged):
        await put(register, database, replace(hue, name_en="Huế City"))
    seen = await named(register, "UBND Thành phố Huế")
    await Agencies(database, clock).put("H57", "UBND Thành phố Đà Nẵng")
    with pytest.raises(AgencyChanged):
        await put(register, database, replace(seen, name_en="Huế City"))


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"name": ""}, "name.missing"),
        ({"name": "Bộ Công an"}, "name.taken"),
        ({"codes": ("G01",)}, "codes.taken"),
        ({"codes": ("G 01",)}, "codes.wrong"),
        ({"kind": "khong_co"}, "kind.unknown"),
        ({"province": "46", "commune": "26740"}, "place.unknown"),
        ({"superior": 10**6}, "superior.unknown"),
        ({"successor": 10**6, "valid_to": ENDED}, "successor.unknown"),
        ({"successor": 1}, "successor.stands"),
        ({"valid_from": ENDED, "valid_to": date(2019, 1, 1)}, "valid_to.early"),
    ],
)
async def test_what_does_not_fit_is_refused(
    database: Database, clock: FixedClock, wrong: dict[str, object], problem: str
) -> None:
    agency = replace(Agency(0, "UBND phường Mới"), **wrong)  # type: ignore[arg-type]
    with pytest.raises(AgencyWrong) as refused:
        await put(Register(database, clock), database, agency)
    assert refused.value.problems == [problem]


@pytest.mark.parametrize("link", ["superior", "successor"])
async def test_a_circle_is_refused(database: Database, clock: FixedClock, link: str) -> None:
    register = Register(database, clock)
    one = await put(register, database, Agency(0, "Một", valid_to=ENDED))
    two = await put(register, database, Agency(0, "Hai", valid_to=ENDED, **{link: one}))  # type: ignore[arg-type]
    with pytest.raises(AgencyWrong) as refused:
        await put(register, database, replace((await register.all())[one], **{link: two}))  # type: ignore[arg-type]
    assert refused.value.problems == [f"{link}.cycle"]
