"""What a visitor does, said in the inbound vocabulary: a Telegram ``Update``. Handlers see one kind of world."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from bot.clock import epoch_ms
from bot.intake.photos import read_content
from bot.intake.update import RawUpdate
from bot.outbox.message import utf16_units
from bot.sealing import ServerKey
from bot.texts import Language
from bot.web.chat.history import history_row
from bot.web.chat.identity import BOT, CHANNEL, Visitor

#: Bot API, MessageEntity of type bot_command: a slash, Latin letters, digits and underscores.
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?=\s|$)")


def message_update(
    visitor: Visitor, text: str, client_id: str, language: Language, key: ServerKey, now: datetime
) -> tuple[RawUpdate, dict[str, Any]]:
    """A typed message, and the history row that shows it on the page.

    :param client_id: made by the browser for this message; the same id with the same text is the same message.
    """
    update_id, number = _identify(visitor, key, client_id, "message", text)
    payload = {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(now.timestamp()),
            "chat": _chat(visitor),
            "from": _person(visitor, language),
            "text": text,
            "entities": _entities(text),
        },
    }
    content = {"text": text, "client_id": client_id}
    echo = history_row(key, visitor.lane(key), f"in|{update_id}", "user", content, epoch_ms(now))
    return _raw(visitor, update_id, payload), echo


def photo_update(
    visitor: Visitor, code: str | None, client_id: str, language: Language, key: ServerKey, now: datetime
) -> tuple[RawUpdate, dict[str, Any]]:
    """A photo whose ``code`` was read already: as if it had been typed; without one, a photo that bears none."""
    if code is not None:
        return message_update(visitor, code, client_id, language, key, now)
    update_id, number = _identify(visitor, key, client_id, "photo")
    message = {
        "message_id": number,
        "date": int(now.timestamp()),
        "chat": _chat(visitor),
        "from": _person(visitor, language),
        **read_content(None),
    }
    content = {"text": "📷", "client_id": client_id}
    echo = history_row(key, visitor.lane(key), f"in|{update_id}", "user", content, epoch_ms(now))
    return _raw(visitor, update_id, {"update_id": number, "message": message}), echo


def update_of(
    visitor: Visitor,
    kind: str,
    client_id: str,
    language: Language,
    key: ServerKey,
    now: datetime,
    said: dict[str, Any],
) -> RawUpdate:
    """A message whose content is ``said`` (fields of the Bot API), named by what it holds."""
    update_id, number = _identify(visitor, key, client_id, kind, orjson.dumps(said).decode())
    message = {
        "message_id": number,
        "date": int(now.timestamp()),
        "chat": _chat(visitor),
        "from": _person(visitor, language),
        **said,
    }
    return _raw(visitor, update_id, {"update_id": number, "message": message})


def files_update(
    visitor: Visitor,
    marked: dict[str, Any],
    names: Sequence[str],
    client_id: str,
    language: Language,
    key: ServerKey,
    now: datetime,
) -> tuple[RawUpdate, dict[str, Any]]:
    """Evidence that was checked already. ``marked``: what the message carries in place of it (bot.reports.evidence);
    ``names``: what tells one post's files from another's.
    """
    update_id, number = _identify(visitor, key, client_id, "files", *names)
    message = {
        "message_id": number,
        "date": int(now.timestamp()),
        "chat": _chat(visitor),
        "from": _person(visitor, language),
        **marked,
    }
    content = {"text": "📎" if len(names) == 1 else f"📎 × {len(names)}", "client_id": client_id}
    echo = history_row(key, visitor.lane(key), f"in|{update_id}", "user", content, epoch_ms(now))
    return _raw(visitor, update_id, {"update_id": number, "message": message}), echo


def press_update(
    visitor: Visitor, message_id: int, data: str, client_id: str, language: Language, key: ServerKey, now: datetime
) -> RawUpdate:
    """A pressed button under history row ``message_id`` (0: a button of the page itself, under no message)."""
    update_id, number = _identify(visitor, key, client_id, "press", message_id, data)
    payload = {
        "update_id": number,
        "callback_query": {
            "id": client_id,
            "from": _person(visitor, language),
            "chat_instance": visitor.lane(key),
            "data": data,
            "message": {"message_id": message_id, "date": int(now.timestamp()), "chat": _chat(visitor)},
        },
    }
    return _raw(visitor, update_id, payload)


def _raw(visitor: Visitor, update_id: str, payload: dict[str, Any]) -> RawUpdate:
    return RawUpdate(CHANNEL, BOT, update_id, (visitor.chat_id,), orjson.dumps(payload))


def _identify(visitor: Visitor, key: ServerKey, client_id: str, *content: object) -> tuple[str, int]:
    """A name for the update that is unique for ever and tells nothing, and a number for Telegram's fields.

    The content is part of the name: without scripts, a page fetched from the browser's memory offers the same
    ``client_id`` again, and a different message sent with it must not be lost as a repeat.
    """
    digest = key.lookup("web-update", visitor.chat_id, client_id, *content)
    number = int.from_bytes(base64.urlsafe_b64decode(digest + "==")[:6], "big") or 1
    return f"{visitor.lane(key)}:{digest}", number


def _chat(visitor: Visitor) -> dict[str, Any]:
    return {"id": visitor.chat_id, "type": "private"}


def _person(visitor: Visitor, language: Language) -> dict[str, Any]:
    return {"id": visitor.chat_id, "is_bot": False, "first_name": "", "language_code": language}


def _entities(text: str) -> list[dict[str, Any]]:
    command = _COMMAND.match(text)
    return [{"type": "bot_command", "offset": 0, "length": utf16_units(command[0])}] if command else []
