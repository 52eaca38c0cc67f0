"""One message answered by the true handlers, with nothing queued or remembered: for `bot.py ask` and previews."""

from __future__ import annotations

from datetime import datetime

from bot.outbox.message import Message
from bot.outbox.outgoing import Kind
from bot.texts import Language
from bot.turns.application import BotIdentity, Register, build_router
from bot.turns.arrival import begin_turn
from bot.turns.claims import Claimed
from bot.turns.session import Session
from bot.turns.turn import House, current_turn

_IDENTITY = BotIdentity("rehearsal", "rehearsal", 1, "motcua")


async def rehearse(text: str, language: Language, house: House, register: Register, now: datetime) -> list[Message]:
    """What the chat would answer to ``text`` as the first message of a private talk."""
    router = await build_router(_IDENTITY, register)
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text.startswith("/") else []
    chat = {"id": 1, "type": "private"}
    sender = {"id": 1, "is_bot": False, "first_name": ""}
    stamp = int(now.timestamp())
    message = {"message_id": 1, "date": stamp, "chat": chat, "from": sender, "text": text, "entities": entities}
    claimed = Claimed("", 1, _IDENTITY.channel, _IDENTITY.bot, "1", "", 0, b"", 1)
    turn = begin_turn(claimed, {"update_id": 1, "message": message}, router, Session(language), house, now)
    assert turn is not None  # a private message always has a chat
    current_turn.set(turn)
    await router.process_update(turn.update)
    return [Message.from_json(sent.content) for sent in turn.outgoing if sent.kind is Kind.SAY]
