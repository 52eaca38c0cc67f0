"""A register with what belongs to it, and files as agencies send them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import metadata
from bot.dossiers.importing import Importer
from bot.dossiers.procedures import known_in
from bot.dossiers.register import Register
from bot.dossiers.rows import COLUMNS
from bot.sealing import ServerKey


@pytest.fixture
def register(database: Database, key: ServerKey, clock: FixedClock) -> Register:
    return Register(database, key, clock)


@pytest.fixture
def importer(register: Register, clock: FixedClock) -> Importer:
    return Importer(register, clock, known_in({"1.004222"}))


def row(serial: int = 1, **changes: Any) -> dict[str, Any]:
    """A faultless row."""
    return {
        "code": f"H57.132-260225-{serial:04d}",
        "procedure_code": "1.004222",
        "agency_code": "H57.132",
        "agency_name": "Trung tâm Phục vụ hành chính công phường Thuận Hóa",
        "applicant_name": "Nguyễn Thị Lan",
        "phone_last4": f"{serial % 10_000:04d}",
        "received_at": "2026-02-25T08:30",
        "due_at": "06/03/2026",
        "status": "4",
        "status_at": "26/02/2026 09:00",
        "note": "",
        **changes,
    }


def write_csv(
    path: Path, rows: Iterable[dict[str, Any]], columns: Sequence[str] = COLUMNS, delimiter: str = ","
) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    for one in rows:
        sheet.append([one[column] for column in COLUMNS])
    book.save(path)
    return path


async def counted(database: Database, table: str) -> int:
    async with database.read() as connection:
        rows = await connection.execute(select(func.count()).select_from(metadata.tables[table]))
        return int(rows.scalar_one())
