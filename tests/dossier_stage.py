"""Dossiers for a talk: the sample set, and what agencies send later. Used by transcripts.

::

    dossiers: sample                     puts the forty sample dossiers in, dated from the talk's day
    citizen: {17} {17#}                  code and phone digits of the 17th
    agency: 17 | 9                       the agency sends the 17th in state 9, now; a note may follow
    schedule:                            does what is due; what it says is the next answer
"""

from __future__ import annotations

import re
from datetime import timedelta

from bot.clock import FixedClock
from bot.database import Database
from bot.dossiers.register import Register
from bot.dossiers.rows import RowReader
from bot.dossiers.sample import Sample, load
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore


class DossierStage:
    def __init__(self, database: Database, key: ServerKey, clock: FixedClock) -> None:
        self._register = Register(database, key, clock)
        self._calendar = CalendarStore(database, clock)
        self._clock = clock
        self.samples: list[Sample] = []

    async def load_sample(self) -> None:
        self.samples = await load(self._register, await self._calendar.current(), self._clock.now())

    def filled(self, words: str) -> str:
        """``words`` with the codes and digits of the sample in place of {17} and {17#}."""

        def value(match: re.Match[str]) -> str:
            sample = self.samples[int(match[1]) - 1]
            return sample.phone4 if match[2] else sample.code

        return re.sub(r"\{(\d+)(#?)\}", value, words)

    async def send(self, words: str) -> None:
        """A new state of one dossier, as an agency sends it."""
        which, state, *note = (part.strip() for part in words.split("|"))
        cells = dict(self.samples[int(which) - 1].rows[-1])
        cells |= {"status": state, "status_at": self._clock.now() - timedelta(minutes=1), "note": (note or [""])[0]}
        row = RowReader(lambda _: True, self._clock.now()).read(1, cells)
        assert not isinstance(row, list), [problem.words() for problem in row]
        plan = await self._register.plan([row])
        assert plan.problems == [], [problem.words() for problem in plan.problems]
        async with self._register.database.write() as connection:
            await self._register.commit(connection, plan)
