"""Where an answer goes: to the chat, in a group under the question and in its topic."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update

from bot.outbox.outgoing import Address
from bot.turns.arrival import address_in, address_of

GROUP = {"id": -100, "type": "supergroup", "title": "Tổ dân phố 7"}
PRIVATE = {"id": 7, "type": "private"}
LAN = {"id": 7, "is_bot": False, "first_name": "Lan"}


def message(chat: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"message_id": 44, "date": 1_772_416_800, "chat": chat, "from": LAN, "text": "x", **more}


def address(update: dict[str, Any]) -> Address | None:
    return address_of(Update.de_json({"update_id": 1, **update}, Bot("1:routing")), "telegram", "42")


IN_TOPIC = {"message_thread_id": 9, "is_topic_message": True}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"message": message(PRIVATE)}, (7, None, None)),
        ({"message": message(GROUP)}, (-100, None, 44)),
        ({"message": message(GROUP, **IN_TOPIC)}, (-100, 9, 44)),
        ({"message": message(GROUP, message_thread_id=9)}, (-100, None, 44)),  # a reply's thread is no topic
        ({"edited_message": message(GROUP)}, (-100, None, 44)),
    ],
)
def test_a_message_is_answered_where_it_stands(update: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert address(update) == Address("telegram", "42", *expected)


@pytest.mark.parametrize(
    ("under", "expected"),
    [
        (message(PRIVATE), (7, None, None)),
        (message(GROUP), (-100, None, None)),
        (message(GROUP, **IN_TOPIC), (-100, 9, None)),
        ({"message_id": 44, "date": 0, "chat": GROUP}, (-100, None, None)),  # too old to be told what it was
    ],
)
def test_a_press_is_answered_in_the_topic_of_its_button(under: dict[str, Any], expected: tuple[Any, ...]) -> None:
    query = {"id": "1", "from": LAN, "chat_instance": "1", "data": "x", "message": under}
    assert address({"callback_query": query}) == Address("telegram", "42", *expected)


def test_an_update_without_a_chat_has_no_address() -> None:
    query = {"id": "1", "from": LAN, "chat_instance": "1", "data": "x", "inline_message_id": "9"}
    assert address({"callback_query": query}) is None


@pytest.mark.parametrize("payload", [b"[]", b"7", b"{", b'{"message": 7}', b'{"message": {"chat": {"id": true}}}'])
def test_an_apology_has_no_address_where_no_chat_shows(payload: bytes) -> None:
    assert address_in(payload, "telegram", "42") is None
