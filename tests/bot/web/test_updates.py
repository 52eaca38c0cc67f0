from __future__ import annotations

from uuid import uuid4

import orjson
import pytest
from telegram import Update

from bot.clock import FixedClock
from bot.intake.update import RawUpdate
from bot.sealing import ServerKey
from bot.web.chat.identity import Visitor
from bot.web.chat.updates import message_update, press_update

VISITOR = Visitor(chat_id=4_321_987_654_321, issued_s=0)


def parsed(raw: RawUpdate) -> Update:
    return Update.de_json(orjson.loads(raw.payload), None)


def test_a_message_reads_as_telegram_update(key: ServerKey, clock: FixedClock) -> None:
    raw, _ = message_update(VISITOR, "làm khai sinh 👶", str(uuid4()), "vi", key, clock.now())
    update = parsed(raw)
    assert update.effective_message is not None
    assert update.effective_message.text == "làm khai sinh 👶"
    assert update.effective_message.date == clock.now()
    assert update.effective_chat is not None
    assert (update.effective_chat.id, update.effective_chat.type) == (VISITOR.chat_id, "private")
    assert update.effective_user is not None
    assert update.effective_user.language_code == "vi"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", "/start"),
        ("/hoi khai sinh", "/hoi"),
        ("/huy\nthôi", "/huy"),
        ("/", None),
        ("hỏi /start", None),
        ("/khai-sinh", None),
    ],
)
def test_a_command_carries_its_entity(text: str, command: str | None, key: ServerKey, clock: FixedClock) -> None:
    raw, _ = message_update(VISITOR, text, str(uuid4()), "vi", key, clock.now())
    message = parsed(raw).effective_message
    assert message is not None
    assert [message.parse_entity(entity) for entity in message.entities] == ([command] if command else [])


def test_a_press_names_the_message_it_stands_under(key: ServerKey, clock: FixedClock) -> None:
    client_id = str(uuid4())
    query = parsed(press_update(VISITOR, 17, "v1:ask:more", client_id, "en", key, clock.now())).callback_query
    assert query is not None
    assert query.message is not None
    assert (query.id, query.data, query.message.message_id) == (client_id, "v1:ask:more", 17)
    assert query.message.chat.id == VISITOR.chat_id


def test_the_same_post_is_the_same_update_and_another_is_another(key: ServerKey, clock: FixedClock) -> None:
    client_id = str(uuid4())

    def name(text: str, visitor: Visitor = VISITOR) -> str:
        return message_update(visitor, text, client_id, "vi", key, clock.now())[0].update_id

    assert name("một") == name("một")
    # A page from the browser's memory offers its client_id again: a new text with it is a new message.
    assert name("một") != name("hai")
    assert name("một") != name("một", Visitor(5, 0))


def test_the_echo_lies_in_the_lane_of_the_chat_and_names_tell_nobody_who(key: ServerKey, clock: FixedClock) -> None:
    raw, echo = message_update(VISITOR, "chào", str(uuid4()), "vi", key, clock.now())
    assert echo["lane"] == VISITOR.address.lane(key)
    for name in (raw.update_id, echo["dedup"]):
        assert str(VISITOR.chat_id) not in name
        assert f"{VISITOR.chat_id:x}" not in name
    assert len(raw.update_id) <= 80
    assert len(echo["dedup"]) <= 120
    assert "chào".encode() not in echo["payload"]
