"""What a browser posts: read with a cap, from a form or from JSON, and checked field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import orjson
from starlette.requests import Request

from bot.outbox.message import MAX_BUTTON_DATA, MAX_TEXT, utf16_units
from bot.texts.filters import clean

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
#: Bytes. 4,096 UTF-16 units are at most 12,288 bytes of UTF-8, and in a form, where %XX stands for a byte, 36,864.
MAX_BODY = {JSON: 16 * 1024, FORM: 48 * 1024}
MAX_FIELDS = 10
#: JavaScript's largest exact integer; also far above any history id.
MAX_ID = 2**53 - 1


class Refused(Exception):
    """``notice``: name of the text in templates/chat/notices.html.j2 that tells the visitor why."""

    def __init__(self, status: int, notice: str, *, retry_after: int | None = None) -> None:
        super().__init__(notice)
        self.status = status
        self.notice = notice
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a post. ``is_form``: it came from a page without scripts and wants a page back."""

    fields: dict[str, Any]
    is_form: bool

    @property
    def token(self) -> str | None:
        token = self.fields.get("token")
        return token if isinstance(token, str) else None

    @property
    def draft(self) -> str:
        """What was typed, however unfit: given back with an error, so that nobody types it twice."""
        text = self.fields.get("text")
        return text if isinstance(text, str) else ""

    @property
    def pressed(self) -> str:
        """What the button carries, however unfit."""
        data = self.fields.get("data")
        return data if isinstance(data, str) else ""

    def text(self) -> str:
        """:raises Refused: nothing is left of it, or it is longer than a message may be."""
        text = clean(self.draft).strip()
        if not text:
            raise Refused(422, "empty")
        if utf16_units(text) > MAX_TEXT:
            raise Refused(422, "too_long")
        return text

    def client_id(self) -> str:
        return str(self._parsed("client_id", UUID))

    def message_id(self) -> int:
        number: int = self._parsed("message", int)
        if not 0 < number <= MAX_ID:
            raise Refused(422, "malformed")
        return number

    def data(self) -> str:
        data = self.fields.get("data")
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAX_BUTTON_DATA:
            raise Refused(422, "malformed")
        return data

    def _parsed(self, name: str, parse: Any) -> Any:
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise Refused(422, "malformed")
        try:
            return parse(str(value))
        except ValueError:
            raise Refused(422, "malformed") from None


async def read_post(request: Request) -> Posted:
    """:raises Refused: too large, or not what a page of ours sends."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in MAX_BODY:
        raise Refused(415, "malformed")
    body = await read_capped(request, MAX_BODY[kind])
    try:
        if kind == JSON:
            fields = orjson.loads(body)
        else:
            fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        raise Refused(400, "malformed") from None
    if not isinstance(fields, dict):
        raise Refused(400, "malformed")
    return Posted(fields, is_form=kind == FORM)


async def read_capped(request: Request, most: int) -> bytes:
    """The declared length is refused before a byte is read; an undeclared one as soon as it is too much."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise Refused(413, "too_long")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Refused(413, "too_long")
    return bytes(body)
