"""Dossiers received, by agency and week: always as many as there are, whatever files and processes do."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.agencies import Agencies
from bot.clock import FixedClock
from bot.database import Database
from bot.database.agency_tables import agency_detail
from bot.database.count_tables import dossier_agency, dossier_count
from bot.database.dossier_tables import agency_code
from bot.dossiers.counting import office_behind
from bot.dossiers.importing import Importer
from tests.bot.dossiers.conftest import row, write_csv

#: Monday 23 and Monday 16 February 2026.
WEEK, WEEK_BEFORE = 739670, 739663


async def counts(database: Database) -> dict[tuple[int, str], int]:
    wanted = select(dossier_count.c.week, dossier_count.c.agency_code, dossier_count.c.count)
    async with database.read() as connection:
        return {(week, code): n for week, code, n in await connection.execute(wanted) if n}


async def test_the_same_dossiers_count_once(importer: Importer, database: Database, tmp_path: Path) -> None:
    rows = [row(n) for n in range(1, 8)]
    await importer.run(write_csv(tmp_path / "a.csv", rows))
    await importer.run(write_csv(tmp_path / "b.csv", [*rows, row(8)]))
    assert await counts(database) == {(WEEK, "H57.132"): 8}


async def test_a_dossier_told_differently_moves(importer: Importer, database: Database, tmp_path: Path) -> None:
    await importer.run(write_csv(tmp_path / "a.csv", [row(1), row(2)]))
    later = {"status": "9", "status_at": "27/02/2026 09:00"}
    moved = row(2, received_at="2026-02-20T08:30", agency_code="H57.131", **later)
    await importer.run(write_csv(tmp_path / "b.csv", [row(1, **later), moved]))
    assert await counts(database) == {(WEEK, "H57.132"): 1, (WEEK_BEFORE, "H57.131"): 1}


async def test_an_agency_is_placed_by_its_name(importer: Importer, database: Database, tmp_path: Path) -> None:
    await importer.run(write_csv(tmp_path / "a.csv", [row(1)]))
    async with database.read() as connection:
        assert [tuple(one) for one in await connection.execute(select(dossier_agency))] == [
            ("H57.132", "mot_cua_xa", "46", "19789")
        ]


async def test_what_administrators_entered_is_surer_than_the_name(
    importer: Importer, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await Agencies(database, clock).put("H57.132", "Trung tâm phường Thuận Hóa")
    found = select(agency_code.c.agency_id).where(agency_code.c.code == "H57.132")
    async with database.write() as connection:
        agency = (await connection.execute(found)).scalar_one()
        entered = {"agency_id": agency, "kind": "ubnd_xa", "province": "48", "changed_at": 0}
        await connection.execute(insert(agency_detail), entered)
    await importer.run(write_csv(tmp_path / "a.csv", [row(1)]))
    async with database.read() as connection:
        assert [tuple(one) for one in await connection.execute(select(dossier_agency))] == [
            ("H57.132", "ubnd_xa", "48", "")
        ]


@pytest.mark.parametrize(
    ("name", "superior", "behind"),
    [
        ("UBND Thành phố Huế", "", ("ubnd_tinh", "46", "")),
        ("Công an phường Thanh Khê", "UBND Thành phố Đà Nẵng", ("cong_an_xa", "48", "20209")),
        ("Sở Tư pháp", "UBND tỉnh Lào Cai", ("so_nganh", "15", "")),
        ("Ban quản lý dự án 7", "", ("", "", "")),
    ],
)
def test_office_behind_a_name(name: str, superior: str, behind: tuple[str, str, str]) -> None:
    assert office_behind(name, superior) == behind
