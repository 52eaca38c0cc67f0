"""What Telegram refuses of a message."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from tests.botapi.html import units, visible
from tests.botapi.refused import bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_PHOTO, MAX_DOCUMENT = 10_485_760, 52_428_800
#: Bot API, sendPhoto: width and height together.
MAX_PHOTO_SIDES = 10_000
MAX_DATA = 64
MAX_BUTTONS = 100
MAX_ROW = 8
MAX_NOTICE = 200
#: Bot API, deleteMessages.
MAX_DELETED = 100


def check_text(params: dict[str, Any]) -> str:
    """:returns: what the reader sees."""
    text = params.get("text")
    if not isinstance(text, str):
        raise bad_request("message text is empty")
    mode = params.get("parse_mode")
    if mode not in (None, "HTML"):
        raise bad_request("unsupported parse_mode")
    seen = visible(text) if mode else text
    if not seen.strip():
        raise bad_request("message text is empty")
    if units(seen) > MAX_TEXT:
        raise bad_request("message is too long")
    return seen


def check_caption(params: dict[str, Any]) -> str:
    """:returns: what the reader sees under the file; a file may go without words."""
    caption = params.get("caption", "")
    if params.get("parse_mode") not in (None, "HTML"):
        raise bad_request("unsupported parse_mode")
    seen = visible(caption) if params.get("parse_mode") else str(caption)
    if units(seen) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return seen


def check_upload(kind: str, body: bytes) -> None:
    if not body:
        raise bad_request("file must be non-empty")
    if len(body) > (MAX_PHOTO if kind == "photo" else MAX_DOCUMENT):
        raise bad_request("file is too big")
    if kind == "photo":
        try:
            with Image.open(BytesIO(body)) as picture:
                sides = picture.size
        except OSError:
            raise bad_request("IMAGE_PROCESS_FAILED") from None
        if sum(sides) > MAX_PHOTO_SIDES or max(sides) > 20 * min(sides):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")


def check_venue(params: dict[str, Any]) -> str:
    """:returns: what the reader sees beside the pin. Bot API, sendVenue: all four are required."""
    point = params.get("latitude"), params.get("longitude")
    if not all(
        isinstance(degrees, float) and abs(degrees) <= most for degrees, most in zip(point, (90, 180), strict=True)
    ):
        raise bad_request("wrong venue location specified")
    words = params.get("title"), params.get("address")
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise bad_request("venue title and address must be non-empty")
    return "\n".join(map(str, words))


def check_keyboard(markup: Any) -> None:
    if markup is None:
        return
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise bad_request("object expected as reply markup")
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button)


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    chosen = [name for name in ("callback_data", "url") if name in button]
    if len(chosen) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if chosen == ["callback_data"] and not 1 <= len(button["callback_data"].encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if chosen == ["url"] and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request("BUTTON_URL_INVALID")
