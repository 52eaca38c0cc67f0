"""The program as processes that can be killed: one on SQLite, four on one PostgreSQL."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from pathlib import Path

from bot.benchmarks.processes import Program, product_arguments, start


class Fleet:
    """``environments``: one process for each. A killed one is started again by :meth:`mend`, with what
    ``environment(number, times started)`` adds."""

    def __init__(self, environments: list[Mapping[str, str]], folder: Path) -> None:
        self._environments = environments
        self._folder = folder
        self._programs: dict[int, Program] = {}

    async def __aenter__(self) -> Fleet:
        await self.mend()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(program.stop() for program in self._programs.values()))

    async def mend(self) -> None:
        """Start whatever does not run."""
        for number, environment in enumerate(self._environments):
            if number not in self._programs:
                folder = self._folder / f"process-{number}"
                self._programs[number] = await start(product_arguments(), environment, folder)

    def change(self, number: int, environment: Mapping[str, str]) -> None:
        """What process ``number`` is told at its next start."""
        self._environments[number] = environment

    async def kill(self, dice: random.Random) -> None:
        """SIGKILL to one of them, now and then to all at once, as when the power fails."""
        victims = list(self._programs) if dice.random() < 0.15 else [dice.choice(list(self._programs))]
        dead = [self._programs.pop(victim) for victim in victims]
        for program in dead:  # all signals before the first body is buried
            program.process.kill()
        for program in dead:
            assert await program.process.wait() == -9, f"ended before it was killed:\n{program.last_words()}"

    def last_words(self) -> str:
        return "\n---\n".join(program.last_words() for program in self._programs.values())
