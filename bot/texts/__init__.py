"""Everything a citizen reads: Jinja2 templates with a Vietnamese and an English catalogue."""

from bot.texts.language import LANGUAGES, Language
from bot.texts.marking import N_
from bot.texts.texts import Texts

__all__ = ["LANGUAGES", "N_", "Language", "Texts"]
