"""Telegram's HTML subset, made safe for a page: everything is escaped again, only what is known passes.

What it does not do: judge what the text says. A tag outside the subset is shown as the characters it is made of.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from bot.outbox.message import TAGS
from bot.texts.filters import clean

_LINK_SCHEMES = frozenset({"http", "https"})
#: Telegram shows a block on lines of its own; so does HTML, and the newline beside it would be an empty line.
_NEWLINE_BESIDE_BLOCK = re.compile(r"\n?(<(?:pre|blockquote)>|</(?:pre|blockquote)>)\n?")
#: Browsers drop these inside an address, so that "java\nscript:" would be one again.
_UNFIT_FOR_ADDRESS = re.compile(r"[\x00-\x20\x7f<>\"'`\\]")


def message_html(text: str) -> Markup:
    """The text of a message (Telegram HTML) as HTML of our own making."""
    renderer = _Renderer()
    renderer.feed(str(text))  # a Markup would escape what the parser glues to it
    renderer.close()
    return renderer.result()


def plain_html(text: str) -> Markup:
    """Plain text of a person: all of it is text."""
    return escape(clean(text))


class _Renderer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        #: Open tags of the subset, each with what closes it ("" for a link that was not let through).
        self._open: list[tuple[str, str]] = []

    def result(self) -> Markup:
        self._parts.extend(closing for _, closing in reversed(self._open))
        self._open.clear()
        return Markup(_NEWLINE_BESIDE_BLOCK.sub(r"\1", "".join(self._parts)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._text(self.get_starttag_text() or f"<{tag}>")
            return
        opening, closing = f"<{tag}>", f"</{tag}>"
        if tag == "a":
            address = safe_address(dict(attrs).get("href"))
            opening = (
                f'<a href="{escape(address)}" rel="noopener noreferrer" target="_blank">' if address is not None else ""
            )
            closing = "</a>" if address is not None else ""
        self._parts.append(opening)
        self._open.append((tag, closing))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._text(self.get_starttag_text() or f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in TAGS:
            self._text(f"</{tag}>")
            return
        if tag not in (name for name, _ in self._open):
            return
        # Whatever was left open inside closes with it, so that one message cannot spill into the next.
        while self._open:
            name, closing = self._open.pop()
            self._parts.append(closing)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_comment(self, data: str) -> None:
        self._text(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._text(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._text(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._text(f"<![{data}]>")

    def _text(self, value: str) -> None:
        self._parts.append(str(escape(clean(value))))


def safe_address(href: str | None) -> str | None:
    """``href`` when it is an http or https address of a host and nothing else; None otherwise."""
    if href is None or _UNFIT_FOR_ADDRESS.search(href) or href != clean(href):
        return None
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    return href if parts.scheme in _LINK_SCHEMES and host else None
