"""What Telegram hands over, kept whatever it is."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.intake.update import RawUpdate, telegram_update

#: Digits of the longest number Telegram uses (64 bits, signed).
_LONGEST_ID = 20


def keep(bot: str, value: Any) -> RawUpdate:
    """The inbox entry of an element that Telegram sent. Never raises for anything that JSON can hold.

    What has no usable ``update_id`` is kept under the digest of its content: the same thing sent again is the same
    entry, and it is in a lane of its own, where it holds up nobody.
    """
    try:
        update = telegram_update(bot, value)
        if len(update.update_id) <= _LONGEST_ID:
            return update
    except (ValueError, TypeError, RecursionError):
        pass  # not lost: kept below, as it is
    # The standard library writes what orjson refuses: lone surrogates, numbers beyond 64 bits.
    payload = json.dumps(value, sort_keys=True).encode()
    name = hashlib.sha256(payload).hexdigest()[:32]
    return RawUpdate("telegram", bot, f"odd:{name}", ("odd", name), payload)


def newest(values: list[Any]) -> int | None:
    """The highest usable ``update_id``; everything up to it may be acknowledged once it is committed."""
    numbers = [value.get("update_id") for value in values if isinstance(value, dict)]
    usable = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
    return max((number for number in usable if len(str(number)) <= _LONGEST_ID), default=None)
