"""Run as a program of its own: unpacks a picture from strangers and draws it anew, where a mishap ends nothing else.

In: the picture on standard input. Out: a JPEG on standard output, drawn on a fresh canvas, so without place, camera,
colour profile, comments or anything that was hidden behind it; or nothing, and the exit code says why.
Stands on Pillow and zxing-cpp alone: it is started without this project's folder on its path.
"""

from __future__ import annotations

import re
import resource
import sys
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

TOO_MANY_PIXELS, DAMAGED, CITIZEN_CARD = 3, 4, 5
FORMATS = ("JPEG", "PNG", "WEBP")
#: Measured with 50 million pixels: 390 MB (PNG), 630 MB (grey with alpha), 970 MB (WebP with alpha).
MOST_MEMORY = 1024 * 1024 * 1024
MOST_CPU_S = 15
QUALITY = 85
#: The code on a citizen card is small: looked for once more, in more detail, when the kept picture shows none.
CLOSE_LOOK = 5_000
#: Number | old number, if any | name | born | and more (the QR code of the cards of 2021 and of 2024).
_CARD = re.compile(r"\s*[0-9]{12}\|[0-9]{0,9}\|[^|]{1,100}\|[0-9]{8}(?:\||\s*$)")


def main(most_pixels: int, long_side: int) -> int:
    from PIL import Image, ImageOps, UnidentifiedImageError

    _tie_hands()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is lower, and tells what is wrong
    try:
        with Image.open(BytesIO(sys.stdin.buffer.read()), formats=FORMATS) as picture:
            if picture.width * picture.height > most_pixels:
                return TOO_MANY_PIXELS
            picture.draft("RGB", (CLOSE_LOOK, CLOSE_LOOK))  # a JPEG is unpacked at a smaller scale at once
            upright = _in_colour(picture)
            upright.thumbnail((CLOSE_LOOK, CLOSE_LOOK))
            ImageOps.exif_transpose(upright, in_place=True)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, MemoryError):
        return DAMAGED  # Pillow has an error for each format
    close = upright if max(upright.size) > long_side else None
    kept = upright.copy() if close is not None else upright
    kept.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    if shows_card(kept) or (close is not None and shows_card(close)):
        return CITIZEN_CARD
    canvas = Image.new("RGB", kept.size, "white")
    canvas.paste(kept)
    drawn = BytesIO()
    canvas.save(drawn, "JPEG", quality=QUALITY)
    sys.stdout.buffer.write(drawn.getvalue())
    return 0


def shows_card(picture: Image.Image) -> bool:
    import zxingcpp

    return any(_CARD.match(code.text) is not None for code in zxingcpp.read_barcodes(picture.convert("L")))


def _in_colour(picture: Image.Image) -> Image.Image:
    """As RGB; what is transparent becomes white, 16 bits of grey become 8. Keeps what tells which way is up."""
    from PIL import Image

    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value / 256).convert("RGB")
    if picture.mode == "RGB":
        return picture  # a copy of a large one costs as much as itself
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    clear = picture if picture.mode == "RGBA" else picture.convert("RGBA")
    canvas = Image.new("RGB", clear.size, "white")
    canvas.paste(clear, mask=clear.getchannel("A"))
    canvas.info["exif"] = picture.info.get("exif", b"")
    return canvas


def _tie_hands() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
