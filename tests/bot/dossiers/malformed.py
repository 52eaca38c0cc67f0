"""Five hundred rows, each with its own fault, and which column it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.bot.dossiers.conftest import row

FAULTS: list[tuple[str, Any]] = [
    ("code", ""),
    ("code", "H57.132-260230-0001"),
    ("code", "H57.132-261304-0001"),
    ("code", "2.000635"),
    ("code", "H57.132-260225-01"),
    ("code", "khong co ma"),
    ("procedure_code", ""),
    ("procedure_code", "9.999999"),
    ("procedure_code", "khai sinh"),
    ("agency_code", ""),
    ("agency_code", "Thuận Hóa"),
    ("agency_code", "57.132"),
    ("agency_name", "   "),
    ("agency_name", "x" * 301),
    ("applicant_name", ""),
    ("applicant_name", "x" * 201),
    ("phone_last4", ""),
    ("phone_last4", "583"),
    ("phone_last4", "0912345678"),
    ("phone_last4", "05a3"),
    ("received_at", ""),
    ("received_at", "hôm qua"),
    ("received_at", "2026-02-30"),
    ("received_at", "30/02/2026"),
    ("received_at", "02/25/2026"),
    ("received_at", "1899-12-31"),
    ("received_at", "2026-12-01"),
    ("due_at", "2026-02-01"),
    ("due_at", "mai"),
    ("due_at", "31/04/2026"),
    ("status", ""),
    ("status", "0"),
    ("status", "11"),
    ("status", "quá hạn"),
    ("status", "4.0"),
    ("status_at", ""),
    ("status_at", "2026-02-24T10:00"),
    ("status_at", "25:00 26/02/2026"),
    ("status_at", "2027-02-26"),
    ("note", "x" * 2_001),
]


def malformed(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(column at fault, row)."""
    for serial in range(1, count + 1):
        column, value = FAULTS[serial % len(FAULTS)]
        yield column, row(serial, **{column: value})
