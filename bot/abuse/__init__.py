"""So that one who floods costs nobody else: rates, the bound of the queue, who is blocked and what they say to it."""

from bot.abuse.desk import AbuseDesk
from bot.abuse.guard import Guard

__all__ = ["AbuseDesk", "Guard"]
