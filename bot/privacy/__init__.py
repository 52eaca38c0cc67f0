"""What people may ask about their own data: what is held, out with it, correct it, erase it, I no longer agree."""

from bot.privacy.consents import NOTIFY, PURPOSES, REPORT, Consent
from bot.privacy.desk import PrivacyDesk

__all__ = ["NOTIFY", "PURPOSES", "REPORT", "Consent", "PrivacyDesk"]
