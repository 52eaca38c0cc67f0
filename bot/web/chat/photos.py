"""A photo posted to the chat: read in memory, its code found, the photo forgotten before the post is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.dossiers.photos import MOST_BYTES, code_on
from bot.web.chat.incoming import Posted, Refused, read_capped

MULTIPART = "multipart/form-data"
#: The other fields and the form's own marks.
FORM_BYTES = 64 * 1024
MAX_FIELDS = 5
FIRST_BYTES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


class PhotoDesk:
    """Two photos at a time: unpacking one takes memory and a core."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(2)

    async def code_on(self, posted: Posted) -> str | None:
        """:raises Refused: no picture was posted, told by its content and not by its name."""
        image = posted.fields.get("photo")
        if not isinstance(image, bytes) or not image.startswith(FIRST_BYTES):
            raise Refused(415, "no_picture")
        async with self._places:
            return await asyncio.to_thread(code_on, image)


async def read_photo_post(request: Request) -> Posted:
    """The fields of the form, the photo as bytes.

    :raises Refused: too large, or not what the page's form sends.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != MULTIPART:
        raise Refused(415, "malformed")
    body = await read_capped(request, MOST_BYTES + FORM_BYTES)
    fields: dict[str, object] = {}
    try:
        parser = MultiPartParser(request.headers, _whole(body), max_files=1, max_fields=MAX_FIELDS)
        parser.spool_max_size = len(body) + 1  # never on the disk
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError):
        raise Refused(400, "malformed") from None
    try:
        for name, value in form.multi_items():
            fields[name] = await value.read() if isinstance(value, UploadFile) else value
    finally:
        await form.close()
    return Posted(fields, is_form=True)


async def _whole(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
