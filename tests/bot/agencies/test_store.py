"""Codes stand for agencies; a unit without a code of its own is found under its superior."""

from __future__ import annotations

import pytest

from bot.agencies import Agencies
from bot.agencies.store import within
from bot.clock import FixedClock
from bot.database import Database


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("H57", "UBND Thành phố Huế"),
        ("H57.132", "UBND Thành phố Huế"),
        ("000.00.04.H57", "UBND Thành phố Huế"),
        ("000.00.04.H57.12", "UBND Thành phố Huế"),
        ("H99", None),
    ],
)
async def test_shipped_codes(database: Database, clock: FixedClock, code: str, name: str | None) -> None:
    assert await Agencies(database, clock).name_of(code) == name


async def test_administrators_edit_them(database: Database, clock: FixedClock) -> None:
    agencies = Agencies(database, clock)
    await agencies.put("H57.132", "Phường Thuận Hóa")
    assert await agencies.name_of("H57.132.7") == "Phường Thuận Hóa"
    await agencies.put("H57.132", "Phường Phú Xuân")
    assert await agencies.name_of("H57.132") == "Phường Phú Xuân"
    assert await agencies.drop("H57.132")
    assert not await agencies.drop("H57.132")
    assert await agencies.name_of("H57.132") == "UBND Thành phố Huế"


def test_a_unit_belongs_to_its_superior_and_to_no_lookalike() -> None:
    assert within("H57.132", "H57")
    assert within("000.00.04.H57", "H57")
    assert not within("H57", "H57.132")
    assert not within("H5", "H57")
    assert not within("H571", "H57")
