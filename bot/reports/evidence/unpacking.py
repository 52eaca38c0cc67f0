"""Run as a program of its own: unpacks a picture from strangers and draws it anew, where a mishap ends nothing else.

In: the picture on standard input. Out: a JPEG on standard output, drawn on a fresh canvas, so without place, camera,
colour profile, comments or anything that was hidden behind it; or nothing, and the exit code says why. Once it reads,
it can open neither files nor connections. Stands on Pillow and zxing-cpp alone: it is started without this project's
folder on its path.
"""

from __future__ import annotations

import re
import resource
import sys
from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

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
_ORIENTATION = 0x0112
#: What Pillow raises for a broken picture: it has an error for each format.
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, MemoryError)


def main(most_pixels: int, long_side: int) -> int:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is lower, and tells what is wrong
    _warm_up()
    tie_hands()
    done = redraw(sys.stdin.buffer.read(), most_pixels, long_side)
    if isinstance(done, int):
        return done
    sys.stdout.buffer.write(done)
    return 0


def redraw(body: bytes, most_pixels: int, long_side: int) -> bytes | int:
    """The picture as a JPEG, or the exit code that says why not."""
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as picture:
            if picture.width * picture.height > most_pixels:
                return TOO_MANY_PIXELS
            picture.draft("RGB", (CLOSE_LOOK, CLOSE_LOOK))  # a JPEG is unpacked at a smaller scale at once
            upright = _in_colour(picture)
            upright.thumbnail((CLOSE_LOOK, CLOSE_LOOK))
            ImageOps.exif_transpose(upright, in_place=True)
    except _BROKEN:
        return DAMAGED
    close = upright if max(upright.size) > long_side else None
    kept = upright.copy() if close is not None else upright
    kept.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    if shows_card(kept) or (close is not None and shows_card(close)):
        return CITIZEN_CARD
    canvas = Image.new("RGB", kept.size, "white")
    canvas.paste(kept)
    drawn = BytesIO()
    canvas.save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()


def shows_card(picture: Image.Image) -> bool:
    return any(_CARD.match(code.text) is not None for code in zxingcpp.read_barcodes(picture.convert("L")))


def _in_colour(picture: Image.Image) -> Image.Image:
    """As RGB; what is transparent becomes white, 16 bits of grey become 8. Keeps what tells which way is up."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value / 256).convert("RGB")
    if picture.mode == "RGB":
        picture.load()
        return picture  # a copy of a large one costs as much as itself
    if picture.mode not in ("RGBA", "LA", "PA", "P"):
        return picture.convert("RGB")
    clear = picture if picture.mode == "RGBA" else picture.convert("RGBA")
    canvas = Image.new("RGB", clear.size, "white")
    canvas.paste(clear, mask=clear.getchannel("A"))
    canvas.info["exif"] = picture.info.get("exif", b"")
    return canvas


def _warm_up() -> None:
    """One small picture of each kind: libraries load parts of themselves at their first use."""
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    for form in FORMATS:
        small = BytesIO()
        Image.new("RGB", (16, 8)).save(small, form, exif=exif)
        redraw(small.getvalue(), 1_000, 8)


def tie_hands() -> None:
    """From here on: no file and no connection can be opened, little memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_S, MOST_CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
