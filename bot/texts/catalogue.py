"""The catalogues are plain .po files, read at start: no compiled file that could be older than its source."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from bot.texts.language import Language

LOCALE = Path(__file__).parent / "locale"


def path_of(language: Language) -> Path:
    return LOCALE / f"{language}.po"


@cache
def load_catalogue(language: Language) -> Catalogue:
    from babel.messages.mofile import write_mo  # heavy, and needed once
    from babel.messages.pofile import read_po

    with path_of(language).open("rb") as source:
        messages = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Catalogue(compiled)


class Catalogue(GNUTranslations):
    """A msgid without an entry is an error: a citizen must never see a half-translated sentence."""

    def gettext(self, message: str) -> str:
        words = super().gettext(message)
        if words is message and message not in self._catalog:  # type: ignore[attr-defined]
            raise LookupError(f"no catalogue entry for {message!r}")
        return words
