"""Forty made-up dossiers, dated from today, so that everything can be tried at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from bot.clock import VIETNAM, local
from bot.dossiers.register import Register
from bot.dossiers.rows import DossierRow, RowReader
from bot.workdays import WorkCalendar

SERIAL = 9_000


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample dossier: its rows in order, and the four digits that open it."""

    code: str
    phone4: str
    rows: tuple[dict[str, object], ...]


def samples(calendar: WorkCalendar, now: datetime) -> list[Sample]:
    """All of them, dated from the day of ``now``, or from the last working day before it."""
    listed = yaml.safe_load(Path(__file__).with_name("dossiers.yaml").read_text(encoding="utf-8"))
    today = local(now).date()
    today = today if calendar.is_working(today) else calendar.shifted(today, -1)
    return [
        _sample(entry, position, listed["agencies"], calendar, today)
        for position, entry in enumerate(listed["dossiers"], start=1)
    ]


async def load(register: Register, calendar: WorkCalendar, now: datetime) -> list[Sample]:
    """Put the samples into the register. :raises ValueError: a sample is not what an agency could send."""
    made = samples(calendar, now)
    rows = list(_read(made, now))
    plan = await register.plan(rows)
    if plan.problems:
        raise ValueError(plan.problems[0].text("sample"))
    async with register.database.write() as connection:
        await register.commit(connection, plan)
    return made


def _read(made: list[Sample], now: datetime) -> Iterator[DossierRow]:
    reader = RowReader(lambda _: True, now)
    for sample in made:
        for cells in sample.rows:
            row = reader.read(1, cells)
            if isinstance(row, list):
                raise ValueError(row[0].text(f"sample {sample.code}"))
            yield row


def _sample(
    entry: dict[str, Any], position: int, agencies: dict[str, str], calendar: WorkCalendar, today: date
) -> Sample:
    received = _moment(calendar, today, *entry["steps"][0][1:3])
    code = f"{entry['agency']}-{received:%y%m%d}-{SERIAL + position}"
    common = {
        "code": code,
        "procedure_code": entry["procedure"],
        "agency_code": entry["agency"],
        "agency_name": agencies[entry["agency"]],
        "applicant_name": entry["name"],
        "phone_last4": entry["phone"],
        "received_at": received,
        "due_at": None if entry["due"] == "law" else calendar.shifted(today, entry["due"]),
    }
    rows = [
        {**common, "status": str(state), "status_at": _moment(calendar, today, day, clock), "note": (note or [""])[0]}
        for state, day, clock, *note in entry["steps"]
    ]
    return Sample(code, entry["phone"], tuple(rows))


def _moment(calendar: WorkCalendar, today: date, days: int, clock: str) -> datetime:
    return datetime.combine(calendar.shifted(today, days), time.fromisoformat(clock), VIETNAM)
