"""Illnesses of the server. Each is asked for by a test and used up by the requests it hits."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.botapi.refused import Refused


class Silence(Enum):
    """What happens to a request that gets no answer."""

    CARRIED_OUT = auto()  #: done, then the connection is cut without an answer
    DROPPED = auto()  #: cut without being done
    HANGING = auto()  #: done, and the connection stays open without an answer


Fault = Refused | Silence


@dataclass(slots=True)
class Faults:
    """``once(method, …)``: the next requests of ``method`` meet these, in order. ``per_chat`` the same for a chat.

    ``down``: what every request meets until it is taken away.
    ``share``: of all sends, this part is answered 500 or 429 (without being carried out), by ``dice``.
    """

    down: Fault | None = None
    share: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    _methods: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _chats: defaultdict[int, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def once(self, method: str, *faults: Fault) -> None:
        self._methods[method].extend(faults)

    def in_chat(self, chat_id: int, *faults: Fault) -> None:
        self._chats[chat_id].extend(faults)

    def clear(self) -> None:
        self._methods.clear()
        self._chats.clear()

    def next(self, method: str, chat_id: int | None) -> Fault | None:
        if self.down is not None:
            return self.down
        if chat_id is not None and self._chats.get(chat_id):
            return self._chats[chat_id].popleft()
        if self._methods.get(method):
            return self._methods[method].popleft()
        if self.share and method == "sendMessage" and self.dice.random() < self.share:
            return server_error() if self.dice.random() < 0.5 else flood(1)
        return None


def flood(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def server_error(code: int = 500) -> Refused:
    return Refused(code, "Internal Server Error")


def blocked() -> Refused:
    return Refused(403, "Forbidden: bot was blocked by the user")


def conflict() -> Refused:
    return Refused(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def migrated(to: int) -> Refused:
    return Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=to)


def unauthorized() -> Refused:
    return Refused(401, "Unauthorized")
