"""A program that does nothing, or ends, fails the benchmark in words instead of holding it up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.benchmarks import contestants
from bot.benchmarks.contestants import Contestant
from bot.benchmarks.crowd import Crowd
from bot.benchmarks.desk import Desk
from bot.benchmarks.processes import BenchmarkFailed, running

#: Far below PATIENCE_S: reached only if the end of the program goes unnoticed.
SOON_S = 30


async def test_a_program_that_ends_is_not_waited_for(tmp_path: Path) -> None:
    async with running(["-c", "print('I give up')"], {}, tmp_path) as program:
        contestant = Contestant("quitter", Desk("1:abc"), program)
        async with asyncio.timeout(SOON_S):
            with pytest.raises(BenchmarkFailed, match=r"(?s)3 updates without a reply.*I give up"):
                await contestant.burst(Crowd(3).texts(3))


async def test_a_program_that_says_nothing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contestants, "PATIENCE_S", 0.2)
    async with running(["-c", "import time; time.sleep(60)"], {}, tmp_path) as program:
        with pytest.raises(BenchmarkFailed, match="1 updates without a reply"):
            await Contestant("silent", Desk("1:abc"), program).burst(Crowd(3).texts(1))


async def test_settings_of_whoever_measures_do_not_reach_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://somewhere")
    monkeypatch.setenv("HTTP_PROXY", "http://somewhere")
    tell = "import os; print(sorted(n for n in os.environ if 'MOTCUA' in n or 'PROXY' in n.upper()))"
    async with running(["-c", tell], {"MOTCUA_PORT": "0"}, tmp_path) as program:
        await program.process.wait()
        assert program.last_words() == "['MOTCUA_PORT']"
