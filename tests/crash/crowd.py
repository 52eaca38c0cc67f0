"""People whose every word has one answer that tells which word it answers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from bot.outbox.buttons import data
from tests.botapi import BotApiServer
from tests.shelves import shipped

CHATS = tuple(range(5001, 5017))
#: Asked for one after another, so that no two neighbours in a chat are the same: a state change for every update.
PROCEDURES = 97
TEACHER = 4999
#: Share of updates that the server sends a second time, long after.
REPLAYED = 0.1


@dataclass
class Crowd:
    """Each chat walks through the procedures in its own order, by button and by deep link in turn.

    ``asked``: chat -> (update, code), in order. ``meaning``: text of an answer -> the code it is about.
    """

    server: BotApiServer
    dice: random.Random
    asked: dict[int, list[tuple[dict[str, Any], str]]] = field(default_factory=dict)
    meaning: dict[str, str] = field(default_factory=dict)
    _codes: list[str] = field(default_factory=list)
    _lesson: list[dict[str, Any]] = field(default_factory=list)
    _updates: list[dict[str, Any]] = field(default_factory=list)

    async def learn(self, patience: float) -> None:
        """Ask for each procedure once in calm, to know its answer when it comes in the storm."""
        every = sorted(shipped())[:PROCEDURES]
        lesson = [self._press(TEACHER, code) for code in every]
        await self.server.wait_for(lambda: len(self.server.chats.of(TEACHER)) == len(every), patience)
        answers = [said.params["text"] for said in self.server.chats.of(TEACHER)]
        self.meaning = dict(zip(answers, every, strict=True))
        self._codes = sorted(self.meaning.values())
        self.asked = {chat: [] for chat in CHATS}
        self._lesson = lesson

    def ask(self, many: int) -> None:
        for _ in range(many):
            chat = self.dice.choice(CHATS)
            mine = self.asked[chat]
            code = self._codes[(chat + len(mine)) % len(self._codes)]
            link = f"/start tt_{code.replace('.', '_')}"
            update = self.server.say(chat, link) if len(mine) % 2 else self._press(chat, code)
            mine.append((update, code))
            self._updates.append(update)
            if self.dice.random() < REPLAYED:
                self.server.update(self.dice.choice(self._updates))

    def _press(self, chat: int, code: str) -> dict[str, Any]:
        return self.server.press(chat, 1, data("svc", "open", code))

    @property
    def count(self) -> int:
        """Updates of the storm, replays not counted."""
        return len(self._updates)

    def expected(self, chat: int) -> list[str]:
        return [code for _, code in self.asked[chat]]

    def key(self, update: dict[str, Any]) -> str:
        """What the outbox keys of its answers begin with."""
        return f"u|telegram|{self.server.bot_id}|{update['update_id']}"

    def keys(self) -> dict[str, str]:
        """Every outbox key there must be in the end, and the kind of its message."""
        every = self._lesson + self._updates
        presses = {f"{self.key(update)}|1": "answer" for update in every if "callback_query" in update}
        return presses | {f"{self.key(update)}|0": "say" for update in every}

    def update_ids(self) -> list[str]:
        return [str(update["update_id"]) for update in self._lesson + self._updates]
