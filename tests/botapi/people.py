"""Updates as people cause them."""

from __future__ import annotations

from itertools import count
from typing import Any

#: 2026-03-02 09:00 in Vietnam.
DATE = 1_772_416_800


class People:
    """Makes updates; ids count up from ``first``."""

    def __init__(self, bot_id: int, first: int = 1000) -> None:
        self._bot_id = bot_id
        self.ids = count(first)
        self._messages = count(1)

    def says(self, chat_id: int, text: str, user_id: int | None = None, **more: Any) -> dict[str, Any]:
        """A text message; a negative chat id is a group."""
        message = {**self._message(chat_id, user_id), "text": text, **more}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return {"update_id": next(self.ids), "message": message}

    def sends(self, chat_id: int, user_id: int | None = None, **content: Any) -> dict[str, Any]:
        """A message other than text: ``sticker={…}``, ``voice={…}``."""
        return {"update_id": next(self.ids), "message": {**self._message(chat_id, user_id), **content}}

    def presses(self, chat_id: int, message_id: int, data: str, user_id: int | None = None) -> dict[str, Any]:
        update_id = next(self.ids)
        under = {
            "message_id": message_id,
            "date": DATE,
            "chat": _chat(chat_id),
            "from": {"id": self._bot_id, "is_bot": True, "first_name": "Một Cửa"},
            "text": "…",
        }
        query = {
            "id": f"q{update_id}",
            "from": _user(user_id or chat_id),
            "chat_instance": str(chat_id),
            "message": under,
            "data": data,
        }
        return {"update_id": update_id, "callback_query": query}

    def _message(self, chat_id: int, user_id: int | None) -> dict[str, Any]:
        return {
            "message_id": 500_000 + next(self._messages),
            "date": DATE,
            "chat": _chat(chat_id),
            "from": _user(user_id or abs(chat_id)),
        }


def _chat(chat_id: int) -> dict[str, Any]:
    if chat_id < 0:
        return {"id": chat_id, "type": "supergroup", "title": "Tổ dân phố 7"}
    return {"id": chat_id, "type": "private", "first_name": "Lan"}


def _user(user_id: int) -> dict[str, Any]:
    return {"id": user_id, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
