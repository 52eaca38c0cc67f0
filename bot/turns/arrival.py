"""From an inbox payload to a turn: parse what came, find who to answer and what was pressed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from telegram import Message, Update

from bot.outbox.outgoing import Address
from bot.texts import Language
from bot.turns.claims import Claimed
from bot.turns.session import Session
from bot.turns.turn import House, Press, Turn, TurnApplication

#: Where an update's language is one that the person chose, on the page itself. Telegram's is the phone's: no wish.
LANGUAGE_IS_CHOSEN = frozenset({"web"})
#: Stands in the id of an update that the program made itself: a photo, read; evidence, checked.
OWN_NAME = "|"


def begin_turn(
    claimed: Claimed, update_json: Any, router: TurnApplication, session: Session, house: House, now: datetime
) -> Turn | None:
    """:returns: None for an update that has no chat to answer in (it is done by being ignored).

    :raises Exception: whatever parsing raises on an update that is not one; the worker sets it aside.
    """
    update = Update.de_json(update_json, router.bot)
    address = address_of(update, claimed.channel, claimed.bot)
    if address is None:
        return None
    if session.version == 0 and claimed.channel in LANGUAGE_IS_CHOSEN:
        session.language = _language_of(update)
    return Turn(claimed.key, update, address, session, house, now, press_of(update))


def address_of(update: Update, channel: str, bot: str) -> Address | None:
    chat = update.effective_chat
    if chat is None:
        return None
    message = update.effective_message
    if not isinstance(message, Message) or chat.type == chat.PRIVATE:
        return Address(channel, bot, chat.id)
    thread = message.message_thread_id if message.is_topic_message else None
    asked = message.message_id if update.callback_query is None else None  # the message of a button is our own
    return Address(channel, bot, chat.id, thread, asked)


def is_private(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type == chat.PRIVATE


def said_at(update: Update, claimed: Claimed) -> int:
    """When something was said, epoch ms: what waited at Telegram while we were away was not said all at once."""
    if update.message is None:
        return claimed.received_at
    return min(claimed.received_at, int(update.message.date.timestamp() * 1000))


def _language_of(update: Update) -> Language:
    """Of a talk that begins anew, after days of silence too: the page is in that language already."""
    person = update.effective_user
    return "en" if person is not None and person.language_code == "en" else "vi"


def press_of(update: Update) -> Press | None:
    query = update.callback_query
    if query is None:
        return None
    message_id = query.message.message_id if query.message is not None else None
    return Press(query.id, message_id, query.data or "")


def address_in(payload: bytes, channel: str, bot: str) -> Address | None:
    """The chat of an update that could not be parsed, as far as its raw JSON shows one: for an apology."""
    try:
        update = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    for body in update.values() if isinstance(update, dict) else ():
        chat_id = _chat_id(body) or _chat_id(body.get("message") if isinstance(body, dict) else None)
        if chat_id is not None:
            return Address(channel, bot, chat_id)
    return None


def _chat_id(body: Any) -> int | None:
    chat = body.get("chat") if isinstance(body, dict) else None
    identity = chat.get("id") if isinstance(chat, dict) else None
    return identity if isinstance(identity, int) and not isinstance(identity, bool) else None
