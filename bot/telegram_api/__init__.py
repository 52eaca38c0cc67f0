"""The Bot API on the wire: one HTTP client, python-telegram-bot's errors, and no token anywhere but in the address."""

import os

# python-telegram-bot 22 warns whenever a RetryAfter is made unless its coming form, a timedelta, is asked for.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from bot.telegram_api.api import TelegramApi

__all__ = ["TelegramApi"]
