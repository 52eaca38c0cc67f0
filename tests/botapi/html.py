"""Telegram's HTML, refused as Telegram refuses it. Written apart from the program's own check, on purpose."""

from __future__ import annotations

import re

from tests.botapi.refused import bad_request

_TAG = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>")
_ENTITY = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
#: Bot API, "HTML style".
_KNOWN = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "tg-emoji"}
    | {"code", "pre", "blockquote"}
)


def visible(html: str) -> str:
    """What a reader sees.

    :raises Refused: "can't parse entities", as Telegram says it.
    """
    seen: list[str] = []
    opened: list[str] = []
    at = 0
    while at < len(html):
        start = html.find("<", at)
        seen.append(_text(html[at : start if start >= 0 else None]))
        if start < 0:
            break
        tag = _TAG.match(html, start)
        if tag is None:
            raise bad_request(f"can't parse entities: Can't find end tag of the entity starting at byte offset {start}")
        _step(tag, opened)
        at = tag.end()
    if opened:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\"")
    return "".join(seen)


def _step(tag: re.Match[str], opened: list[str]) -> None:
    closing, name = tag[1], tag[2].lower()
    if not closing:
        if name not in _KNOWN:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {tag.start()}')
        opened.append(name)
    elif not opened:
        raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {tag.start()}")
    elif opened.pop() != name:
        raise bad_request(f"can't parse entities: Unmatched end tag at byte offset {tag.start()}")


def _text(piece: str) -> str:
    return _ENTITY.sub(lambda found: _character(found), piece)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    return chr(int(found[1]) if found[1] else int(found[2], 16))


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
