"""Redelivery, refusals and kills: what is lost, what is applied twice.

Every update opens another procedure than the one before it in its chat, so each changes the conversation's state once:
the version of a session counts the changes, and each reply tells which update it answers.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from bot.benchmarks.botapi import BotApi
from bot.benchmarks.crowd import FIRST_CHAT, Crowd
from bot.benchmarks.desk import Desk, Waiting
from bot.benchmarks.processes import BenchmarkFailed, Program, product_arguments, product_environment, start
from bot.database import Queries, open_database
from bot.outbox.buttons import data

CHATS, ROUNDS, PROCEDURES = 50, 12, 20
TEACHER = FIRST_CHAT - 1
KILLS = 3
REDELIVERED, REFUSED = 0.20, 0.05
#: A kill falls when this part of the remaining replies has come.
AFTER = 0.25
PATIENCE_S = 90.0
LOOK_S = 0.1


async def damage(folder: Path, stocked: Path, progress: Callable[[str], None]) -> dict[str, float | int]:
    """:raises BenchmarkFailed: the program came to a stop."""
    home = shutil.copytree(stocked, folder / "data")
    desk = Desk("9:benchmark", records=True)
    async with BotApi(desk) as api:
        trial = _Trial(desk, Crowd(CHATS), product_environment(home, api.address, desk.token), folder)
        try:
            return await trial.run(home, progress)
        finally:
            await trial.program.kill()


class _Trial:
    program: Program

    def __init__(self, desk: Desk, crowd: Crowd, environment: dict[str, str], folder: Path) -> None:
        self._desk = desk
        self._crowd = crowd
        self._environment = environment
        self._folder = folder
        self._codes = crowd.codes[:PROCEDURES]
        self._asked: defaultdict[int, list[str]] = defaultdict(list)

    async def run(self, home: Path, progress: Callable[[str], None]) -> dict[str, float | int]:
        await self._start()
        meaning = await self._learn()
        self._desk.illness.redelivered, self._desk.illness.refused = REDELIVERED, REFUSED
        loop = asyncio.get_running_loop()
        for number in range(ROUNDS):
            self._desk.ask([self._press(chat, number) for chat in range(CHATS)], loop.time())
        for number in range(1, KILLS + 1):
            await self._replies(left=round(self._desk.open * (1 - AFTER)))
            await self.program.kill()
            progress(f"kill {number} of {KILLS}, {self._desk.open} replies to come")
            await self._start()
        await self._settled(home)
        return await self._account(home, meaning)

    async def _start(self) -> None:
        self.program = await start(product_arguments(), self._environment, self._folder)

    async def _learn(self) -> dict[str, str]:
        """In calm: which text answers which procedure."""
        lesson = [self._crowd.press(TEACHER, data("svc", "open", code)) for code in self._codes]
        self._desk.ask(lesson, asyncio.get_running_loop().time())
        await self._replies(left=0)
        meaning = {text: code for (_, text), code in zip(self._desk.told, self._codes, strict=True)}
        self._desk.restart_counting()
        return meaning

    def _press(self, chat: int, number: int) -> Waiting:
        code = self._codes[(chat + number) % len(self._codes)]
        self._asked[FIRST_CHAT + chat].append(code)
        return self._crowd.press(FIRST_CHAT + chat, data("svc", "open", code))

    async def _replies(self, left: int) -> None:
        try:
            await self._desk.answered(PATIENCE_S, left)
        except TimeoutError:
            raise self._stopped() from None

    async def _settled(self, home: Path) -> None:
        """Return when nothing waits and nothing is under way. The last reply may still be on its way into the book."""
        queries = Queries.beside(__file__, "sqlite")
        database = open_database(None, home)
        try:
            async with asyncio.timeout(PATIENCE_S):
                still_open = 1
                while still_open:
                    await asyncio.sleep(LOOK_S)
                    async with database.read() as connection:
                        still_open = (await connection.execute(queries["still_open"])).scalar_one()
        except TimeoutError:
            raise self._stopped() from None
        finally:
            await database.close()

    def _stopped(self) -> BenchmarkFailed:
        return BenchmarkFailed(f"{self._desk.open} replies never came. It last said:\n{self.program.last_words()}")

    # -- the account -------------------------------------------------------------------------------------------------

    async def _account(self, home: Path, meaning: dict[str, str]) -> dict[str, float | int]:
        told: defaultdict[int, list[str]] = defaultdict(list)
        for chat, text in self._desk.told:
            told[chat].append(meaning.get(text, text))
        once = {chat: [code for code, _ in groupby(codes)] for chat, codes in told.items()}
        states, versions = await self._book(home)
        expected = sorted([*(len(codes) for codes in self._asked.values()), len(self._codes)])
        updates = sum(map(len, self._asked.values()))
        return {
            "updates": updates,
            "redelivered": self._desk.redelivered,
            "replies_refused": self._desk.refused,
            "kills": KILLS,
            "updates_lost": updates + len(self._codes) - states.get("done", 0),
            "state_changes_lost": sum(max(0, e - v) for e, v in zip(expected, versions, strict=True)),
            "state_changes_doubled": sum(max(0, v - e) for e, v in zip(expected, versions, strict=True)),
            "replies_lost": sum(max(0, len(codes) - len(once[chat])) for chat, codes in self._asked.items()),
            "chats_out_of_order": sum(codes != once[chat] for chat, codes in self._asked.items()),
            "replies_doubled": len(self._desk.told) - sum(map(len, once.values())),
        }

    async def _book(self, home: Path) -> tuple[dict[str, int], list[int]]:
        queries = Queries.beside(__file__, "sqlite")
        database = open_database(None, home)
        try:
            async with database.read() as connection:
                states = {state: count for state, count in await connection.execute(queries["inbox_states"])}
                versions = list((await connection.execute(queries["session_versions"])).scalars())
        finally:
            await database.close()
        return states, versions
