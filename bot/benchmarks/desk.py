"""One bot as a Bot API server sees it: the updates that wait for it, and how long people waited for its replies.

Times are of the event loop's clock, in seconds.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update on its way to the bot; ``body`` is its JSON."""

    update_id: int
    chat_id: int
    body: bytes


@dataclass(slots=True)
class Illness:
    """How unwell the server is; nothing by default.

    ``redelivered``: share of updates that come a second time after they were acknowledged. ``refused``: share of
    messages answered 500 or 429 instead of being taken.
    """

    redelivered: float = 0.0
    refused: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def redelivers(self) -> bool:
        return self.dice.random() < self.redelivered

    def refuses(self) -> int | None:
        """The code to refuse with, or None."""
        if self.dice.random() >= self.refused:
            return None
        return self.dice.choice((500, 429))


@dataclass(slots=True)
class Desk:
    """``told``: every message taken, in order, as (chat id, text); kept only while ``records``."""

    token: str
    illness: Illness = field(default_factory=Illness)
    records: bool = False
    told: list[tuple[int, str]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    redelivered: int = 0
    pending: deque[Waiting] = field(default_factory=deque)
    hook: str = ""  #: the address that the bot set for its updates; none while it asks for them
    wake: Callable[[], None] | None = None  #: who is to hear of new updates: a held getUpdates, or the webhook
    _asked: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _open: int = 0
    _left: int = 0
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    # -- what people do ----------------------------------------------------------------------------------------------

    def ask(self, updates: Sequence[Waiting], now: float) -> None:
        """``updates`` arrive together; each is waited on for one message."""
        for update in updates:
            self._asked[update.chat_id].append(now)
        self._open += len(updates)
        self.pending.extend(updates)
        if self.wake is not None:
            self.wake()

    async def answered(self, patience: float, left: int = 0) -> None:
        """Return when all updates but ``left`` have their reply.

        :raises TimeoutError: after ``patience`` seconds without that.
        """
        self._left = left
        async with asyncio.timeout(patience):
            while self._open > left:
                self._answered.clear()
                await self._answered.wait()

    @property
    def open(self) -> int:
        """Updates without a reply yet."""
        return self._open

    # -- what the bot does -------------------------------------------------------------------------------------------

    def acknowledge(self, offset: int) -> None:
        """Everything below ``offset`` is done with; in illness some of it comes again."""
        again: list[Waiting] = []
        while self.pending and self.pending[0].update_id < offset:
            update = self.pending.popleft()
            if self.illness.redelivers():
                again.append(update)
        self.redelivered += len(again)
        self.pending.extend(again)

    def replied(self, chat_id: int, text: str, now: float) -> None:
        """A message stands in the chat. One that nobody waits for (a double) ends no waiting."""
        if self.records:
            self.told.append((chat_id, text))
        asked = self._asked.get(chat_id)
        if not asked:
            return
        self.waits.append(now - asked.popleft())
        self._open -= 1
        if self._open <= self._left:
            self._answered.set()

    def restart_counting(self) -> None:
        self.waits.clear()
        self.told.clear()


def as_message(message_id: int, chat_id: int, text: str) -> dict[str, Any]:
    """The ``result`` of sendMessage and editMessageText."""
    return {"message_id": message_id, "date": 1_772_416_800, "chat": {"id": chat_id, "type": "private"}, "text": text}
