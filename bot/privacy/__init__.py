"""What people may ask about their own data: what is held, out with it, correct it, erase it, I no longer agree."""

from bot.privacy.consents import NOTIFY, PURPOSES, REPORT, Consent
from bot.privacy.desk import PrivacyDesk
from bot.privacy.holdings import Held, HeldCase
from bot.privacy.requests import CORRECT, ERASE, EXPORT, WITHDRAW, Limits, Request

__all__ = [
    "CORRECT",
    "ERASE",
    "EXPORT",
    "NOTIFY",
    "PURPOSES",
    "REPORT",
    "WITHDRAW",
    "Consent",
    "Held",
    "HeldCase",
    "Limits",
    "PrivacyDesk",
    "Request",
]
