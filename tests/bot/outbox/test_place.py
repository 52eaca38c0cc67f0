"""A pin on the map: Telegram's venue, and what other channels show instead."""

from __future__ import annotations

import pytest

from bot.outbox.message import Button, Message, Place
from bot.outbox.outgoing import Address, Kind
from bot.outbox.telegram_courier import render

PIN = Place(10.78, 106.7, "Trung tâm", "45 Lê Duẩn")
MESSAGE = Message("🗺 Trung tâm", ((Button("Mở bản đồ", url="https://example.org"),),), place=PIN)


def test_it_comes_back_from_the_outbox_as_it_was_put() -> None:
    assert Message.from_json(MESSAGE.as_json()) == MESSAGE
    assert "place" not in Message("một").as_json()


def test_telegram_gets_a_venue() -> None:
    method, params = render(Kind.SAY, Address("telegram", "42", 7), MESSAGE.as_json(), plain=False)
    assert method == "sendVenue"
    assert (params["latitude"], params["longitude"], params["title"]) == (10.78, 106.7, "Trung tâm")
    assert params["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://example.org"
    assert "text" not in params


def test_an_edit_stays_text() -> None:
    content = {**MESSAGE.as_json(), "message_id": 5}
    assert render(Kind.EDIT, Address("telegram", "42", 7), content, plain=False)[0] == "editMessageText"


@pytest.mark.parametrize(
    "wrong", [(91.0, 0.0, "a", "b"), (0.0, -181.0, "a", "b"), (0.0, 0.0, " ", "b"), (0.0, 0.0, "a", "")]
)
def test_what_is_no_pin(wrong: tuple[float, float, str, str]) -> None:
    with pytest.raises(ValueError, match="pin"):
        Place(*wrong)
