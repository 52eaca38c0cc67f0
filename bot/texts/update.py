"""Bring the catalogues up to date with the templates and labels: ``python -m bot.texts.update``.

English is the source language, so its entries are filled; Vietnamese ones wait, and a test fails until they are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from bot.texts.catalogue import path_of

ROOT = Path(__file__).parents[2]
#: Folders whose Python calls ``label("…")`` or marks a text with ``N_("…")``.
CODE = ("bot", "handlers", "knowledge")
_JINJA = {"trimmed": "true", "silent": "false"}
_CALLS = {"label": None, "N_": None}


def msgids() -> Iterator[tuple[str, str]]:
    """(msgid, file below the root) of every text that a citizen can read."""
    for path in sorted((ROOT / "bot").rglob("*.j2")):
        for _line, message, _comments, _context in extract_from_file("jinja2.ext:babel_extract", path, options=_JINJA):
            yield _single(message), str(path.relative_to(ROOT))
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for _line, message, _comments, _context in extract_from_file("python", path, keywords=_CALLS):
                yield _single(message), str(path.relative_to(ROOT))


def _single(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]


def read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def main(*translations: Path) -> None:
    """:param translations: further .po files to take Vietnamese from."""
    found = Catalog()
    for msgid, file in msgids():
        found.add(msgid, locations=[(file, 1)])
    for language in ("vi", "en"):
        catalogue = read(path_of(language), language)
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        for path in translations if language == "vi" else ():
            for message in read(path, "vi"):
                if message.id and message.string and message.id in catalogue and not catalogue[message.id].string:
                    catalogue[message.id].string = message.string
        if language == "en":
            for message in catalogue:
                message.string = message.id or message.string
        for message in catalogue:
            message.locations = [(file, None) for file, _line in message.locations]  # type: ignore[misc]
        with path_of(language).open("wb") as target:
            write_po(target, catalogue, sort_output=True, width=110, include_lineno=False, omit_header=False)


if __name__ == "__main__":
    import sys

    main(*map(Path, sys.argv[1:]))
