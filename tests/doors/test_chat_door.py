"""Whatever a person types, taps, sends or forges, every turn is answered and none fails: a monkey at the keyboard."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.talk import Answer, Talk

COMMANDS = (
    *(
        "/start",
        "/hoi",
        "/hoso",
        "/phananh",
        "/theodoi",
        "/dulieu",
        "/ngonngu",
        "/trogiup",
        "/huy",
        "/viec",
        "/thongke",
    ),
    *(
        "/giayto",
        "/noinop",
        "/thongbao",
        "/suathutuc",
        "/khangnghi",
        "/start ct_1001193",
        "/start " + "x" * 64,
        "/x",
        "/",
    ),
)
SAYINGS = (
    *("lam giay khai sinh can gi", "o phuong ben nghe", "ho so cua toi den dau roi H57-260225-0001", "1234"),
    *("bi doi them 500k de lam nhanh o xa tan phu hom qua", "khong", "co", "xong", "ok", "huy", "english please"),
    *("", " ", "\u202e\u200b", "😀" * 400, "ẫ" * 4000, "<b>x</b> & </a>", "a\x00b", "0" * 4096, "9" * 40),
    *("PA0000000000", "1.001193", "2026-02-30", "nop o dau", "con thieu giay gi", "bao gio xong", "phi bao nhieu"),
)
THINGS: tuple[dict[str, Any], ...] = (
    {"location": {"latitude": 10.776, "longitude": 106.7}},
    {"location": {"latitude": 90.0, "longitude": -180.0}},
    {"contact": {"phone_number": "+84901234567", "first_name": "Lan"}},
    {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
    {"photo": []},
    {"document": {"file_id": "d", "file_unique_id": "d", "file_size": 2**40, "file_name": "../x"}},
    {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 0}},
    {"poll": None},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"forward_origin": {"type": "hidden_user", "date": 0, "sender_user_name": "x"}, "text": "chuyen tiep"},
    {},
)


class Monkey:
    def __init__(self, talk: Talk, seed: int) -> None:
        self._talk = talk
        self._chance = random.Random(seed)
        self._known: list[str] = []
        self.done: list[str] = []

    async def step(self) -> Answer:
        roll = self._chance.random()
        if self._known and roll < 0.5:
            return await self._press(self._chance.choice(self._known[-12:]))
        if self._known and roll < 0.6:
            return await self._press(self._forged())
        if roll < 0.72:
            return await self._say(self._chance.choice(COMMANDS))
        if roll < 0.93:
            return await self._say(self._chance.choice(SAYINGS))
        thing = self._chance.choice(THINGS)
        self.done.append(str(thing))
        return self._keep(await self._talk.send(thing))

    def _forged(self) -> str:
        """A button nobody made: parts of true ones, put together anew or cut."""
        parts = self._chance.choice(self._known).split(":")
        other = self._chance.choice(self._known).split(":")
        kinds = [
            [*parts[:1], *other[1:]],
            parts[:-1],
            [*parts, "0"],
            [*parts[:-1], "-1"],
            [*parts[:-1], "٣"],
            other[:1],
        ]
        return ":".join(self._chance.choice(kinds))[:64] or "x"

    async def _press(self, data: str) -> Answer:
        self.done.append(f"press {data}")
        return self._keep(await self._talk.press(data))

    async def _say(self, text: str) -> Answer:
        self.done.append(f"say {text[:60]!r}")
        return self._keep(await self._talk.say(text) if text.strip() else await self._talk.send({"text": text}))

    def _keep(self, answer: Answer) -> Answer:
        self._known += [
            button.data for message in answer.messages for row in message.buttons for button in row if button.data
        ]
        return answer


@pytest.mark.parametrize("seed", range(2))
async def test_every_turn_is_answered(sqlite: Database, key: ServerKey, clock: FixedClock, seed: int) -> None:
    monkey = Monkey(await Talk.begin(sqlite, key, clock), seed)
    for _ in range(80):
        answer = await monkey.step()
        assert answer.messages or answer.notices or not monkey.done[-1].startswith("say"), monkey.done[-5:]
