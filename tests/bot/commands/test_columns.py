"""What is typed again into another command stands whole in a terminal of eighty columns, and where there is none."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.commands.case_pages import FACTS, case_table

ROW = {
    **dict.fromkeys(FACTS, None), "number": "PA26-PYSYNH", "received_at": 0, "state": "received", "due_day": None,
    "category": "cat-C1", "severity": 2, "office": "xa", "province": "48", "commune": "20194", "restricted": True,
    "wants_person": True,
}  # fmt: skip


@pytest.mark.parametrize("width", [80, 60])
def test_the_number_of_a_report_is_not_shortened(width: int) -> None:
    out = io.StringIO()
    Console(file=out, width=width).print(case_table([ROW]))
    assert "PA26-PYSYNH" in out.getvalue()
