"""Digests: what needs one inspector now, and what a week has been like, without a word of any citizen."""

from bot.digests.desk import DigestDesk, DigestMoved, Ready
from bot.digests.figures import Answered, Figures, Spot
from bot.digests.items import Sight
from bot.digests.model import Digest, Item, Reason, Window
from bot.digests.times import Rhythm

__all__ = [
    "Answered",
    "Digest",
    "DigestDesk",
    "DigestMoved",
    "Figures",
    "Item",
    "Ready",
    "Reason",
    "Rhythm",
    "Sight",
    "Spot",
    "Window",
]
