"""How much evidence, and why a file is not taken."""

from __future__ import annotations

from typing import Literal, get_args

from bot.errors import MotCuaError

#: Bytes of one file: what Telegram allows for a photo (Bot API, "Sending files"), half of what getFile gives (20 MB).
MOST_BYTES = 10 * 1024 * 1024
#: Bytes of one post to the web chat, several files together.
MOST_TOGETHER = 25 * 1024 * 1024
#: A modern phone's whole sensor; a picture that unpacks to more is refused before it is unpacked.
MOST_PIXELS = 50_000_000
#: Pixels on the long side of what is kept: a page of print stays legible.
LONG_SIDE = 2_560
#: Files that wait under one chat's name: two full reports' worth, so that nobody fills the disk.
MOST_WAITING = 10

Reason = Literal[
    "empty",
    "too_large",
    "too_many",
    "kind",  # neither a picture nor a PDF nor sound
    "heic",  # a picture only Apple's programs read
    "video",
    "damaged",
    "too_many_pixels",
    "pdf_active",  # a PDF with programs or further files in it
    "citizen_card",
    "not_fetched",  # Telegram does not give it
]
REASONS = frozenset(get_args(Reason))


class Unfit(MotCuaError):
    """A file is not taken, and nothing of it is kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
