"""The outbound vocabulary: a text in Telegram's HTML subset, with buttons and a file. Channels render it; handlers
make it.

Limits are those of the Bot API, the narrowest channel; keeping them here keeps them everywhere.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from bot.outbox.file import File

#: sendMessage.text: 1-4096 characters after entities parsing; counted in UTF-16 units to be safe.
MAX_TEXT = 4096
#: sendPhoto.caption, sendDocument.caption: 0-1024 characters after entities parsing.
MAX_CAPTION = 1024
#: InlineKeyboardButton.callback_data: 1-64 bytes.
MAX_BUTTON_DATA = 64
#: Undocumented: more inline buttons are refused.
MAX_BUTTONS = 100
MAX_BUTTONS_A_ROW = 8
#: Undocumented: entities beyond the hundredth are ignored.
MAX_ENTITIES = 100
#: A label that fits one line of a 360-pixel screen; the full words stand in the message.
MAX_LABEL = 40
#: answerCallbackQuery.text: 0-200 characters.
MAX_NOTICE = 200

TAGS = frozenset({"b", "i", "u", "s", "a", "code", "pre", "blockquote"})


class MessageTooLarge(ValueError):
    """A message breaks a limit of the channel. The maker of the message must page or shorten."""


@dataclass(frozen=True, slots=True)
class Button:
    """Either ``data`` (comes back as a button press) or ``url`` (opens a page)."""

    label: str
    data: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if (self.data is None) == (self.url is None):
            raise ValueError("a button has either data or url")
        if self.data is not None and not 1 <= len(self.data.encode()) <= MAX_BUTTON_DATA:
            raise MessageTooLarge(f"button data of {len(self.data.encode())} bytes")
        if not self.label.strip() or utf16_units(self.label) > MAX_LABEL:
            raise MessageTooLarge(f"button label of {utf16_units(self.label)} units")


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A pin on the map: degrees (WGS 84), what stands there and its address. Other channels show the text instead."""

    lat: float
    lon: float
    title: str
    address: str

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180 and self.title.strip() and self.address.strip()):
            raise ValueError("a pin has a point on the globe, a title and an address")


@dataclass(frozen=True, slots=True)
class Message:
    """``text``: Telegram's HTML subset, a newline is a newline. ``buttons``: rows, top to bottom.

    ``file``: goes with the text in one message, so that a retry sends both or neither; the text is then short.
    ``place``: a pin in place of the text, where the channel has pins.
    """

    text: str
    buttons: tuple[Row, ...] = field(default=())
    file: File | None = None
    place: Place | None = None

    def __post_init__(self) -> None:
        visible, entities = visible_text(self.text)
        if not visible.strip() or utf16_units(visible) > (MAX_TEXT if self.file is None else MAX_CAPTION):
            raise MessageTooLarge(f"text of {utf16_units(visible)} UTF-16 units")
        if entities > MAX_ENTITIES:
            raise MessageTooLarge(f"{entities} entities")
        if sum(map(len, self.buttons)) > MAX_BUTTONS or any(len(row) > MAX_BUTTONS_A_ROW for row in self.buttons):
            raise MessageTooLarge("too many buttons")

    def as_json(self) -> dict[str, Any]:
        """JSON but for the body of a file that is not queued yet."""
        said: dict[str, Any] = {
            "text": self.text,
            "buttons": [[{"label": b.label, "data": b.data, "url": b.url} for b in row] for row in self.buttons],
        }
        if self.place is not None:
            said["place"] = asdict(self.place)
        return said if self.file is None else {**said, "file": self.file.as_json()}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Message:
        buttons = tuple(tuple(Button(**button) for button in row) for row in value["buttons"])
        file, place = value.get("file"), value.get("place")
        return cls(
            value["text"],
            buttons,
            None if file is None else File.from_json(file),
            None if place is None else Place(**place),
        )


def utf16_units(value: str) -> int:
    """Length as Telegram counts it: characters outside the BMP (most emoji) count two."""
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def visible_text(html: str) -> tuple[str, int]:
    """What a reader sees of Telegram HTML, and how many entities it has.

    :raises ValueError: a tag outside the subset, or tags that do not nest; Telegram would refuse the message.
    """
    if "<" not in html and "&" not in html:
        return html, 0
    plain = _plainly_written(html)
    return plain if plain is not None else _read_closely(html)


def _plainly_written(html: str) -> tuple[str, int] | None:
    """As our templates write it: tags of the subset without attributes, well nested. None: look more closely.

    A tenth of the time of a real parser, and nearly every message passes here.
    """
    pieces = _PLAIN_TAG.split(html)
    opened: list[str] = []
    for sign, tag in zip(pieces[1::3], pieces[2::3], strict=True):
        if not sign:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return None
    visible = "".join(pieces[::3])
    if opened or "<" in visible:
        return None
    return unescape(visible), len(pieces) // 3 - pieces[1::3].count("/")


def _read_closely(html: str) -> tuple[str, int]:
    reader = _VisibleText()
    reader.feed(html)
    reader.close()
    if reader.open_tags:
        raise ValueError(f"unclosed <{reader.open_tags[-1]}>")
    return "".join(reader.parts), reader.entities


#: In three groups by ``split``: the text before, "/" or nothing, the tag.
_PLAIN_TAG = re.compile(rf"<(/?)({'|'.join(sorted(TAGS))})>")


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open_tags: list[str] = []
        self.entities = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or (attrs and tag not in {"a", "blockquote"}):
            raise ValueError(f"<{tag}> is outside Telegram's subset")
        self.open_tags.append(tag)
        self.entities += 1

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
