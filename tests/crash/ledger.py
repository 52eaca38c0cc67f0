"""What arrived in the chats of the storm, read off the Bot API server as it goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.crash.crowd import Crowd


@dataclass(frozen=True)
class Double:
    """A message that arrived again: the outbox key it must have had, and whether it was the same to the byte."""

    key: str
    identical: bool


@dataclass
class Ledger:
    """``answers``: chat -> codes told, in order, doubles taken together."""

    crowd: Crowd
    answers: dict[int, list[str]] = field(default_factory=dict)
    doubles: list[Double] = field(default_factory=list)
    arrived: int = 0  #: messages, doubles included
    _last: dict[int, dict[str, Any]] = field(default_factory=dict)
    _read: int = 0

    def read(self) -> None:
        """Take in what has arrived since the last time."""
        calls = self.crowd.server.calls
        for call in calls[self._read :]:
            if call.method == "sendMessage" and call.ok and call.params["chat_id"] in self.crowd.asked:
                self._note(call.params["chat_id"], call.params)
        self._read = len(calls)

    def all_answered(self) -> bool:
        """Whether the last answer of every chat is there. One lost before it is for the test to find."""
        self.read()
        return (
            all(not mine or self.answers.get(chat, [""])[-1] == mine[-1][1] for chat, mine in self.crowd.asked.items())
            and sum(map(len, self.answers.values())) >= self.crowd.count
        )

    def _note(self, chat: int, params: dict[str, Any]) -> None:
        self.arrived += 1
        told = self.answers.setdefault(chat, [])
        code = self.crowd.meaning.get(params["text"], f"something else: {params['text'][:80]}")
        before = self._last.get(chat)
        self._last[chat] = params
        if told and told[-1] == code:
            expected = self.crowd.expected(chat)
            assert told == expected[: len(told)], f"out of order:\n{told}\ninstead of\n{expected}"
            update, _ = self.crowd.asked[chat][len(told) - 1]
            self.doubles.append(Double(f"{self.crowd.key(update)}|0", params == before))
        else:
            told.append(code)
