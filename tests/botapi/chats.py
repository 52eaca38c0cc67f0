"""What the bot has said: the chats as people see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.botapi.checks import (
    MAX_DELETED,
    MAX_NOTICE,
    check_caption,
    check_keyboard,
    check_text,
    check_upload,
    check_venue,
)
from tests.botapi.people import DATE
from tests.botapi.refused import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    body: bytes


@dataclass(slots=True)
class Said:
    """A message of the bot as it stands now; ``seen`` is its visible text, ``versions`` counts sends and edits.

    ``file``: what came with it; the text is then its caption.
    """

    chat_id: int
    message_id: int
    seen: str
    params: dict[str, Any]
    versions: int = 1
    file: Upload | None = None

    @property
    def buttons(self) -> list[dict[str, Any]]:
        rows = (self.params.get("reply_markup") or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


@dataclass(slots=True)
class Chats:
    messages: dict[tuple[int, int], Said] = field(default_factory=dict)
    notices: dict[str, str | None] = field(default_factory=dict)  #: query id -> text of the answer
    deleted: list[tuple[int, int]] = field(default_factory=list)  #: chat and id, of the bot's messages and of people's
    too_old: set[tuple[int, int]] = field(default_factory=set)  #: older than 48 hours
    _ids: count[int] = field(default_factory=lambda: count(1))

    def send(self, params: dict[str, Any]) -> dict[str, Any]:
        seen = check_text(params)
        check_keyboard(params.get("reply_markup"))
        if not isinstance(params.get("chat_id"), int):
            raise bad_request("chat_id is empty")
        said = Said(params["chat_id"], next(self._ids), seen, params)
        self.messages[said.chat_id, said.message_id] = said
        return _as_message(said)

    def send_venue(self, params: dict[str, Any]) -> dict[str, Any]:
        seen = check_venue(params)
        check_keyboard(params.get("reply_markup"))
        if not isinstance(params.get("chat_id"), int):
            raise bad_request("chat_id is empty")
        said = Said(params["chat_id"], next(self._ids), seen, params)
        self.messages[said.chat_id, said.message_id] = said
        return _as_message(said)

    def send_file(self, kind: str, params: dict[str, Any]) -> dict[str, Any]:
        upload = params.pop(kind, None)
        if not isinstance(upload, Upload):
            raise bad_request(f"there is no {kind} in the request")
        check_upload(kind, upload.body)
        seen = check_caption(params)
        check_keyboard(params.get("reply_markup"))
        if not isinstance(params.get("chat_id"), int):
            raise bad_request("chat_id is empty")
        said = Said(params["chat_id"], next(self._ids), seen, params, file=upload)
        self.messages[said.chat_id, said.message_id] = said
        return _as_message(said)

    def edit(self, params: dict[str, Any]) -> dict[str, Any]:
        said = self.messages.get((params.get("chat_id", 0), params.get("message_id", 0)))
        if said is None:
            raise bad_request("message to edit not found")
        if said.file is not None:
            raise bad_request("there is no text in the message to edit")
        seen = check_text(params)
        check_keyboard(params.get("reply_markup"))
        if (seen, params.get("reply_markup")) == (said.seen, said.params.get("reply_markup")):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        said.seen, said.params = seen, params
        said.versions += 1
        return _as_message(said)

    def answer(self, params: dict[str, Any]) -> bool:
        query_id, text = params.get("callback_query_id"), params.get("text")
        if not isinstance(query_id, str) or query_id in self.notices:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if text is not None and len(text) > MAX_NOTICE:
            raise bad_request("MESSAGE_TOO_LONG")
        self.notices[query_id] = text
        return True

    def delete(self, chat_id: int, message_id: int) -> None:
        """Somebody removes a message of the bot."""
        del self.messages[chat_id, message_id]

    def delete_many(self, params: dict[str, Any]) -> bool:
        """Ids that are gone are passed over; one that is too old makes all of them stay."""
        chat_id, ids = params.get("chat_id"), params.get("message_ids")
        if not isinstance(chat_id, int):
            raise bad_request("chat_id is empty")
        if not isinstance(ids, list) or not ids:
            raise bad_request("message identifiers are not specified")
        if len(ids) > MAX_DELETED:
            raise bad_request("too many message identifiers specified")
        if any(type(number) is not int or number <= 0 for number in ids):
            raise bad_request("invalid message identifier specified")
        if any((chat_id, number) in self.too_old for number in ids):
            raise bad_request("message can't be deleted")
        for number in ids:
            self.messages.pop((chat_id, number), None)
            self.deleted.append((chat_id, number))
        return True

    def of(self, chat_id: int) -> list[Said]:
        return [said for said in self.messages.values() if said.chat_id == chat_id]


def _as_message(said: Said) -> dict[str, Any]:
    return {
        "message_id": said.message_id,
        "date": DATE,
        "chat": {"id": said.chat_id, "type": "private" if said.chat_id > 0 else "supergroup"},
        "text": said.seen,
    }
