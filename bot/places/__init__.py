"""The 34 provinces and 3,321 communes, found under today's names and under those they had before July 2025."""

from bot.places.finder import Place, find
from bot.places.gazetteer import gazetteer, name_of

__all__ = ["Place", "find", "gazetteer", "name_of"]
