"""Walking everything that is reachable by buttons from a procedure, through the true handlers, without a database."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, cast

from bot.outbox.message import Message, visible_text
from bot.outbox.outgoing import Kind
from bot.texts import Language, Texts
from bot.turns.application import BotIdentity, build_router
from bot.turns.arrival import begin_turn
from bot.turns.claims import Claimed
from bot.turns.session import Session
from bot.turns.turn import House, TurnApplication, current_turn
from handlers import register
from tests.shelves import stocked_library

IDENTITY = BotIdentity("telegram", "42", 42, "motcua_bot")
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
_SECTION = re.compile(r"v1:svc:sec:[^:]+:(?P<case>[^:]+):(?P<key>[^:]+):\d+")
#: What depends on the case; the other parts are the same in each and are walked once.
BY_CASE = {"papers", "notes"}


class Walker:
    def __init__(self, router: TurnApplication, house: House, language: Language) -> None:
        self._router, self._house, self._language = router, house, language

    @classmethod
    async def ready(cls, language: Language = "vi") -> Walker:
        # No handler reads the database; one that does fails here.
        house = House(cast(Any, None), Texts(), await stocked_library(), cast(Any, None))
        return cls(await build_router(IDENTITY, register), house, language)

    async def press(self, data: str) -> list[Message]:
        chat = {"id": 7, "type": "private"}
        sender = {"id": 7, "is_bot": False, "first_name": ""}
        message = {"message_id": 1, "date": 1, "chat": chat}
        query = {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": message}
        claimed = Claimed("", 1, IDENTITY.channel, IDENTITY.bot, "1", "", 0, b"", 1)
        update = {"update_id": 1, "callback_query": query}
        turn = begin_turn(claimed, update, self._router, Session(self._language), self._house, NOW)
        assert turn is not None
        current_turn.set(turn)
        await self._router.process_update(turn.update)
        return [Message.from_json(s.content) for s in turn.outgoing if s.kind is not Kind.ANSWER]

    async def everything(self, code: str) -> AsyncIterator[tuple[str, Message]]:
        """(button data, message) for the procedure, each of its cases, parts and pages."""
        waiting = deque([f"v1:svc:open:{code}"])
        met = set(waiting)
        first_case: str | None = None
        while waiting:
            data = waiting.popleft()
            for message in await self.press(data):
                yield data, message
                for button in (button for row in message.buttons for button in row):
                    if button.data is None or not button.data.startswith("v1:svc:") or button.data in met:
                        continue
                    if part := _SECTION.fullmatch(button.data):
                        first_case = first_case or part["case"]
                        if part["key"] not in BY_CASE and part["case"] != first_case:
                            continue
                    met.add(button.data)
                    waiting.append(button.data)


def reached_text(seen: list[tuple[str, Message]]) -> str:
    """Everything a citizen can read, the pages of one part joined as if they were one.

    Each page repeats its title and number, and marks a piece that goes on from the page before: these are taken off.
    """
    parts: dict[str, dict[int, str]] = {}
    texts: list[str] = []
    for data, message in seen:
        text = visible_text(message.text)[0]
        if _SECTION.fullmatch(data):
            part, _, number = data.rpartition(":")
            parts.setdefault(part, {})[int(number)] = _without_header(text)
        else:
            texts.append(text)
    for pages in parts.values():
        texts.append(" ".join(pages[number].removeprefix("… ") for number in sorted(pages)))
    return "\n".join(texts)


def _without_header(text: str) -> str:
    _title, _name, *lines = text.split("\n")
    body = "\n".join(lines)
    page, _, rest = body.partition("\n")
    return (rest if re.fullmatch(r"Trang \d+/\d+", page.strip()) else body).strip()
