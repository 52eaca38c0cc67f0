"""Which error of the Bot API means what for a message. The doubt that the client attached decides the unclear ones."""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.outbox.courier import Fate, Outcome
from bot.telegram_api.doubt import NotSent, ServerFailed
from bot.telegram_api.errors import retry_after_s

#: Descriptions are the only thing by which the Bot API tells its 400s apart. Compared in lower case.
_MEANING = (
    ("can't parse entities", Fate.PLAIN_TEXT),
    ("message is not modified", Fate.NOT_MODIFIED),
    ("message to edit not found", Fate.SAY_ANEW),
    ("message can't be edited", Fate.SAY_ANEW),
    ("message_id_invalid", Fate.SAY_ANEW),
    ("there is no text in the message to edit", Fate.SAY_ANEW),
)


def outcome_of(error: Exception) -> Outcome:
    """Judge ``error``, raised while a message was being sent. The order matters: BadRequest is a NetworkError."""
    match error:
        case RetryAfter():
            return Outcome(Fate.HOLD_CHAT, "retry after", hold_s=retry_after_s(error))
        case ChatMigrated():
            return Outcome(Fate.MIGRATED, "chat migrated", chat_id=error.new_chat_id)
        case InvalidToken():
            return Outcome(Fate.TOKEN_REFUSED, "token refused")
        case Forbidden():
            return Outcome(Fate.FORBIDDEN, str(error))
        case BadRequest():
            return _bad_request(str(error))
        case NetworkError() | Conflict():
            return _network(error)
    # Not an answer at all but a mistake of ours (content that cannot be rendered): no repetition will mend it.
    return Outcome(Fate.DEAD, type(error).__name__)


def _bad_request(description: str) -> Outcome:
    lowered = description.lower()
    fate = next((fate for words, fate in _MEANING if words in lowered), Fate.DEAD)
    return Outcome(fate, description)


def _network(error: TelegramError) -> Outcome:
    match error.__cause__:
        case NotSent():
            return Outcome(Fate.NOT_SENT, str(error))
        case ServerFailed():
            return Outcome(Fate.TURNED_AWAY, str(error))
    return Outcome(Fate.UNCERTAIN, str(error))
