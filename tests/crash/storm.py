"""The storm: updates in waves, a kill in each, and afterwards the account of every single one."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

from bot.database import Database
from bot.intake.update import telegram_update
from bot.sealing import load_or_create
from tests.botapi import BotApiServer
from tests.crash import evidence
from tests.crash.crowd import Crowd
from tests.crash.evidence import Wreck
from tests.crash.fleet import Fleet
from tests.crash.ledger import Ledger

#: Updates between two kills.
WAVE = 24
#: Seconds; far beyond what even a loaded machine needs. A dead worker's claims end by themselves after 10 s.
PATIENCE_S = 180.0
#: An answer to a press that a kill caught, or that came too late, is dropped: it only stops a waiting mark.
DROPPED = {"interrupted", "expired"}


class Storm:
    def __init__(self, server: BotApiServer, fleet: Fleet, database: Database, seed: int) -> None:
        self.wrecks: list[Wreck] = []
        self._server = server
        self._fleet = fleet
        self._database = database
        self._dice = random.Random(seed)
        self._crowd = Crowd(server, self._dice)
        self._ledger = Ledger(self._crowd)

    async def begin(self) -> None:
        await self._patiently(self._crowd.learn(PATIENCE_S))

    async def kill(self) -> None:
        """A wave of updates, and a kill at a moment that the dice choose."""
        self._crowd.ask(WAVE)
        moment = self._dice.choices([self._starting, self._taking_in, self._sending], [2, 3, 5])[0]
        await self._patiently(moment())
        await self._fleet.kill(self._dice)
        self.wrecks.append(await evidence.wreck(self._database))

    async def end(self) -> None:
        """The calm after: everything that was asked comes to its end."""
        await self._patiently(self._server.wait_for(self._ledger.all_answered, PATIENCE_S))
        async with asyncio.timeout(PATIENCE_S):
            while not await evidence.all_settled(self._database):  # noqa: ASYNC110 - other processes write it
                await asyncio.sleep(0.05)

    @property
    def summary(self) -> str:
        """How many kills fell in which phase of the path, and what came of it."""
        phases = ", ".join(f"{phase} {count}" for phase, count in Counter(w.phase for w in self.wrecks).items())
        possible = sum(len(wreck.sending) for wreck in self.wrecks)
        return (
            f"{phases}; {self._crowd.count} updates, {self._ledger.arrived} messages, "
            f"{len(self._ledger.doubles)} doubled of {possible} caught on their way"
        )

    # -- moments -----------------------------------------------------------------------------------------------------

    async def _starting(self) -> None:
        await asyncio.sleep(self._dice.uniform(0, 2))

    async def _taking_in(self) -> None:
        """Just after the server was told of the commit of some updates."""
        known = len(self._server.pending.confirmed)
        await self._server.wait_for(lambda: len(self._server.pending.confirmed) > known, PATIENCE_S)
        await asyncio.sleep(self._dice.uniform(0, 0.1))

    async def _sending(self) -> None:
        """In the moment in which a message has arrived and nobody has written that down."""
        self._ledger.read()
        enough = self._ledger.arrived + self._dice.randint(1, WAVE)

        def reached() -> bool:
            self._ledger.read()
            return self._ledger.arrived >= enough

        await self._server.wait_for(reached, PATIENCE_S)

    async def _patiently(self, step: object) -> None:
        try:
            await step  # type: ignore[misc]
        except TimeoutError:
            self._ledger.read()
            raise AssertionError(
                f"{self._ledger.arrived} of {self._crowd.count} after {len(self.wrecks)} kills, then nothing more. "
                f"The processes last said:\n{self._fleet.last_words()}"
            ) from None

    # -- the account -------------------------------------------------------------------------------------------------

    async def check(self, keys: Path) -> None:
        await self._every_update_applied_once(keys)
        await self._every_message_queued_once_and_sent()
        self._every_answer_arrived_in_order()
        self._doubles_only_where_a_kill_fell()

    async def _every_update_applied_once(self, keys: Path) -> None:
        rows = await evidence.inbox(self._database)
        assert sorted(rows) == sorted((update_id, "done") for update_id in self._crowd.update_ids())
        key = load_or_create(keys)
        sessions = await evidence.sessions(self._database, key)
        for mine in self._crowd.asked.values():
            update, code = mine[-1]
            session = sessions[telegram_update(str(self._server.bot_id), update).lane(key)]
            assert session.version == len(mine)  # every update changes the state, so each counts one
            assert session.subject["code"] == code

    async def _every_message_queued_once_and_sent(self) -> None:
        rows = await evidence.outbox(self._database)
        assert {key: row.kind for key, row in rows.items()} == self._crowd.keys()
        unsent = {key: row for key, row in rows.items() if row.state != "sent"}
        assert {key: row for key, row in unsent.items() if row.kind != "answer" or row.error not in DROPPED} == {}

    def _every_answer_arrived_in_order(self) -> None:
        self._ledger.read()
        for chat in self._crowd.asked:
            assert self._ledger.answers.get(chat, []) == self._crowd.expected(chat)

    def _doubles_only_where_a_kill_fell(self) -> None:
        assert [double.key for double in self._ledger.doubles if not double.identical] == []
        possible = Counter(key for wreck in self.wrecks for key in wreck.sending)
        found = Counter(double.key for double in self._ledger.doubles)
        assert found - possible == Counter()
