"""Every threat that docs/threats.md names has its tests, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(r"^\| (T\d+) \| (.+?) \| (.+) \|$", (ROOT / "docs" / "threats.md").read_text(encoding="utf-8"), re.M)


def test_all_thirty_are_there_in_order() -> None:
    assert [name for name, _, _ in ROWS] == [f"T{number}" for number in range(1, 31)]


@pytest.mark.parametrize(("name", "held"), [(name, held) for name, _, held in ROWS], ids=[name for name, _, _ in ROWS])
def test_its_tests_are_there(name: str, held: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", held)
    assert named, f"{name} is held by nothing"
    for file, function in named:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert (f"def {function}(" if function else "def test_") in source, f"{file}::{function}"
