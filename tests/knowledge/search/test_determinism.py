"""The same question gets the same verdict in every process, whatever order its sets of strings have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ("0", "1", "2026")


def test_every_process_says_the_same() -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.knowledge.search.verdicts"],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
        )
        for seed in SEEDS
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(SEEDS)
    assert len(said[0].splitlines()) > 1000
    first = said[0].splitlines()
    for other in said[1:]:
        assert [pair for pair in zip(first, other.splitlines(), strict=True) if pair[0] != pair[1]] == []
