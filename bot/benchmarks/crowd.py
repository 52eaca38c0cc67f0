"""The people of a benchmark: what they press and what they type, as updates.

Drawn with fixed dice from the procedures that ship, so that two runs ask the same, and nothing is asked so often that a
cache could answer alone.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable
from itertools import count
from typing import Any

import orjson

from bot.benchmarks.desk import Waiting
from bot.outbox.buttons import data
from knowledge.model import PublicService
from knowledge.shipped import SHIPPED, read_all

#: Everyday procedures, in the knowledge base's own words.
EVERYDAY = 1
#: Words of a procedure's name that a citizen types, and what follows them.
FEWEST_WORDS, MOST_WORDS = 3, 7
TAILS = ("", " cần giấy tờ gì", " bao nhiêu tiền", " mất bao lâu", " làm ở đâu")
FIRST_CHAT = 10_000_000
DATE = 1_772_416_800


class Crowd:
    """``chats`` people who take turns, each in a private chat; update ids count up over the whole life."""

    def __init__(self, chats: int, seed: int = 20) -> None:
        self._chats = chats
        self._dice = random.Random(seed)
        self._ids = count(1000)
        self._turn = count()
        services = read_all(SHIPPED)
        self._titles = [service.title for service in services]
        self._everyday = _by_demand([s for s in services if s.priority == EVERYDAY], self._dice)

    @property
    def codes(self) -> list[str]:
        """Everyday procedures, the most asked first."""
        return self._everyday

    def texts(self, many: int) -> list[Waiting]:
        """Plain messages, for an echo bot."""
        return [self._message(f"xin chào {number}") for number in range(many)]

    def fee_presses(self, many: int) -> list[Waiting]:
        """Presses of "fees" under a procedure's card; few procedures are asked for often, many seldom."""
        weights = [1 / rank for rank in range(1, len(self._everyday) + 1)]
        chosen = self._dice.choices(self._everyday, weights, k=many)
        return [self.press(self._next_chat(), data("svc", "sec", code, 0, "fee", 1)) for code in chosen]

    def questions(self, many: int) -> list[Waiting]:
        """Typed questions: the beginning of a name, half of them without marks, often with what they want to know."""
        return [self._message(self._question()) for _ in range(many)]

    def one_in(self, many: int) -> bool:
        """By the same dice as everything else."""
        return self._dice.randrange(many) == 0

    def press(self, chat_id: int, pressed: str) -> Waiting:
        number = next(self._ids)
        under = {"message_id": 1, "date": DATE, "chat": _chat(chat_id), "text": "…"}
        query = {"id": str(number), "from": _person(chat_id), "chat_instance": "1", "message": under, "data": pressed}
        return _waiting(number, chat_id, "callback_query", query)

    def _message(self, text: str) -> Waiting:
        return self.typed(self._next_chat(), text)

    def typed(self, chat_id: int, text: str, at: int = DATE) -> Waiting:
        """:param at: when it was sent, epoch seconds."""
        number = next(self._ids)
        message = {
            "message_id": number,
            "date": at,
            "chat": _chat(chat_id),
            "from": _person(chat_id),
            "text": text,
        }
        return _waiting(number, chat_id, "message", message)

    def _question(self) -> str:
        words = self._dice.choice(self._titles).split()[: self._dice.randint(FEWEST_WORDS, MOST_WORDS)]
        question = " ".join(words).lower() + self._dice.choice(TAILS)
        return _without_marks(question) if self._dice.random() < 0.5 else question

    def _next_chat(self) -> int:
        return FIRST_CHAT + next(self._turn) % self._chats


def _by_demand(services: Iterable[PublicService], dice: random.Random) -> list[str]:
    codes = sorted(service.identifier for service in services)
    dice.shuffle(codes)
    return codes


def _waiting(number: int, chat_id: int, kind: str, body: dict[str, Any]) -> Waiting:
    return Waiting(number, chat_id, orjson.dumps({"update_id": number, kind: body}))


def _chat(chat_id: int) -> dict[str, object]:
    return {"id": chat_id, "type": "private", "first_name": "Lan"}


def _person(chat_id: int) -> dict[str, object]:
    return {"id": chat_id, "is_bot": False, "first_name": "Lan", "language_code": "vi"}


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
