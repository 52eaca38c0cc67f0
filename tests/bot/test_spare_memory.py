"""What was freed leaves the process; on the system on which it can be seen."""

from __future__ import annotations

import subprocess
import sys

#: Small blocks, as reading tables makes them: the last one stays, so that the C library cannot shrink its heap alone.
_FREED = """
import pathlib
from bot.spare_memory import give_back
def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096
blocks = [bytes(2000) for _ in range(30_000)]
last = blocks[-1]
del blocks
before = resident()
give_back()
assert before - resident() > 30_000_000, (before, resident())
"""


def test_memory_that_was_freed_goes_back() -> None:
    assert subprocess.run([sys.executable, "-c", _FREED], check=False).returncode == 0
