"""Reading python-telegram-bot's errors."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import RetryAfter


def retry_after_s(error: RetryAfter) -> float:
    """Seconds; python-telegram-bot gives a timedelta, or a number where PTB_TIMEDELTA is turned off."""
    waiting = error.retry_after
    return waiting.total_seconds() if isinstance(waiting, timedelta) else float(waiting)
