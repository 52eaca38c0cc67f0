"""What came back, made fit for python-telegram-bot's error mapping: small, without foreign text, without the token."""

from __future__ import annotations

import json
from typing import Any

import orjson
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.telegram_api.doubt import MaybeDone, ServerFailed

#: Longest description kept; the Bot API's own are far shorter.
MAX_DESCRIPTION = 200
#: Seconds to hold a chat when a 429 does not say how long.
RETRY_AFTER_UNSAID = 5
#: Answers that python-telegram-bot tells apart by itself.
_MAPPED = frozenset({400, 401, 403, 404, 409, 429})


def parse(payload: bytes) -> Any:
    """JSON as strict as it comes, and as lenient as it must be: one odd character must not cost a batch of updates.

    :raises ValueError: not JSON at all.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        # Lone surrogates, numbers beyond 64 bits, broken UTF-8: the standard library takes them.
        return json.loads(payload.decode("utf-8", "replace"))


def refusal(code: int, payload: bytes, token: str) -> bytes:
    """The body of an answer other than 2xx, reduced to what the error mapping reads.

    :raises TelegramError: where python-telegram-bot's mapping would not tell enough.
    """
    said = _bot_api_answer(payload)
    if said is None:
        raise _without_answer(code)
    description = str(said.get("description") or "").replace(token, "<token>")[:MAX_DESCRIPTION]
    parameters = _known_parameters(said.get("parameters"))
    if code >= 500 and not parameters:
        raise NetworkError(f"{description or 'Server error'} ({code})") from ServerFailed(str(code))
    if code == 429 and not parameters.get("retry_after"):
        raise RetryAfter(RETRY_AFTER_UNSAID)
    if 400 <= code < 500 and code not in _MAPPED:
        raise BadRequest(f"{description} ({code})")
    return orjson.dumps({"ok": False, "description": description, "parameters": parameters})


def _bot_api_answer(payload: bytes) -> dict[str, Any] | None:
    try:
        said = parse(payload)
    except ValueError:
        return None
    return said if isinstance(said, dict) and said.get("ok") is False else None


def _known_parameters(parameters: Any) -> dict[str, int]:
    if not isinstance(parameters, dict):
        return {}
    known = ("retry_after", "migrate_to_chat_id")
    return {name: parameters[name] for name in known if isinstance(parameters.get(name), int)}


def _without_answer(code: int) -> TelegramError:
    """Not the Bot API spoke but something on the way: a proxy, a captive portal."""
    if code == 429:
        return RetryAfter(RETRY_AFTER_UNSAID)
    error = NetworkError(f"no answer of the Bot API ({code})")
    # 3xx and 4xx refuse a request before it is passed on; behind a 5xx it may have been.
    error.__cause__ = MaybeDone(str(code)) if code >= 500 else ServerFailed(str(code))
    return error
