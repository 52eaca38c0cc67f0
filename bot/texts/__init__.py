"""Everything a citizen reads: Jinja2 templates with a Vietnamese and an English catalogue."""

from bot.texts.language import Language
from bot.texts.texts import Texts

__all__ = ["Language", "Texts"]
