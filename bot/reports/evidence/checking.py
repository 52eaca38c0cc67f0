"""From bytes of a stranger to evidence that can be kept: told by content, pictures drawn anew."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field

from bot.reports.evidence.kinds import Media, kind_of
from bot.reports.evidence.limits import MOST_BYTES, Unfit
from bot.reports.evidence.pdf import check_pdf
from bot.reports.evidence.pictures import Pictures

#: The sender's own names are not kept: they name people, places and folders.
_NAMES: dict[Media, str] = {
    "image/jpeg": "photo.jpg",
    "application/pdf": "document.pdf",
    "audio/ogg": "voice.ogg",
    "audio/mpeg": "sound.mp3",
    "audio/mp4": "sound.m4a",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """``sha256_original``: hex, of the file as it was sent; what is kept of a picture is another file."""

    media: Media
    name: str
    body: bytes = field(repr=False)
    sha256_original: str


class Checker:
    def __init__(self) -> None:
        self._pictures = Pictures()

    async def check(self, body: bytes) -> Checked:
        """:raises Unfit: it is not taken; nothing of it is kept."""
        if len(body) > MOST_BYTES:
            raise Unfit("too_large")
        media = kind_of(body)
        digest = await asyncio.to_thread(lambda: hashlib.sha256(body).hexdigest())
        if media in ("image/jpeg", "image/png", "image/webp"):
            media, body = "image/jpeg", await self._pictures.redraw(body)
        elif media == "application/pdf":
            await asyncio.to_thread(check_pdf, body)
        return Checked(media, _NAMES[media], body, digest)
