"""Whatever Telegram may hand over is kept: no shape raises, none falls out of its column, none loses its order."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from bot.database.tables import inbox
from bot.intake.telegram import keep, newest
from bot.intake.update import person_of
from bot.sealing import ServerKey

KEY = ServerKey(b"test", bytes(32), bytes(32))
KINDS = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member", "poll", "of_tomorrow")
IDS = st.one_of(st.integers(), st.integers(1, 2**52), st.text(max_size=5), st.booleans(), st.none(), st.floats())
ANYTHING = st.recursive(
    st.one_of(IDS, st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=12,
)
PARTY = st.one_of(
    ANYTHING, st.fixed_dictionaries({"id": IDS}, optional={"type": st.sampled_from(["private", "group"])})
)
BODY = st.one_of(
    ANYTHING,
    st.fixed_dictionaries(
        {}, optional={"chat": PARTY, "from": PARTY, "message": st.fixed_dictionaries({"chat": PARTY})}
    ),
)
UPDATE = st.one_of(
    ANYTHING,
    st.fixed_dictionaries({}, optional={"update_id": IDS, **{kind: BODY for kind in KINDS}}),
)


@given(UPDATE)
def test_anything_is_kept_in_its_columns(value: Any) -> None:
    row = keep("42", value).row(KEY, 0)
    for name in ("channel", "bot", "update_id", "lane"):
        column = inbox.c[name].type
        assert isinstance(column, String)
        assert 0 < len(row[name]) <= (column.length or 0)
    assert keep("42", value).row(KEY, 0)["update_id"] == row["update_id"], "the same again is the same entry"


@given(st.lists(UPDATE, max_size=5))
def test_what_is_acknowledged_was_among_them(values: list[Any]) -> None:
    last = newest(values)
    ids = [value.get("update_id") for value in values if isinstance(value, dict)]
    assert last is None or last in ids


@given(st.integers(1, 2**52), st.integers(1, 2**52), st.sampled_from(["message", "edited_message"]))
def test_a_persons_messages_and_presses_are_in_one_lane(chat: int, person: int, kind: str) -> None:
    """What keeps the order: a press is not overtaken by the message after it."""
    for where in ({"id": chat, "type": "private"}, {"id": -chat, "type": "supergroup"}):
        sender = {"id": person}
        written = person_of({"update_id": 1, kind: {"chat": where, "from": sender}}, 1)
        pressed = person_of({"update_id": 2, "callback_query": {"from": sender, "message": {"chat": where}}}, 2)
        assert written == pressed


@given(UPDATE)
def test_what_is_kept_is_what_came(value: Any) -> None:
    came = json.dumps(value, sort_keys=True)
    if "NaN" in came or "Infinity" in came:
        return  # JSON has neither, so Telegram cannot send them
    assert json.dumps(json.loads(keep("42", value).payload), sort_keys=True) == came
