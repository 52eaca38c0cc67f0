"""A raw update, as it came: nothing is parsed here but what keeps the order per person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from bot.sealing import ServerKey

#: Every update kind that carries one of these keys belongs to a chat and a person.
_MESSAGES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_message",
    "edited_business_message",
)


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """``payload``: the JSON of a Telegram Update, or whatever came in its place.

    ``update_id``: unique for (channel, bot). ``person``: see :func:`person_of`. ``message_id``: of what the person
    wrote in a private chat; kept in clear, so that it can be deleted there when they wish.
    """

    channel: str
    bot: str
    update_id: str
    person: tuple[object, ...]
    payload: bytes
    message_id: int | None = None

    def lane(self, key: ServerKey) -> str:
        return key.lookup("lane", self.channel, self.bot, *self.person)

    def row(self, key: ServerKey, now_ms: int) -> dict[str, Any]:
        """The inbox row, sealed and bound to its key."""
        return {
            "channel": self.channel,
            "bot": self.bot,
            "update_id": self.update_id,
            "lane": self.lane(key),
            "received_at": now_ms,
            "payload": key.seal(self.payload, sealed_for(self.channel, self.bot, self.update_id)),
            "message_id": self.message_id,
        }


def sealed_for(channel: str, bot: str, update_id: str) -> str:
    return f"inbox|payload|{channel}|{bot}|{update_id}"


def telegram_update(bot: str, value: Any) -> RawUpdate:
    """An element of a getUpdates answer or a webhook body, decoded. It may be anything at all.

    :raises ValueError: it has no usable ``update_id``, so it could not be told from another.
    """
    update_id = value.get("update_id") if isinstance(value, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool):
        raise ValueError("an update without update_id")
    return RawUpdate("telegram", bot, str(update_id), person_of(value, update_id), orjson.dumps(value), _written(value))


def _written(update: dict[str, Any]) -> int | None:
    message = update.get("message")
    if not isinstance(message, dict) or not isinstance(message.get("chat"), dict):
        return None
    number = message.get("message_id")
    private = message["chat"].get("type") == "private"
    return number if private and type(number) is int and 0 < number < 2**53 else None


def person_of(update: dict[str, Any], update_id: int) -> tuple[object, ...]:
    """What keeps order: the chat in private, chat and person in groups, the person elsewhere.

    An update that shows none of these is in a lane of its own: it can hold up nobody.
    """
    for name, body in update.items():
        if not isinstance(body, dict):
            continue
        message = body.get("message") if name == "callback_query" else body if name in _MESSAGES else None
        person = _id_of(body.get("from"))
        chat = message.get("chat") if isinstance(message, dict) else body.get("chat")
        chat_id = _id_of(chat)
        if chat_id is not None:
            private = isinstance(chat, dict) and chat.get("type") == "private"
            return (chat_id,) if private or person is None else (chat_id, person)
        if person is not None:
            return ("u", person)
    return ("update", update_id)


def sent_at(update: Any) -> float | None:
    """Epoch seconds at which a message was written or changed; None where the update does not say (a press)."""
    for body in _bodies(update):
        at = body.get("edit_date", body.get("date"))
        if isinstance(at, int) and not isinstance(at, bool):
            return float(at)
    return None


def words_of(update: Any) -> str:
    """The text of a message, or what a pressed button carries; empty without either."""
    query = update.get("callback_query") if isinstance(update, dict) else None
    bodies = [{"text": query.get("data")}] if isinstance(query, dict) else _bodies(update)
    return next((text for body in bodies if isinstance(text := body.get("text"), str)), "")


def _bodies(update: Any) -> list[dict[str, Any]]:
    found = [update.get(name) for name in _MESSAGES] if isinstance(update, dict) else []
    return [body for body in found if isinstance(body, dict)]


def _id_of(value: Any) -> int | None:
    identity = value.get("id") if isinstance(value, dict) else None
    return identity if isinstance(identity, int) else None
