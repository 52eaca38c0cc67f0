"""A message on its way: what, to whom, how urgent. Sealed here, so that no other module sees both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson

from bot.outbox import files
from bot.outbox.file import File
from bot.sealing import ServerKey


class Kind(StrEnum):
    SAY = "say"  #: a new message
    EDIT = "edit"  #: replaces an earlier message of ours; said anew when that message is gone and it must arrive
    DELETE = "delete"  #: removes earlier messages of the chat, ours and the person's
    ANSWER = "answer"  #: ends the waiting mark on a pressed button, with an optional short notice


class Priority:
    """Smaller goes first."""

    ANSWER = 0
    REPLY = 10
    ALERT = 50
    BULK = 90


#: A button press waits about this long for its answer; later ones are refused ("query is too old").
ANSWER_EXPIRES_MS = 10_000
#: Bot API, deleteMessages: 1-100 identifiers a call.
MOST_DELETED = 100


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. ``thread``: forum topic; ``reply_to``: the message it answers in a group."""

    channel: str
    bot: str
    chat_id: int
    thread: int | None = None
    reply_to: int | None = None

    def __post_init__(self) -> None:
        """:raises ValueError: an odd update named no chat; found here, or every loop on the way out would stumble."""
        if not isinstance(self.chat_id, int):
            raise ValueError("a chat id is a number")

    def lane(self, key: ServerKey) -> str:
        """The order-keeping name of the chat (not of the person)."""
        return key.lookup("chat", self.channel, self.bot, self.chat_id)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``content`` by kind:

    say: ``Message.as_json()``; edit: the same plus ``message_id``; answer: ``query_id`` and ``notice`` (or None);
    delete: ``message_ids``, 1 to :data:`MOST_DELETED` of them.
    A file's body is in it until the message is queued, and never in the outbox row.
    ``dedup``: unique for ever; a turn run twice cannot say twice.
    """

    dedup: str
    address: Address
    kind: Kind
    content: dict[str, Any]
    priority: int = Priority.REPLY
    must_arrive: bool = True
    expires_at: int | None = field(default=None)

    def row(self, key: ServerKey, now_ms: int) -> dict[str, Any]:
        """The outbox row, sealed."""
        return {
            "dedup": self.dedup,
            "channel": self.address.channel,
            "bot": self.address.bot,
            "lane": self.address.lane(key),
            "address": seal_address(key, self.address, self.dedup),
            "payload": key.seal(orjson.dumps(self._written(key)), f"outbox|payload|{self.dedup}"),
            "kind": str(self.kind),
            "priority": self.priority,
            "must_arrive": self.must_arrive,
            "not_before": 0,  # at once, also where the sender's host has a slower clock
            "expires_at": self.expires_at,
            "created_at": now_ms,
        }

    def file_row(self, key: ServerKey, now_ms: int) -> dict[str, Any] | None:
        """The row of the file that goes with it, sealed; None without one."""
        file = self.content.get("file")
        if file is None or "body" not in file:
            return None
        return files.row_of(key, File.from_json(file), files.id_of(key, self.dedup), self.address.lane(key), now_ms)

    def _written(self, key: ServerKey) -> dict[str, Any]:
        """The content as it stands in the row: a file by its id."""
        file = self.content.get("file")
        if file is None or "body" not in file:
            return self.content
        told = {name: value for name, value in file.items() if name != "body"}
        return {**self.content, "file": {**told, "id": files.id_of(key, self.dedup)}}


def seal_address(key: ServerKey, address: Address, dedup: str) -> bytes:
    where = orjson.dumps([address.chat_id, address.thread, address.reply_to])
    return key.seal(where, f"outbox|address|{dedup}")


def open_address(key: ServerKey, channel: str, bot: str, dedup: str, sealed: bytes) -> Address:
    return Address(channel, bot, *orjson.loads(key.open(sealed, f"outbox|address|{dedup}")))


def open_content(key: ServerKey, dedup: str, sealed: bytes) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(key.open(sealed, f"outbox|payload|{dedup}"))
    return content
