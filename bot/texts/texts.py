"""Rendering. A value that is missing is an error, never an empty place in a sentence (StrictUndefined)."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.texts import filters
from bot.texts.catalogue import load_catalogue
from bot.texts.language import Language

_HERE = Path(__file__).parent
#: The web page's own templates are texts too: one loader, one catalogue.
_FOLDERS = (_HERE / "templates", _HERE.parent / "web" / "templates")


class Texts:
    """Templates and labels in both languages. Source language of the catalogues: English msgids."""

    def __init__(self) -> None:
        self._environments = {language: _environment(language) for language in ("vi", "en")}

    def environment(self, language: Language) -> Environment:
        return self._environments[language]

    def render(self, template: str, language: Language, /, **values: Any) -> Markup:
        """``template``: name below templates/ without ``.html.j2``, e.g. "desk/welcome". Telegram HTML."""
        rendered = self._environments[language].get_template(f"{template}.html.j2").render(**values)
        return Markup(rendered.strip())

    def label(self, msgid: str, language: Language, /, **values: Any) -> str:
        """The catalogue's words for ``msgid``, plain text (for a button)."""
        return _label(self._environments[language], msgid).format(**values)


@lru_cache(maxsize=2048)
def _label(environment: Environment, msgid: str) -> str:
    words: str = environment.globals["gettext"](msgid)  # type: ignore[operator]
    return words


@cache
def _environment(language: Language) -> Environment:
    """The same for the whole process: templates do not change while it runs, and are compiled once."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(load_catalogue(language), newstyle=False)  # type: ignore[attr-defined]
    environment.globals["language"] = language
    environment.filters.update(filters.for_language(language))
    return environment
